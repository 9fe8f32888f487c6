using System.Collections.Concurrent;
using System.Globalization;
using Gateway.Access.Audit;

namespace Gateway.Tunnels.Sshd;

/// <summary>Makes tunnels of connections that sign in, by what sshd logs, and ends them when their right does.</summary>
internal sealed partial class SshdRoad(LiveTunnels live, TunnelHistory history, AuditLog audit, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ToLeaveKey = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ForGhost = TimeSpan.FromSeconds(5);

    private readonly SshdArrival _arrival = new(time);
    private readonly SshdRefusals _refusals = new(history, audit, time);
    private readonly ConcurrentDictionary<SshdConnection, bool> _all = new();
    private readonly ConcurrentDictionary<(string Device, Member Member), SshdConnection> _signedIn = new();
    private readonly ConcurrentDictionary<(string Device, Member Member), IdentitySwaps> _swaps = new();
    private readonly ConcurrentDictionary<string, (string Device, Member Member)> _former = new();
    private volatile SshKeys _keys = new(DialIns.None);
    private volatile DialIns _devices = DialIns.None;

    /// <summary>Takes in which devices there are, and cuts whoever has lost his right.</summary>
    public void Know(DialIns devices)
    {
        // Who comes back with a key that was taken away is to be told from a stranger.
        foreach (var (which, member) in _devices.ByName.Values.SelectMany(device => device.Members().Select(one => ((device.Name, one.Which), one.Member))))
            if (member.Key is { } key && _former.Count < FormerMost) _former[DialInKey.Fingerprint(key)] = which;
        foreach (var which in _swaps.Keys.Where(which => devices.Find(which.Device) is null)) _swaps.TryRemove(which, out _);
        _keys = new SshKeys(devices);
        _devices = devices;
        foreach (var connection in _signedIn.Values)
            if (connection.Whose is { } whose && WhyNot(whose) is { } reason) connection.Cut(reason);
    }

    private const int FormerMost = 10_000;

    /// <summary>Serves a connection to its end.</summary>
    /// <param name="connection">It.</param>
    /// <param name="turn">Disposed when it has signed in.</param>
    public async Task ServeAsync(SshdConnection connection, IDisposable turn)
    {
        using (connection)
        {
            _all[connection] = true;
            using var ended = new CancellationTokenSource();
            var failed = new ConcurrentDictionary<int, bool>();
            Task arriving = Task.CompletedTask;
            try
            {
                await foreach (string text in connection.LinesAsync())
                {
                    LogSaid(connection.Pid, text);
                    var line = SshdLine.Read(text);
                    if (line.Word == SshdWord.Accepted && _keys.FindEnrolling(line.Fingerprint, time.GetUtcNow()) is not null)
                    {
                        turn.Dispose();
                        arriving = LimitAsync(connection, ended.Token);
                    }
                    else if (line.Word == SshdWord.Accepted && connection.Whose is null)
                    {
                        // Its next wish are its ports: until they are free it waits. Only its first process: the one in a sandbox
                        // would be killed when it goes on, for restart_syscall(2).
                        connection.Halt();
                        if (await AdmitAsync(connection, line.Fingerprint)) arriving = ArriveAsync(connection, failed, ended.Token);
                        turn.Dispose();
                        connection.Continue();
                    }
                    else Take(connection, line, failed);
                }
                await connection.Ended;
            }
            finally
            {
                if (!connection.Ended.IsCompleted) connection.Cut("the gateway could not serve it");
                _all.TryRemove(connection, out _);
                if (connection.Whose is { } whose) _signedIn.TryRemove(new KeyValuePair<(string, Member), SshdConnection>((whose.Device.Name, whose.Member), connection));
                await ended.CancelAsync();
                await arriving;
            }
        }
    }

    /// <summary>Ends all.</summary>
    public void CutAll(string reason)
    {
        foreach (var connection in _all.Keys) connection.Cut(reason);
    }

    private void Take(SshdConnection connection, SshdLine line, ConcurrentDictionary<int, bool> failed)
    {
        switch (line.Word)
        {
            case SshdWord.Child:
                connection.Child = line.Number;
                break;
            case SshdWord.HungUp:
                connection.Excuse("it hung up");
                break;
            case SshdWord.Silent:
                connection.Excuse("it answered no more");
                break;
            case SshdWord.Failed:
                Refuse(connection.From, line.Fingerprint);
                break;
            case SshdWord.Denied when connection.Whose is { } whose:
                _refusals.Note(whose.Device.Name, whose.Member, connection.From, string.Create(CultureInfo.InvariantCulture, $"it asked for port {line.Number}, which is not its own"));
                break;
            case SshdWord.InUse when connection.Whose is { } whose:
                failed[line.Number] = true;
                _refusals.Note(whose.Device.Name, whose.Member, connection.From, string.Create(CultureInfo.InvariantCulture, $"port {line.Number} is held by {PortHolders.Find(line.Number)?.Words ?? "nobody any more"}"));
                break;
            case SshdWord.Command when connection.Whose is { } whose:
                _refusals.Note(whose.Device.Name, whose.Member, connection.From, "it asked for a command or a connection, and may only publish its ports");
                break;
        }
    }

    // Who leaves a key is done at once, or wants something else.
    private async Task LimitAsync(SshdConnection connection, CancellationToken ended)
    {
        await Task.Delay(ToLeaveKey, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCancellationRequested) connection.Cut("it left no key in time");
    }

    private async Task<bool> AdmitAsync(SshdConnection connection, string fingerprint)
    {
        if (_keys.Find(fingerprint) is not { } found)
        {
            Refuse(connection.From, fingerprint);
            connection.Cut("its key was taken away");
            return false;
        }
        var (device, member) = found;
        connection.Whose = (device, member, fingerprint);
        SshdConnection? ghost = null;
        _signedIn.AddOrUpdate((device.Name, member), connection, (_, before) =>
        {
            ghost = before;
            return connection;
        });
        // Only now: who changes the devices looks at those that have signed in.
        if (WhyNot(connection.Whose.Value) is { } reason)
        {
            _refusals.Note(device.Name, member, connection.From, reason);
            connection.Cut(reason);
            return false;
        }
        if (ghost is not null)
        {
            var swaps = _swaps.GetValueOrDefault((device.Name, member), IdentitySwaps.None).After(ghost.From, connection.From, time.GetUtcNow());
            _swaps[(device.Name, member)] = swaps;
            if (swaps.AreTwo) _refusals.Note(device.Name, member, connection.From, swaps.Words(ghost.From));
            ghost.Cut(LiveTunnels.Replaced);
            await ghost.Ended.WaitAsync(ForGhost, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        live.Take(device.Name, member);
        await _arrival.FreeAsync(device.Of(member)!);
        return true;
    }

    private async Task ArriveAsync(SshdConnection connection, ConcurrentDictionary<int, bool> failed, CancellationToken ended)
    {
        var (device, member, _) = connection.Whose!.Value;
        var ports = await _arrival.ListensAsync(connection, device.Of(member)!, failed.ContainsKey, ended);
        if (ports.Count == 0)
        {
            if (ended.IsCancellationRequested) return;
            _refusals.Note(device.Name, member, connection.From, "it signed in, but published none of its ports");
            connection.Cut("it published none of its ports");
            return;
        }
        var tunnel = new SshTunnel(connection, device, member, time.GetUtcNow(), ports);
        history.Note(device.Name, TunnelEvent.Up, member, Road.Ssh, connection.From, "");
        audit.Write(new AuditEntry(AuditEvent.TunnelUp) { Target = device.Name, Device = device.Name, Address = connection.From, Reason = "ssh" });
        live.Add(tunnel);
        await connection.Ended;
        live.Remove(tunnel);
        history.Note(device.Name, TunnelEvent.Down, member, Road.Ssh, connection.From, connection.Reason);
        audit.Write(new AuditEntry(AuditEvent.TunnelDown) { Target = device.Name, Device = device.Name, Address = connection.From, Reason = connection.Reason });
    }

    // A device that was changed otherwise is the same: its ports and its key count.
    private string? WhyNot((DialIn Device, Member Member, string Fingerprint) whose)
    {
        if (_devices.Find(whose.Device.Name) is not { } device) return "it was removed";
        if (device.Stopped) return "it is stopped";
        if (_keys.Find(whose.Fingerprint) is not { } found || found.Device.Name != device.Name || found.Member != whose.Member) return "its key was taken away";
        return device.Of(whose.Member)!.Ports().SequenceEqual(whose.Device.Of(whose.Member)!.Ports()) ? null : "its ports were changed";
    }

    private void Refuse(string from, string fingerprint)
    {
        if (_keys.Find(fingerprint) is { } known) _refusals.Note(known.Device.Name, known.Member, from, known.Device.Stopped ? "it is stopped" : "its key was not taken");
        else if (_former.TryGetValue(fingerprint, out var former)) _refusals.Note(former.Device, former.Member, from, "its key was taken away");
        else if (_refusals.NoteStranger(from, $"nobody knows the key {fingerprint}")) LogStranger(from, fingerprint);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody at {From} wanted to dial in with a key that nobody knows, {Fingerprint}")]
    private partial void LogStranger(string from, string fingerprint);

    [LoggerMessage(Level = LogLevel.Debug, Message = "sshd {Pid}: {Line}")]
    private partial void LogSaid(int pid, string line);
}
