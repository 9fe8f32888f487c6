using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>Who looks on at somebody else's terminal: asked for, agreed to, and shown.</summary>
public sealed partial class Watching(
    TerminalTable terminals, HubConnections connections, Guests guests, Authorizer authorizer, AuditLog audit, TimeProvider time,
    IHubContext<TerminalHub, ITerminalClient> hub, ILogger<Watching> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Question> _asked = new();
    private readonly ConcurrentDictionary<(string Terminal, string Owner), bool> _invited = new();
    private readonly ConcurrentDictionary<(string Terminal, string Owner), long> _declined = new();

    /// <summary>Whether the owner of a terminal has let somebody in; for as long as the terminal runs.</summary>
    public bool IsInvited(Terminal terminal, Caller caller) => _invited.ContainsKey((terminal.Id, caller.Owner));

    /// <summary>Asks whoever types at a terminal to let the caller watch. Null once they agree.</summary>
    public async Task<Refusal?> AskAsync(HubConnection connection, string? id)
    {
        if (Refusals.OfNobody(connection, authorizer) is { } nobody) return nobody;
        var caller = connection.Caller!;
        if (terminals.Get(id) is not { End: null } terminal || terminal.Owner == caller.Owner) return Refusals.Missing;
        var decision = authorizer.Decide(caller, new AccessRequest(AccessAction.AskToWatch, terminal.Request, terminal.Owner));
        if (!decision.IsAllowed)
        {
            audit.Write(HubConnections.OnTerminal(caller, AuditEvent.Refused, terminal) with { Rule = decision.Rule, Reason = $"asked to watch: {decision.Denial.ToString().ToLowerInvariant()}" });
            return Refusals.Missing;
        }
        if (terminal.IsForOne) return Refusals.OneClientOnly;
        if (IsInvited(terminal, caller)) return null;
        // Who was told no does not cover the page with the same question.
        if (_declined.TryGetValue((terminal.Id, caller.Owner), out long at) && time.GetElapsedTime(at) < Patience) return Refusals.Declined;
        if (terminal.ViewerCount == 0) return Refusals.NobodyThere;
        var question = new Question(RandomNumberGenerator.GetHexString(32, lowercase: true), terminal, caller);
        // One at a time, or a page could be covered with questions.
        if (_asked.Values.Any(other => other.Terminal == terminal && other.Caller.Owner == caller.Owner) || !_asked.TryAdd(question.Id, question)) return Refusals.AskedAlready;
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.WatchAsked, terminal));
        var owners = hub.Clients.Group(HubGroups.Typists(terminal.Id));
        try
        {
            owners.WatchAsked(new WatchRequest(question.Id, caller.Person!.DisplayName)).Unwaited(Failed);
            return await question.Answer.Task.WaitAsync(Patience, time, connection.Ended) ? null : Refusals.Declined;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return Refusals.NoAnswer;
        }
        finally
        {
            _asked.TryRemove(question.Id, out _);
            owners.WatchSettled(question.Id).Unwaited(Failed);
        }
    }

    /// <summary>Answers for the terminal that a connection is attached to and types in; what is asked about another is not answered.</summary>
    public void Answer(HubConnection connection, string? id, bool allow)
    {
        if (connection is not { Viewer: { Watches: false } viewer, Acting: { } caller } || id is null || !_asked.TryGetValue(id, out var question)) return;
        if (question.Terminal != viewer.Terminal || viewer.Terminal.Owner != caller.Owner || !_asked.TryRemove(id, out _)) return;
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.WatchAnswered, viewer.Terminal) with { Target = question.Caller.Owner, Reason = allow ? "allowed" : "declined" });
        var key = (viewer.Terminal.Id, question.Caller.Owner);
        if (allow ? _invited.TryAdd(key, true) : _declined.TryAdd(key, time.GetTimestamp())) _ = ForgetAsync(viewer.Terminal, key);
        else if (!allow) _declined[key] = time.GetTimestamp();
        question.Answer.TrySetResult(allow);
    }

    /// <summary>Sends away whom the owner let in to the terminal that a connection types in; they have to ask, or to be invited, again.</summary>
    public void Dismiss(HubConnection connection)
    {
        if (connection is not { Viewer: { Watches: false, Terminal: var terminal }, Acting: { } caller } || terminal.Owner != caller.Owner) return;
        foreach (var key in _invited.Keys.Where(key => key.Terminal == terminal.Id)) _invited.TryRemove(key, out _);
        foreach (string guest in connections.WatchersOf(terminal).Where(watcher => !watcher.WatchesAsAdministrator).Select(watcher => watcher.Caller!.Owner).Distinct())
            if (guest != terminal.Owner) guests.Expel(terminal, caller, guest);
    }

    /// <summary>Whoever was let in has to ask again.</summary>
    public void Forget(Terminal terminal, Caller caller) => _invited.TryRemove((terminal.Id, caller.Owner), out _);

    /// <summary>Everybody else who is on a terminal. The owner's own pages are not among them.</summary>
    public static IReadOnlyList<Watcher> All(Terminal terminal) =>
        [.. terminal.Present.Where(present => !present.IsOwner).Select(present => new Watcher(present.By.Name, present.Since, present.IsAdministrator))];

    /// <summary>Tells a page of the owner that has just come what is asked.</summary>
    public async Task TellAsync(ITerminalClient page, Terminal terminal)
    {
        foreach (var question in _asked.Values.Where(question => question.Terminal == terminal)) await page.WatchAsked(new WatchRequest(question.Id, question.Caller.Person!.DisplayName));
    }

    private async Task ForgetAsync(Terminal terminal, (string Terminal, string Owner) key)
    {
        await terminal.Ended;
        _invited.TryRemove(key, out _);
        _declined.TryRemove(key, out _);
    }

    [LoggerMessage(1, LogLevel.Warning, "A notice about watching could not be sent")]
    private partial void Failed(Exception exception);

    private sealed record Question(string Id, Terminal Terminal, Caller Caller)
    {
        public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
