using System.Collections.Concurrent;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Cluster;
using Gateway.Methods;
using Gateway.Recording;
using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Recordings;

/// <summary>
/// Has the terminals of this node recorded that have to be, and ends those that must not go on without. What is recorded
/// once stays so to its end, also where the policy asks no more for it.
/// </summary>
public sealed partial class TerminalRecordings(
    Recorders recorders, RecordingFollower index, RecordingMetrics metrics, AuditLog audit, MethodCatalog methods, NodeTable nodes, IHubContext<TerminalHub, ITerminalClient> hub, ILogger<TerminalRecordings> logger)
{
    private static readonly Outcome Unrecorded = new(
        EndReason.Unrecorded, "This terminal has to be recorded, and that was not possible any more.", "Tell an administrator: the reason is in the gateway's log.");

    private readonly ConcurrentDictionary<string, TerminalRecording> _all = new();

    /// <summary>What a page is told: <c>on</c>, <c>required</c>, <c>failed</c>, or nothing where nobody wants it recorded.</summary>
    public string StateOf(Terminal terminal)
    {
        if (!_all.TryGetValue(terminal.Id, out var recording)) return "";
        lock (recording) return recording.State;
    }

    /// <summary>Puts a notice into a terminal's recording, if there is one.</summary>
    public void Notice(Terminal terminal, string text) => recorders.Of(terminal)?.Notice(text);

    /// <summary>Begins with a terminal that was just opened.</summary>
    /// <returns>Whether it may run: it is recorded, or need not be.</returns>
    public async Task<bool> BeginAsync(Terminal terminal, Caller caller, RecordingNeed need)
    {
        if (need == RecordingNeed.None) return true;
        var recording = Add(terminal, need);
        lock (recording) recording.IsStarting = true;
        return await StartAsync(terminal, caller, recording) || need != RecordingNeed.Required;
    }

    /// <summary>Has a terminal recorded as the policy wants it now. Does not wait.</summary>
    /// <returns>Whether it goes on; false if it is ended for want of a recording.</returns>
    public bool Follow(Terminal terminal, Caller caller, RecordingNeed need)
    {
        if (need == RecordingNeed.None && !_all.ContainsKey(terminal.Id)) return true;
        var recording = Add(terminal, RecordingNeed.None);
        lock (recording)
        {
            if (recording.Ends) return false;
            if (recording.IsStarting || recording.Need == need) return true;
            bool starts = recording.Recorder is null && (need == RecordingNeed.Required || need == RecordingNeed.Wanted && !recording.HasFailed);
            recording.Need = need;
            if (!starts)
            {
                Tell(terminal, recording.State);
                return true;
            }
            recording.IsStarting = true;
        }
        _ = LaterAsync(terminal, caller, recording);
        return true;
    }

    private TerminalRecording Add(Terminal terminal, RecordingNeed need)
    {
        var fresh = new TerminalRecording { Need = need };
        var recording = _all.GetOrAdd(terminal.Id, fresh);
        if (recording == fresh) _ = ForgetAsync(terminal);
        return recording;
    }

    private async Task LaterAsync(Terminal terminal, Caller caller, TerminalRecording recording)
    {
        if (!await StartAsync(terminal, caller, recording)) EndIfRequired(terminal, recording);
        Tell(terminal, StateOf(terminal));
    }

    private async Task<bool> StartAsync(Terminal terminal, Caller caller, TerminalRecording recording)
    {
        Recorder? recorder = null;
        string? failure;
        try
        {
            var subject = new RecordingSubject(terminal.Owner, caller.Person?.DisplayName ?? "", nodes.SelfName, methods.Options.Domain);
            (recorder, failure) = await recorders.StartAsync(terminal, subject, recording.Need == RecordingNeed.Required);
        }
        catch (Exception exception)
        {
            // Whatever it is, the terminal is not recorded.
            Broken(exception, terminal.Id);
            failure = exception.Message;
        }
        lock (recording) (recording.IsStarting, recording.Recorder, recording.HasFailed) = (false, recorder, recorder is null);
        if (recorder is null)
        {
            Fail(terminal, caller, null, failure ?? "it could not begin");
            return false;
        }
        index.Look(recorder.Id);
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.RecordingStarted, terminal) with { Target = recorder.Id });
        _ = WatchAsync(terminal, caller, recording, recorder);
        return true;
    }

    private async Task WatchAsync(Terminal terminal, Caller caller, TerminalRecording recording, Recorder recorder)
    {
        string? failure = await recorder.Completed;
        index.Look(recorder.Id);
        lock (recording) (recording.Recorder, recording.HasFailed) = (null, failure is not null);
        if (failure is null)
        {
            audit.Write(HubConnections.OnTerminal(caller, AuditEvent.RecordingEnded, terminal) with { Target = recorder.Id });
            return;
        }
        Fail(terminal, caller, recorder.Id, failure);
        EndIfRequired(terminal, recording);
        Tell(terminal, StateOf(terminal));
    }

    private void Fail(Terminal terminal, Caller caller, string? id, string failure)
    {
        metrics.Failed();
        Failed(terminal.Id, failure);
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.RecordingFailed, terminal) with { Target = id, Reason = failure });
    }

    private static void EndIfRequired(Terminal terminal, TerminalRecording recording)
    {
        lock (recording)
        {
            if (recording.Need != RecordingNeed.Required || terminal.End is not null) return;
            recording.Ends = true;
        }
        terminal.IsReadOnly = true;
        _ = terminal.EndAsync(Unrecorded);
    }

    private async Task ForgetAsync(Terminal terminal)
    {
        await terminal.Ended;
        _all.TryRemove(terminal.Id, out _);
    }

    private void Tell(Terminal terminal, string state) => hub.Clients.Group(HubGroups.Terminal(terminal.Id)).RecordingChanged(state).Unwaited(NotSent);

    [LoggerMessage(1, LogLevel.Error, "Terminal {Terminal} is not recorded: {Failure}")]
    private partial void Failed(string terminal, string failure);

    [LoggerMessage(2, LogLevel.Error, "The recording of terminal {Terminal} could not begin")]
    private partial void Broken(Exception exception, string terminal);

    [LoggerMessage(3, LogLevel.Warning, "A notice about a recording could not be sent")]
    private partial void NotSent(Exception exception);
}
