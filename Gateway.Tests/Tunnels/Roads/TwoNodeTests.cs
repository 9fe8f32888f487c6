using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Agent.Protocol;
using Gateway.Tests.Harness;
using Gateway.Tests.Tunnels.Agents;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Roads;

/// <summary>A device is connected to one node, a process of its own, and terminals on another one reach it through that node.</summary>
public sealed class TwoNodeTests : IAsyncLifetime
{
    private const string Own = "127.0.0.61", Others = "127.0.0.62";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly int _ssh = Harness.Ports.Free();
    private readonly int _app = Harness.Ports.Free();
    private RedisServer _redis = null!;
    private SshServer _server = null!;
    private TestGateway _near = null!;
    private GatewayProcess _far = null!;

    public async Task InitializeAsync()
    {
        (_redis, _server) = (await RedisServer.StartAsync(), await SshServer.StartAsync());
        int[] allowed = [_ssh, _app];
        int door = Harness.Ports.Free();
        _near = await TestGateway.StartAsync(allowed, _server.Identity, file => Join(file, "gw-1", Own));
        _far = await GatewayProcess.StartAsync(allowed, _server.Identity, change: file =>
        {
            Join(file, "gw-2", Others);
            file["cluster"]!["listen"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{door}");
        });
        await Wait.UntilAsync(() => _near.Cluster.Others.Any(other => other.Record.Address is not null), "the nodes to see each other");

        void Join(JsonObject file, string name, string publish)
        {
            TestCluster.Join(file, name, _redis);
            file["tunnels"] = new JsonObject { ["enabled"] = true, ["publish"] = publish };
        }
    }

    [Fact]
    public async Task A_terminal_reaches_a_device_through_the_other_node_until_that_is_killed_and_then_by_the_road_that_is_up()
    {
        // Whoever went to the domain's own port of that number would come here.
        await using var decoy = await SshServer.StartAsync("echo decoy", _ssh, sameKeyAs: _server);
        var device = new DialIn { Name = "sop001", Master = new DialInMember { Key = TestAgent.KeyOf(_key), Ssh = _ssh, App = _app } };
        Assert.True(await _near.Services.GetRequiredService<DialInBook>().TryWriteAsync(device, null));
        await using var visitor = await HubClient.ConnectAsync(_near.Address, await _near.VisitAsync());
        Assert.Equal("sop001 is not connected", (await OpenAsync(visitor)).Refusal?.Title);

        await using var agent = await DialAsync(_far.Address);
        await ReachedAsync(true);
        await using var page = await _near.OpenAsync("ssh", SshServer.User, _ssh);
        Assert.Equal("websocket", page.Terminal.Road);
        await page.ExpectAsync("$ ");
        await page.TypeAsync("echo $((6*7)) there\r");
        await page.ExpectAsync("42 there");
        await EchoAsync();

        _far.Tool.Signal("KILL");
        Assert.Equal("disconnected", (await page.ExpectEndAsync()).Reason);
        await ReachedAsync(false);
        var refusal = (await OpenAsync(visitor)).Refusal!;
        Assert.Equal("sop001 is not connected", refusal.Title);
        Assert.StartsWith("It was last seen less than a minute ago, by WebSocket.", refusal.Detail, StringComparison.Ordinal);
        var last = _near.Services.GetRequiredService<TunnelHistory>().LastSeen("sop001")!;
        Assert.Equal((TunnelEvent.Down, "the node gw-2 is gone"), (last.Event, last.Reason));

        await using var again = await DialAsync(_near.Address);
        await ReachedAsync(true);
        await using var back = await _near.OpenAsync("ssh", SshServer.User, _ssh);
        await back.ExpectAsync("$ ");
        await EchoAsync();
    }

    public async Task DisposeAsync()
    {
        await _far.DisposeAsync();
        await _near.DisposeAsync();
        await _server.DisposeAsync();
        await _redis.DisposeAsync();
        _key.Dispose();
    }

    // Its ssh is a real sshd; its other service sends back what it got once the other direction has ended.
    private async Task<TestAgent> DialAsync(Uri gateway)
    {
        TestAgent? agent = null;
        // The device was announced on the other node just now.
        await Wait.UntilAsync(async () =>
        {
            if (agent is not null) await agent.DisposeAsync();
            agent = await TestAgent.ConnectAsync(gateway, "sop001", _key);
            return agent.Welcome is not null;
        }, () => $"the agent to be let in: {agent?.Refused}");
        agent!.Serve = async (stream, service) =>
        {
            await using (stream)
            {
                if (service == "ssh")
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync("127.0.0.1", _server.Port);
                    await Duplex.CarryAsync(stream, client.GetStream(), default);
                    return;
                }
                using var all = new MemoryStream();
                await stream.CopyToAsync(all);
                await stream.WriteAsync(all.ToArray());
                await stream.EndAsync();
            }
        };
        return agent;
    }

    private async Task EchoAsync()
    {
        byte[] up = RandomNumberGenerator.GetBytes(8 * 1024 * 1024);
        using var client = new TcpClient();
        await client.ConnectAsync(Own, _app).WaitAsync(HubClient.Patience);
        var stream = client.GetStream();
        await stream.WriteAsync(up);
        client.Client.Shutdown(SocketShutdown.Send);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received).WaitAsync(HubClient.Patience);
        Assert.True(received.ToArray().AsSpan().SequenceEqual(up));
    }

    private Task<Gateway.Web.Reply> OpenAsync(HubClient hub) => hub.OpenAsync("ssh", SshServer.User, _ssh.ToString(CultureInfo.InvariantCulture));

    private Task ReachedAsync(bool isUp) => Wait.UntilAsync(() => _near.Services.GetRequiredService<LiveRoads>().Of("sop001").Any() == isUp, $"the device to be {(isUp ? "reached" : "gone")}");
}
