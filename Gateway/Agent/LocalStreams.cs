using System.Collections.Concurrent;
using System.Net.Sockets;
using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>The streams of one connection to the gateway, each by itself.</summary>
/// <param name="services">What may be reached.</param>
/// <param name="dialer">Dials the gateway.</param>
/// <param name="node">The node that awaits them.</param>
/// <param name="failed">Tells the gateway that one cannot be opened.</param>
/// <param name="ending">Ends them all.</param>
internal sealed class LocalStreams(IReadOnlyDictionary<string, LocalService> services, AgentDialer dialer, string node, Action<Failed> failed, CancellationToken ending)
{
    /// <summary>Most at once.</summary>
    public const int Most = 100;

    private const int NameLength = 32;

    private readonly ConcurrentDictionary<string, Task> _running = new();
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Opens one, or says why not. Called by one reader at a time.</summary>
    public void Open(Open open)
    {
        // Such a name is part of an address.
        if (open is not { Stream.Length: NameLength, Service: { } service } || !open.Stream.All(char.IsAsciiHexDigitLower)) return;
        if (!services.TryGetValue(service, out var local)) failed(new Failed(open.Stream, "the device does not publish this"));
        else if (Count >= Most) failed(new Failed(open.Stream, $"{Most} streams are open already"));
        else if (!_running.ContainsKey(open.Stream))
        {
            Interlocked.Increment(ref _count);
            var carrying = _running[open.Stream] = Task.Run(() => CarryAsync(open.Stream, local), CancellationToken.None);
            // Not at its own end, which may come before it is in the table.
            _ = carrying.ContinueWith(_ => _running.TryRemove(open.Stream, out Task? _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Waits until all have ended.</summary>
    public Task EndedAsync() => Task.WhenAll(_running.Values);

    private async Task CarryAsync(string name, LocalService service)
    {
        try
        {
            using var local = await service.ConnectAsync(ending);
            await using var far = new SocketStream(await dialer.DialAsync($"{AgentWire.StreamPath}{Uri.EscapeDataString(node)}/{name}", null, ending));
            await CarryAsync(local, far);
        }
        catch (AgentException exception)
        {
            failed(new Failed(name, exception.Message));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // One end has gone, and the other one was told by a cut.
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private async Task CarryAsync(Socket local, SocketStream far)
    {
        try
        {
            await using var near = new NetworkStream(local);
            await Duplex.CarryAsync(near, far, ending);
        }
        catch
        {
            local.LingerState = new LingerOption(true, 0); // not an end as if all had been said
            throw;
        }
    }
}
