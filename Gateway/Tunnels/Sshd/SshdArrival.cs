namespace Gateway.Tunnels.Sshd;

/// <summary>Waits for the ports of a device that has signed in.</summary>
internal sealed class SshdArrival(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ToBeFree = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ToListen = TimeSpan.FromSeconds(10);

    // ssh asks for one port after the other.
    private static readonly TimeSpan ForTheOthers = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until nobody listens on the ports of a device, which are being let go of, or somebody else has them for good.</summary>
    public Task FreeAsync(DialInMember member) => LookAsync(ToBeFree, ports => !ports.Any(port => member.Ports().Any(one => one.Port == port.Port)) ? [] : null, CancellationToken.None);

    /// <summary>Waits until the device's sshd listens on its ports: all of them, or those that it asked for. None if it asked for none, or the connection has ended.</summary>
    public async Task<IReadOnlyList<(Service Service, int Port)>> ListensAsync(SshdConnection connection, DialInMember member, Func<int, bool> failed, CancellationToken ended)
    {
        int most = member.Ports().Count();
        long? since = null;
        return await LookAsync(ToListen, ports =>
        {
            var own = member.Ports().Where(one => !failed(one.Port) && ports.Any(port => port.Port == one.Port && connection.Holds(port.Inode))).ToList();
            if (own.Count == 0) return null;
            since ??= time.GetTimestamp();
            return own.Count == most || time.GetElapsedTime(since.Value) > ForTheOthers ? own : null;
        }, ended) ?? [];
    }

    private async Task<IReadOnlyList<(Service, int)>?> LookAsync(TimeSpan atMost, Func<IReadOnlyList<ListeningPort>, IReadOnlyList<(Service, int)>?> look, CancellationToken ended)
    {
        long started = time.GetTimestamp();
        for (var pause = First; time.GetElapsedTime(started) < atMost; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            if (look(ListeningPorts.Read()) is { } found) return found;
            await Task.Delay(pause, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested) return null;
        }
        return null;
    }
}
