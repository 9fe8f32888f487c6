using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Tests.Browser;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Roads;

/// <summary>A device is connected to one node, and terminals on another one reach it through that node.</summary>
public sealed class TwoNodeTests : IAsyncLifetime
{
    private const string Own = "127.0.0.61", Others = "127.0.0.62";

    private readonly DialIn _device = DialInWorld.Device("sop001");
    private readonly Cable _toRedis = Cable.Lay();
    private readonly Cable _toNode = Cable.Lay();
    private TestCluster _cluster = null!;

    private TestGateway Near => _cluster.Nodes[0];

    private TestGateway Far => _cluster.Nodes[1];

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0);
        int door = Harness.Ports.Free();
        (_toRedis.To(_cluster.Redis.Port), _toNode.To(door)).ToString();
        await _cluster.AddAsync(Allow, configuration => configuration with { Tunnels = configuration.Tunnels with { Enabled = true, Publish = Own } });
        await _cluster.AddAsync(file =>
        {
            Allow(file);
            file["redis"]!["address"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_toRedis.Port}");
            file["cluster"]!["listen"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{door}");
            file["cluster"]!["address"] = _toNode.Address.GetLeftPart(UriPartial.Authority);
        }, configuration => configuration with { Tunnels = configuration.Tunnels with { Enabled = true, Publish = Others } });
        await _cluster.SeeEachOtherAsync();
        Assert.True(await Near.Services.GetRequiredService<DialInBook>().TryWriteAsync(_device, null));
        await Wait.UntilAsync(() => _cluster.Nodes.All(node => node.Services.GetRequiredService<DialInBook>().Current.Find("sop001") is not null), "both nodes to know the device");

        void Allow(JsonObject file) => file["ports"] = new JsonArray(_device.Master.Ssh, _cluster.Server.Port);
    }

    [Fact]
    public async Task A_terminal_reaches_a_device_through_the_other_node_and_ends_with_that_node_which_is_said()
    {
        // Whoever went to the domain's own port of that number would come here.
        await using var decoy = await SshServer.StartAsync("echo decoy", _device.Master.Ssh, sameKeyAs: _cluster.Server);
        await using var refused = await HubClient.ConnectAsync(Near.Address, await Near.VisitAsync());
        Assert.Equal("sop001 is not connected", (await refused.OpenAsync("ssh", SshServer.User, Text(_device.Master.Ssh))).Refusal?.Title);

        Up(_cluster.Server.Port);
        await ReachedAsync(true);
        await using var page = await Near.OpenAsync("ssh", SshServer.User, _device.Master.Ssh);
        Assert.Equal("websocket", page.Terminal.Road);
        await page.ExpectAsync("$ ");
        await page.TypeAsync("echo $((6*7)) there\r");
        await page.ExpectAsync("42 there");

        // A power cut: nobody hears of the node any more.
        _toRedis.Unplug();
        _toNode.Unplug();
        Assert.Equal("disconnected", (await page.ExpectEndAsync()).Reason);
        await ReachedAsync(false);
        var again = (await refused.OpenAsync("ssh", SshServer.User, Text(_device.Master.Ssh))).Refusal!;
        Assert.Equal("sop001 is not connected", again.Title);
        Assert.StartsWith("It was last seen less than a minute ago, by WebSocket.", again.Detail, StringComparison.Ordinal);
        var last = Near.Services.GetRequiredService<TunnelHistory>().LastSeen("sop001")!;
        Assert.Equal((TunnelEvent.Down, "the node gw-2 is gone"), (last.Event, last.Reason));

        _toRedis.Plug();
        _toNode.Plug();
        await ReachedAsync(true);
        await using var back = await Near.OpenAsync("ssh", SshServer.User, _device.Master.Ssh);
        await back.ExpectAsync("$ ");
    }

    [Fact]
    public async Task Eight_mebibytes_each_way_pass_through_another_node_and_each_direction_ends_by_itself()
    {
        byte[] up = RandomNumberGenerator.GetBytes(8 * 1024 * 1024);
        await using var service = new TcpService(async (stream, cancellation) =>
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all, cancellation);
            await stream.WriteAsync(all.ToArray(), cancellation); // once the other direction has ended
        });
        Up(service.Port);
        await ReachedAsync(true);
        using var client = new TcpClient();
        await client.ConnectAsync(Own, _device.Master.Http!.Value).WaitAsync(HubClient.Patience);
        var stream = client.GetStream();
        await stream.WriteAsync(up);
        client.Client.Shutdown(SocketShutdown.Send);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received).WaitAsync(HubClient.Patience);
        Assert.True(received.ToArray().AsSpan().SequenceEqual(up));

        // The book is what counts, on the node that has the tunnel too.
        var roads = Near.Services.GetRequiredService<LiveRoads>();
        var known = Near.Services.GetRequiredService<DialInBook>();
        Assert.True(await known.TryWriteAsync(_device with { Stopped = true }, _device));
        await Assert.ThrowsAsync<TunnelException>(() => roads.ConnectAsync("sop001", Member.Master, Service.Http, default));
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _toRedis.DisposeAsync();
        await _toNode.DisposeAsync();
    }

    private void Up(int to)
    {
        var tunnel = new TestTunnel("sop001", Member.Master, Road.WebSocket, to);
        Far.Services.GetRequiredService<TunnelHistory>().Note("sop001", TunnelEvent.Up, Member.Master, Road.WebSocket, tunnel.From, "");
        Far.Services.GetRequiredService<LiveTunnels>().Add(tunnel);
    }

    private Task ReachedAsync(bool isUp) => Wait.UntilAsync(() => Near.Services.GetRequiredService<LiveRoads>().Of("sop001").Any() == isUp, $"the device to be {(isUp ? "reached" : "gone")}");

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
