using Gateway.Credentials;
using Gateway.Terminals;

namespace Gateway.Web.Credentials;

/// <summary>Hands a readied sign-in to the terminal that it is for, and ends it with that terminal.</summary>
public sealed class TerminalSignIns
{
    /// <summary>
    /// Called once after a terminal was opened, before anybody can type: lets the client be answered, types at a telnet
    /// device's prompts, tells the notice, and has the terminal's end say which step failed.
    /// </summary>
    public void Attach(Terminal terminal, DeliveryResult delivery)
    {
        if (delivery.Session is not { } session) return;
        session.Attach(terminal.Id, terminal.ProcessId);
        terminal.Explained = session.Explain;
        _ = EndWithAsync(terminal, session);
    }

    private static async Task EndWithAsync(Terminal terminal, SignInSession session)
    {
        await terminal.Ended;
        await session.DisposeAsync();
    }
}
