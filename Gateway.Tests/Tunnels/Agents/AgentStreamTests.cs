using System.Net.WebSockets;
using System.Security.Cryptography;
using Gateway.Agent.Protocol;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>Streams through an agent.</summary>
public sealed class AgentStreamTests
{
    [Fact]
    public async Task All_bytes_go_both_ways_and_each_way_ends_by_itself()
    {
        await using var world = await AgentWorld.StartAsync();
        using var key = await world.AnnounceAsync("sop001");
        await using var agent = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key);
        byte[] there = RandomNumberGenerator.GetBytes(5_000_000), back = RandomNumberGenerator.GetBytes(7_000_000);
        byte[] got = [];
        string asked = "";
        agent.Serve = async (stream, service) =>
        {
            asked = service;
            got = await ReadToEndAsync(stream);
            await stream.WriteAsync(back); // after the other way has ended
            await stream.EndAsync();
            await stream.DisposeAsync();
        };
        var session = await world.SessionAsync("sop001");
        await using (var stream = (SocketStream)await session.ConnectAsync(Service.App, CancellationToken.None))
        {
            await stream.WriteAsync(ReadOnlyMemory<byte>.Empty); // says nothing, and ends nothing
            await stream.WriteAsync(there);
            await stream.EndAsync();
            byte[] heard = await ReadToEndAsync(stream);
            Assert.True(back.AsSpan().SequenceEqual(heard), "What came back is not what was sent.");
            Assert.True(there.AsSpan().SequenceEqual(got), "What arrived is not what was sent.");
        }
        Assert.Equal(("app", ((long)back.Length, (long)there.Length)), (asked, session.Bytes));
        await Wait.UntilAsync(() => session.OpenCount == 0, "no open stream");
        await Assert.ThrowsAsync<TunnelException>(() => session.ConnectAsync(Service.Http, CancellationToken.None));
    }

    [Fact]
    public async Task A_streams_name_counts_once_and_for_its_own_agent_and_not_for_long()
    {
        var time = new ManualTime();
        await using var world = await AgentWorld.StartAsync(time);
        using var key = await world.AnnounceAsync("sop001");
        using var others = await world.AnnounceAsync("sop002");
        await using var agent = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key);
        await using var other = await TestAgent.ConnectAsync(world.Gateway.Address, "sop002", others);
        var session = await world.SessionAsync("sop001");
        string name = "";
        agent.OnOpen = open => Volatile.Write(ref name, open.Stream);

        var connecting = session.ConnectAsync(Service.Ssh, CancellationToken.None);
        await NamedAsync();
        await other.SayAsync(new Failed(name, "says another"));
        await other.SayAsync(new Ping(1));
        await Wait.UntilAsync(() => other.Heard.OfType<Pong>().Any(), "the other one heard");
        Assert.False(connecting.IsCompleted);
        await using (var stream = await agent.OpenAsync(name))
        {
            await using var here = await connecting;
            await RefusedAsync(agent, name); // a second time
        }

        name = "";
        connecting = session.ConnectAsync(Service.Ssh, CancellationToken.None);
        await NamedAsync();
        await agent.SayAsync(new Failed(name, "connection refused\u001b[2J"));
        Assert.Equal("sop001: connection refused?[2J", (await Assert.ThrowsAsync<TunnelException>(() => connecting)).Message);
        await RefusedAsync(agent, name);

        name = "";
        connecting = session.ConnectAsync(Service.Ssh, CancellationToken.None);
        await NamedAsync();
        time.Advance(AgentWire.Patience);
        Assert.Contains("in time", (await Assert.ThrowsAsync<TunnelException>(() => connecting)).Message, StringComparison.Ordinal);
        await RefusedAsync(agent, name);

        name = "";
        using var enough = new CancellationTokenSource();
        connecting = session.ConnectAsync(Service.Ssh, enough.Token);
        await NamedAsync();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await RefusedAsync(agent, name);
        Assert.Equal(0, world.Gateway.Services.GetRequiredService<AgentStreams>().AwaitedCount);

        Task NamedAsync() => Wait.UntilAsync(() => Volatile.Read(ref name).Length > 0, "a stream to open");
    }

    [Fact]
    public async Task Twenty_streams_that_nobody_reads_hold_up_no_other_on_their_connection()
    {
        using var scratch = new Scratch();
        await using var world = await AgentWorld.StartAsync(change: await scratch.HttpsAsync());
        using var key = await world.AnnounceAsync("sop001");
        await using var agent = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key, http2: true);
        long sent = 0;
        agent.Serve = async (stream, service) =>
        {
            if (service == "app")
            {
                byte[] piece = new byte[32 * 1024];
                while (true)
                {
                    await stream.WriteAsync(piece);
                    Interlocked.Add(ref sent, piece.Length);
                }
            }
            await TestAgent.EchoAsync(stream);
        };
        var session = await world.SessionAsync("sop001");
        List<Stream> unread = [];
        for (int i = 0; i < 20; i++) unread.Add(await session.ConnectAsync(Service.App, CancellationToken.None));
        long before = -1;
        await Wait.UntilAsync(async () =>
        {
            // Nothing tells that nothing moves any more: two looks, so far apart that bytes on their way would show.
            (long last, before) = (before, Interlocked.Read(ref sent));
            await Task.Delay(200);
            return last == before && before > 0;
        }, () => "twenty streams that are full");
        await using var live = await session.ConnectAsync(Service.Ssh, CancellationToken.None);
        byte[] words = RandomNumberGenerator.GetBytes(1_000_000), heard = new byte[words.Length];
        var reading = live.ReadExactlyAsync(heard).AsTask();
        await live.WriteAsync(words);
        await reading.WaitAsync(HubClient.Patience);
        Assert.Equal(words, heard);
        Assert.Equal(0, session.Bytes.In - heard.Length);

        // Each has its own room still, and goes on once it is read.
        await Task.WhenAll(unread.Select(async stream => await stream.ReadExactlyAsync(new byte[1_000_000]))).WaitAsync(HubClient.Patience);
        foreach (var stream in unread) await stream.DisposeAsync();
        await Wait.UntilAsync(() => session.OpenCount == 1, "only the live one open");
        Assert.False(agent.Over.IsCompleted);
    }

    private static async Task RefusedAsync(TestAgent agent, string name) => await Assert.ThrowsAsync<WebSocketException>(() => agent.OpenAsync(name));

    private static async Task<byte[]> ReadToEndAsync(Stream stream)
    {
        using var all = new MemoryStream();
        using var patience = new CancellationTokenSource(HubClient.Patience);
        await stream.CopyToAsync(all, patience.Token);
        return all.ToArray();
    }
}
