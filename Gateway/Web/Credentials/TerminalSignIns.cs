using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Credentials;
using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Credentials;

/// <summary>Hands a readied sign-in to the terminal that it is for, and ends it with that terminal.</summary>
public sealed partial class TerminalSignIns(IHubContext<TerminalHub, ITerminalClient> hub, TimeProvider time, ILogger<TerminalSignIns> logger) : IAsyncDisposable
{
    /// <summary>How long a telnet device may take to ask.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // A question that goes on a moment later was none.
    private static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(150);

    private const int Looked = 512;

    // Terminals have ended before the gateway goes; what is left to be forgotten then takes no time.
    private static readonly TimeSpan ToForget = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, string> _untold = new();
    private readonly ConcurrentDictionary<string, Task> _followed = new();

    /// <summary>How long they are given here; <see cref="Longest"/> unless set.</summary>
    internal TimeSpan Patience { get; set; } = Longest;

    /// <summary>
    /// Called once after a terminal was opened, before anybody can type: lets the client be answered, types at a telnet
    /// device's prompts, and has the terminal's end say which step failed.
    /// </summary>
    public void Attach(Terminal terminal, DeliveryResult delivery)
    {
        if (delivery.Notice is { } notice) _untold[terminal.Id] = notice;
        if (delivery.Session is { } session)
        {
            session.Attach(terminal.Id, terminal.ProcessId);
            // Who has typed at a telnet device has ended it himself, for all that is known.
            terminal.Explained = outcome => session.Telnet is not null && terminal.HasBeenTyped ? outcome : session.Explain(outcome);
        }
        if (delivery.Session is null && delivery.Notice is null) return;
        var following = _followed[terminal.Id] = FollowAsync(terminal, delivery.Session);
        _ = following.ContinueWith(_ => _followed.TryRemove(terminal.Id, out Task? _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Waits until the agents of the terminals that have ended are gone too.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAny(Task.WhenAll(_followed.Values), Task.Delay(ToForget));

    /// <summary>Tells a page that has just come to a terminal why its person signs in by hand, once.</summary>
    internal async Task TellAsync(ITerminalClient page, Terminal terminal)
    {
        if (_untold.TryRemove(terminal.Id, out string? notice)) await page.MessageReceived(Words(notice));
    }

    private async Task FollowAsync(Terminal terminal, SignInSession? session)
    {
        try
        {
            if (session is not null) await SignInAsync(terminal, session);
            await terminal.Ended;
        }
        catch (Exception exception)
        {
            // The terminal goes on; nothing is kept from being forgotten.
            Broken(terminal.Id, exception);
        }
        finally
        {
            _untold.TryRemove(terminal.Id, out _);
            if (session is not null) await session.DisposeAsync();
        }
    }

    private async Task SignInAsync(Terminal terminal, SignInSession session)
    {
        using var reader = terminal.Log.OpenReader(terminal.Log.Start);
        _ = terminal.Ended.ContinueWith(_ => reader.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (session.Telnet is { } prompts)
        {
            string? byHand = await TypeAsync(terminal, session, prompts, reader);
            if (byHand is null && session.HasTyped) await session.SignedInAsync();
            else await session.LeaveToPersonAsync();
            if (byHand is not null) await SayAsync(terminal, byHand);
            return;
        }
        // ssh puts its terminal into raw mode once it was let in, before the device's first output.
        while (!reader.IsCancelled && terminal.Modes is { IsRaw: false }) await NextAsync(reader);
        if (terminal.Modes is { IsRaw: true }) await session.SignedInAsync();
    }

    // Why the person has to sign in by hand; null if he need not, does so already, or the terminal has ended.
    private async Task<string?> TypeAsync(Terminal terminal, SignInSession session, TelnetPrompts prompts, LogReader reader)
    {
        var (isLate, asked) = (false, "a user or a password");
        using var limit = time.CreateTimer(_ =>
        {
            isLate = true;
            reader.Cancel();
        }, null, Patience, Timeout.InfiniteTimeSpan);
        while (!reader.IsCancelled && !terminal.HasBeenTyped)
        {
            await NextAsync(reader);
            await Task.Delay(Settles, time);
            if (reader.IsCancelled || terminal.Log.End != reader.Offset) continue;
            switch (prompts.Next(Encoding.Latin1.GetString(terminal.Log.Tail(Looked)), terminal.Modes is not { Echoes: false }))
            {
                case TelnetStep.User:
                    if (!terminal.TypeBeforePeople(Encoding.UTF8.GetBytes(prompts.UserName + "\r"))) return null;
                    asked = "a password";
                    break;
                case TelnetStep.Password:
                    if (!Type(terminal, session.PasswordLine())) return null;
                    break;
                case TelnetStep.Refused:
                    session.Refused();
                    return SignInSession.Refusal(session.Kind, session.Credential);
                case TelnetStep.Shown:
                    return "The password was not sent: this device leaves it to the terminal to show what is typed, and it would have been seen. Sign in by hand.";
            }
        }
        return isLate && !session.HasTyped && !terminal.HasBeenTyped && !terminal.Ended.IsCompleted
            ? string.Create(CultureInfo.InvariantCulture, $"The device did not ask for {asked} in the expected words within {Patience.TotalSeconds:0.#} seconds. Sign in by hand.")
            : null;
    }

    // The terminal's own copy is cleared once the client has it.
    private static bool Type(Terminal terminal, byte[]? line)
    {
        if (line is null) return false;
        if (terminal.TypeBeforePeople(line, typed: () => CryptographicOperations.ZeroMemory(line))) return true;
        CryptographicOperations.ZeroMemory(line);
        return false;
    }

    private static async Task NextAsync(LogReader reader)
    {
        await reader.WaitAsync();
        while (reader.TryRead(out _, out _))
        {
            // It is looked at whole, at its end.
        }
        await Task.Yield(); // off the thread that reads all terminals
    }

    private Task SayAsync(Terminal terminal, string text) => hub.Clients.Group(HubGroups.Typists(terminal.Id)).MessageReceived(Words(text));

    private Message Words(string text) => new("Automatic sign-in", text, time.GetUtcNow());

    [LoggerMessage(1, LogLevel.Error, "The automatic sign-in of terminal {Terminal} broke off")]
    private partial void Broken(string terminal, Exception exception);
}
