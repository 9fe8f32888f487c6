using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Globalization;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Cluster;
using Gateway.Methods;

namespace Gateway.Web.Desktop;

/// <summary>The desktop sessions of this node, from the offer to some time after their end, and what carries their bytes.</summary>
public sealed partial class DesktopSessions(DesktopOptions options, MethodCatalog methods, AuditLog audit, IClusterEvents events, TimeProvider time, ILogger<DesktopSessions> logger)
{
    /// <summary>How long an ended session is remembered, for its page.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    // Who has nothing more to say may still be told something, as long as it comes.
    private static readonly TimeSpan ToFinish = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ToStop = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, DesktopSession> _all = new();
    private readonly Lock _places = new();
    private bool _stopped;

    /// <summary>Sessions that carry bytes.</summary>
    public int RunningCount => _all.Values.Count(session => session.State == DesktopState.Connected);

    internal IEnumerable<DesktopSession> All => _all.Values;

    /// <summary>Takes no new sessions any more.</summary>
    public void Stop()
    {
        lock (_places) _stopped = true;
    }

    /// <summary>Adds a session that waits; why not, if there is no place for it.</summary>
    internal Refusal? TryAdd(DesktopSession session)
    {
        lock (_places)
        {
            if (_stopped) return Refusals.DesktopStopping;
            var standing = _all.Values.Where(other => other.State != DesktopState.Ended).ToList();
            if (standing.Count >= options.PerNode) return Refusals.DesktopsFull;
            if (standing.Count(other => other.Caller.Owner == session.Caller.Owner) >= options.PerPerson) return Refusals.TooManyDesktops;
            string from = CountedAs(session);
            if (session.State == DesktopState.Waiting && standing.Count(other => other.State == DesktopState.Waiting && CountedAs(other) == from) >= options.WaitingPerAddress) return Refusals.TooManyWaiting;
            if (!_all.TryAdd(session.Id, session)) return Refusals.Missing;
        }
        session.Changed = Tell;
        Tell();
        return null;
    }

    internal DesktopSession? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>Connects a person who has come to his device, and carries their bytes until the end. The end is put on record.</summary>
    internal async Task CarryAsync(DesktopSession session, IDesktopEnd person)
    {
        string reason = "closed";
        bool begun = false;
        try
        {
            if (!await audit.WriteAsync(Entry(session, AuditEvent.DesktopStarted) with { Reason = session.OverHttps ? "over https" : "at a port" }) && !audit.LetsOpen)
            {
                session.End("it could not be put on record");
                return;
            }
            begun = true;
            using var device = new SocketEnd(await ConnectAsync(session));
            await DesktopRelay.RunAsync(person, device, session, session.Ending);
        }
        catch (OperationCanceledException)
        {
            reason = "the connection was lost";
        }
        catch (IOException exception)
        {
            reason = "the connection was lost";
            Broke(session.Id, exception.Message);
        }
        catch (SocketException exception)
        {
            reason = "the device could not be reached";
            Broke(session.Id, exception.Message);
        }
        finally
        {
            person.Dispose();
            session.Close(reason);
            if (begun) audit.Write(Entry(session, AuditEvent.DesktopEnded) with
            {
                Reason = string.Create(CultureInfo.InvariantCulture, $"{session.Reason}; {session.Sent} bytes to the device, {session.Received} from it"),
            });
        }
    }

    /// <summary>Ends what has lasted or rested too long, and forgets what is over.</summary>
    internal void Look(DesktopSession session)
    {
        var now = time.GetUtcNow();
        if (session.State == DesktopState.Ended)
        {
            if (now - session.Ended > Remembered && session.Work.IsCompleted && _all.TryRemove(session.Id, out _)) session.Dispose();
        }
        else if (session.State == DesktopState.Waiting)
        {
            if (now < session.Expires || !session.End("nobody came in time") || !session.OverHttps) return;
            session.Close(session.Reason); // a port closes itself
        }
        else if (session.HalfClosed && session.IdleTime > ToFinish) session.End("closed");
        else if (options.IdleTimeout > TimeSpan.Zero && session.IdleTime > options.IdleTimeout) session.End("nothing was sent for too long");
    }

    /// <summary>Ends all, and waits for them a moment.</summary>
    internal async Task EndAllAsync(string reason)
    {
        Stop();
        foreach (var session in All) session.End(reason);
        await Task.WhenAny(Task.WhenAll(All.Select(session => session.Work)), Task.Delay(ToStop, time));
    }

    /// <summary>An entry for the record about a session.</summary>
    internal static AuditEntry Entry(DesktopSession session, AuditEvent happened) =>
        AuditEntry.By(session.Caller, happened).About(session.Remote) with { Target = session.Id, Rule = session.Rule };

    // To administrators only; a person's own page asks.
    private void Tell() => events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged));

    private static string CountedAs(DesktopSession session) => ClientAddress.CountedAs(IPAddress.TryParse(session.Caller.Address, out var address) ? address : null);

    private async Task<Socket> ConnectAsync(DesktopSession session)
    {
        var target = session.Remote.Target;
        string host = target.Pinned ?? target.Address ?? methods.Options.Domain;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(session.Ending);
            patience.CancelAfter(methods.Options.ConnectTimeout);
            if (IPAddress.TryParse(host, out var address)) await socket.ConnectAsync(new IPEndPoint(address, target.ConnectPort), patience.Token);
            else await socket.ConnectAsync(host, target.ConnectPort, patience.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!session.Ending.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The desktop session {Id} broke off: {Reason}")]
    private partial void Broke(string id, string reason);
}
