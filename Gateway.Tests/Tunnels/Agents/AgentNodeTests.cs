using System.Security.Cryptography;
using Gateway.Agent.Protocol;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>Agents and several nodes behind one address.</summary>
public sealed class AgentNodeTests
{
    [Fact]
    public async Task A_stream_that_comes_to_another_node_is_passed_on_to_the_one_that_awaits_it()
    {
        await using var cluster = await TestCluster.StartAsync(2, adjust: AgentWorld.On());
        var (here, there) = (cluster.Nodes[0], cluster.Nodes[1]);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AgentWorld.AnnounceAsync(here.Services.GetRequiredService<DialInBook>(), "sop001", key);
        await using var agent = await TestAgent.ConnectAsync(here.Address, "sop001", key);
        var session = Assert.Single(here.Services.GetRequiredService<LiveTunnels>().All);
        // As a load balancer has it, that has chosen otherwise.
        agent.StreamsTo = there.Address;
        agent.Serve = (stream, _) => TestAgent.EchoAsync(stream);
        await using var stream = (SocketStream)await session.ConnectAsync(Service.Ssh, CancellationToken.None);
        byte[] words = RandomNumberGenerator.GetBytes(3_000_000), heard = new byte[words.Length];
        var reading = stream.ReadExactlyAsync(heard).AsTask();
        await stream.WriteAsync(words);
        await stream.EndAsync();
        await reading.WaitAsync(HubClient.Patience);
        Assert.Equal(words, heard);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => agent.OpenAsync(new string('0', 32)));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => agent.OpenAsync(new string('0', 32), "nowhere"));
    }
}
