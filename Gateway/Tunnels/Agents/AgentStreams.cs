using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>The streams that agents of this node were asked to open. Each has a name that nobody guesses and that counts once.</summary>
public sealed class AgentStreams
{
    private const int NameLength = 32;

    private readonly ConcurrentDictionary<string, AwaitedStream> _awaited = new();

    /// <summary>How many have not come yet.</summary>
    public int AwaitedCount => _awaited.Count;

    /// <summary>Whether a text can be the name of one.</summary>
    public static bool IsName(string text) => text.Length == NameLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Carries a stream's WebSocket until it ends.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="accept">Takes the WebSocket.</param>
    /// <param name="abort">Ends the connection below it at once.</param>
    /// <param name="broken">Cancelled when the connection broke: who only writes would not find out.</param>
    /// <returns>False if none of that name is awaited, or not any more.</returns>
    public async Task<bool> CarryAsync(string name, Func<Task<WebSocket>> accept, Action abort, CancellationToken broken)
    {
        if (!_awaited.TryRemove(name, out var awaited)) return false;
        var socket = new CountedSocket(await accept(), awaited.Session.CountIn, awaited.Session.CountOut, abort);
        try
        {
            await CarryAsync(awaited, socket, broken);
        }
        finally
        {
            socket.Leave();
        }
        return true;
    }

    /// <summary>Awaits one from a session, until the result is disposed.</summary>
    internal AwaitedStream Await(AgentSession session)
    {
        string name = RandomNumberGenerator.GetHexString(NameLength, lowercase: true);
        var awaited = new AwaitedStream(name, session, () => _awaited.TryRemove(name, out _));
        _awaited[name] = awaited;
        return awaited;
    }

    private static async Task CarryAsync(AwaitedStream awaited, CountedSocket socket, CancellationToken broken)
    {
        await using var stream = new SocketStream(socket);
        await using var watch = broken.Register(socket.Abort);
        using var place = awaited.Session.Enter(socket);
        // Whoever has it may take his time, or have forgotten it; one that was cut is over.
        if (awaited.TryDeliver(stream)) await Task.WhenAny(stream.Closed, socket.Aborted);
    }
}

/// <summary>A stream that an agent was asked to open.</summary>
internal sealed class AwaitedStream(string name, AgentSession session, Action forget) : IDisposable
{
    private readonly TaskCompletionSource<SocketStream> _come = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public AgentSession Session => session;

    /// <summary>Completes when it has come; fails with a <see cref="TunnelException"/>.</summary>
    public Task<SocketStream> Come => _come.Task;

    /// <summary>It has come. False if nobody waits any more.</summary>
    public bool TryDeliver(SocketStream stream) => _come.TrySetResult(stream);

    /// <summary>It will not come.</summary>
    public void Fail(string reason)
    {
        if (_come.TrySetException(new TunnelException(reason))) _ = _come.Task.Exception; // whether somebody looks at it or not
    }

    /// <summary>Nobody waits any more. False if it has come, or failed, in this very moment.</summary>
    public bool TryGiveUp() => _come.TrySetCanceled();

    public void Dispose() => forget();
}
