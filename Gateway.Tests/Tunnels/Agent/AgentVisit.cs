using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Agent.Protocol;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>An agent's connection, seen from the gateway.</summary>
internal sealed class AgentVisit(AgentSocket wire, string origin) : IAsyncDisposable
{
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Lock _ending = new();

    /// <summary>When it had said who it is, in ticks of the machine.</summary>
    public long At { get; private set; }

    public Hello Hello { get; private set; } = null!;

    /// <summary>What it has said after that.</summary>
    public EventLog<AgentMessage> Messages { get; } = new();

    /// <summary>Completes when it is over.</summary>
    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cuts it, if it is there.</summary>
    public void Abort()
    {
        lock (_ending)
            if (!Over.Task.IsCompleted) wire.Abort();
    }

    public async Task SendAsync(AgentMessage message)
    {
        await _sending.WaitAsync();
        try
        {
            await wire.SendAsync(message, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task RunAsync(Func<Hello, AgentMessage> judge, Action<AgentVisit> came)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await SendAsync(new Challenge(nonce, "1.2.3"));
        Hello = (Hello)(await wire.ReceiveAsync(CancellationToken.None))!;
        At = Environment.TickCount64;
        var answer = Hello.Key is null || IsSigned(nonce) ? judge(Hello) : new Refused("unknown", "the signature is wrong", 1);
        await SendAsync(answer);
        came(this);
        if (answer is Refused) await wire.FinishAsync(CancellationToken.None);
        while (await wire.ReceiveAsync(CancellationToken.None) is { } message)
        {
            Messages.Add(message);
            if (message is Ping ping) await SendAsync(new Pong(ping.Id));
        }
        if (answer is not Refused) await wire.FinishAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        lock (_ending) Over.TrySetResult(); // its request ends, and must not be touched then
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    // Written down once more from RFC 5656, 3.1, so that both sides cannot be wrong in the same way.
    private bool IsSigned(string nonce)
    {
        byte[] blob = Convert.FromBase64String(Hello.Key!.Split(' ')[1]);
        int at = 0;
        byte[] type = Next(), curve = Next(), point = Next();
        if (Encoding.ASCII.GetString(type) != "ecdsa-sha2-nistp256" || Encoding.ASCII.GetString(curve) != "nistp256" || point.Length != 65 || at != blob.Length) return false;
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        return key.VerifyData(AgentWire.ToSign(origin, nonce, Hello.Device, Hello.Member), Convert.FromBase64String(Hello.Signature!), HashAlgorithmName.SHA256);

        byte[] Next()
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(blob.AsSpan(at));
            at += 4 + length;
            return blob[(at - length)..at];
        }
    }
}
