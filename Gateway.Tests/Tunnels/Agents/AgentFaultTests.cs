using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gateway.Agent.Protocol;
using Gateway.Tests.Browser;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>What happens to agents when something is wrong.</summary>
public sealed class AgentFaultTests
{
    [Fact]
    public async Task Who_does_not_answer_three_pings_is_cut_and_the_newest_of_one_identity_wins()
    {
        var time = new ManualTime();
        await using var cable = Cable.Lay();
        await using var world = await AgentWorld.StartAsync(time, file => file["publicUrl"] = cable.Address.AbsoluteUri);
        cable.To(world.Gateway.Address);
        using var key = await world.AnnounceAsync("sop001");
        await using var agent = await TestAgent.ConnectAsync(cable.Address, "sop001", key);
        var session = await world.SessionAsync("sop001");
        await Wait.UntilAsync(() => session.RoundTrip is not null, "a first answer");
        cable.Stall();
        var connecting = session.ConnectAsync(Service.Ssh, CancellationToken.None);
        for (int tick = 0; tick < 3; tick++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }
        Assert.Contains("sop001", (await Assert.ThrowsAsync<TunnelException>(() => connecting)).Message, StringComparison.Ordinal);
        await Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(15));
            return world.Live.All.IsEmpty;
        }, "a cut");
        await world.NotedAsync("sop001", TunnelEvent.Down, "it did not answer 3 times");
        cable.Resume();
        await agent.Over.WaitAsync(HubClient.Patience);

        await using var first = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key);
        var old = await world.SessionAsync("sop001");
        await using var second = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key);
        await first.Over.WaitAsync(HubClient.Patience);
        Assert.Equal(("replaced", 5), (first.Refused!.Code, first.Refused.Retry));
        Assert.NotSame(old, await world.SessionAsync("sop001"));

        // From two networks in turn, again and again: those are two.
        await using var third = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key, from: "127.0.0.2");
        await using var fourth = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key);
        await using var fifth = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key, from: "127.0.0.2");
        await Task.WhenAll(third.Over, fourth.Over).WaitAsync(HubClient.Patience);
        Assert.Equal((5, 300), (third.Refused!.Retry, fourth.Refused!.Retry));
        await world.NotedAsync("sop001", TunnelEvent.Refused, "two devices with one identity?");
        Assert.Null(fifth.Refused);
    }

    [Fact]
    public async Task A_device_that_was_stopped_stays_and_carries_nothing_and_a_withdrawn_key_is_cut_at_once()
    {
        await using var world = await AgentWorld.StartAsync();
        using var key = await world.AnnounceAsync("sop001");
        await using var agent = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key);
        agent.Serve = (stream, _) => TestAgent.EchoAsync(stream);
        var session = await world.SessionAsync("sop001");
        var carried = new ConcurrentQueue<int>();
        world.Live.Changed += (tunnel, _) => carried.Enqueue(tunnel.Services.Count);
        await using var stream = await session.ConnectAsync(Service.Ssh, CancellationToken.None);

        await world.ChangeAsync("sop001", device => device with { Stopped = true });
        await Wait.UntilAsync(() => session.Services.Count == 0, "a stop");
        await Assert.ThrowsAnyAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(HubClient.Patience));
        await Assert.ThrowsAsync<TunnelException>(() => session.ConnectAsync(Service.Ssh, CancellationToken.None));
        await Wait.UntilAsync(() => agent.Heard.OfType<State>().Any(state => state.Stopped), "the agent to be told");
        Assert.Same(session, Assert.Single(world.Live.All));
        await world.ChangeAsync("sop001", device => device with { Stopped = false });
        await Wait.UntilAsync(() => session.Services.Count == 2, "a start");
        await using var again = await session.ConnectAsync(Service.Ssh, CancellationToken.None);
        await Wait.UntilAsync(() => carried.TakeLast(2).SequenceEqual([0, 2]), "news of both");

        var asking = session.AskLogAsync(50, CancellationToken.None);
        await Wait.UntilAsync(() => agent.Heard.OfType<AskLog>().Any(), "a question for the log");
        await agent.SayAsync(new LogLines(agent.Heard.OfType<AskLog>().Single().Id, ["first", "last"]));
        Assert.Equal(["first", "last"], await asking);

        using var others = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await world.ChangeAsync("sop001", device => device with { Master = device.Master with { Key = TestAgent.KeyOf(others) } });
        await Wait.UntilAsync(() => world.Live.All.IsEmpty, "a cut");
        await Assert.ThrowsAnyAsync<IOException>(async () => await again.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(HubClient.Patience));
        await agent.Over.WaitAsync(HubClient.Patience);
        Assert.Equal("unknown", agent.Refused!.Code);
        await using var back = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", others);
        Assert.True(await world.Book.RemoveAsync("sop001"));
        await back.Over.WaitAsync(HubClient.Patience);
        await world.NotedAsync("sop001", TunnelEvent.Down, "the device was removed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gateway_stops_at_once_whatever_agents_and_readers_do_not_read(bool http2)
    {
        using var scratch = new Scratch();
        await using var world = await AgentWorld.StartAsync(change: http2 ? await scratch.HttpsAsync() : null);
        using var key = await world.AnnounceAsync("sop001");
        using var mute = await world.AnnounceAsync("sop002");
        await using var agent = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", key, http2: http2);
        // One that says who it is and then reads nothing any more, and one that has not said anything.
        await using var deaf = await TestAgent.DialAsync(world.Gateway.Address, http2: http2);
        await deaf.SayAsync(deaf.Signed(mute, "sop002"));
        await using var silent = await TestAgent.DialAsync(world.Gateway.Address, http2: http2);
        await world.SessionAsync("sop002");
        agent.Serve = async (stream, service) =>
        {
            byte[] piece = new byte[64 * 1024];
            while (service == "ssh") await stream.WriteAsync(piece); // which nobody reads
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        };
        var session = await world.SessionAsync("sop001");
        await using var unread = await session.ConnectAsync(Service.Ssh, CancellationToken.None);
        await using var unreadThere = await session.ConnectAsync(Service.App, CancellationToken.None);
        long went = -1;
        var flooding = Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            byte[] piece = new byte[64 * 1024];
            while (true) await unreadThere.WriteAsync(piece);
        });
        await Wait.UntilAsync(async () =>
        {
            // Nothing tells that nothing moves any more: two looks, so far apart that bytes on their way would show.
            (long last, went) = (went, session.Bytes.Out);
            await Task.Delay(200);
            return last == went && went > 0;
        }, () => "a stream that is full");

        var lifetime = world.Gateway.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>();
        await world.Gateway.StopAsync().WaitAsync(HubClient.Patience);
        Assert.True(lifetime.ApplicationStopped.IsCancellationRequested);
        await Task.WhenAll(agent.Over, flooding).WaitAsync(HubClient.Patience);
        Assert.Equal("stopping", agent.Refused!.Code);
        Assert.Empty(world.Live.All);
        await Wait.UntilAsync(() => session.OpenCount == 0, "no open stream");
    }

    [Fact]
    public async Task A_hundred_agents_that_return_at_once_all_come_up_and_leave_nothing()
    {
        const int Count = 100;
        await using var world = await AgentWorld.StartAsync();
        var keys = Enumerable.Range(0, Count).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToArray();
        await world.AnnounceAsync(keys.Select((key, i) => ($"sop{i:000}", key)));
        var agents = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => TestAgent.ConnectAsync(world.Gateway.Address, $"sop{i:000}", keys[i])));
        await Wait.UntilAsync(() => world.Live.All.Count == Count, () => $"{Count} agents, not {world.Live.All.Count}");
        Assert.All(agents, agent => Assert.Null(agent.Refused));
        await Task.WhenAll(agents.Select(agent => agent.DisposeAsync().AsTask()));
        await Wait.UntilAsync(() => world.Live.All.IsEmpty, "nobody");
        foreach (var key in keys) key.Dispose();
    }
}
