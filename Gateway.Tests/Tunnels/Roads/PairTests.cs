using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Tunnels.Roads;

/// <summary>The service port of a pair follows whichever of the two is live.</summary>
public sealed class PairTests
{
    [Fact]
    public async Task The_service_port_follows_the_live_one_the_preferred_one_of_two_and_nobody_when_both_are_gone()
    {
        await using TcpService master = TcpService.Echo("master"), clone = TcpService.Echo("clone!");
        var device = DialInWorld.Device("sop001", isPair: true);
        await using var world = await DialInWorld.StartAsync(devices: device);
        await using var audit = new AuditLog(new AuditOptions { Node = "here" }, TimeProvider.System, NullLogger<AuditLog>.Instance);
        var switches = new ServiceSwitches(world.Book, world.Roads, world.History, audit);
        await switches.StartAsync(default);
        int port = device.ServicePort!.Value;
        Assert.Null(await DialInWorld.ConnectAsync(port));

        var second = world.Up(device, clone.Port, Member.Clone);
        await using var onClone = (await DialInWorld.ConnectAsync(port))!;
        Assert.Equal("clone!", await PublishedPortTests.ReadAsync(onClone, 6));
        Assert.Empty(world.History.Of(device.Name)); // the first one is no switch

        var first = world.Up(device, master.Port);
        await using var onMaster = (await DialInWorld.ConnectAsync(port))!;
        Assert.Equal("master", await PublishedPortTests.ReadAsync(onMaster, 6));
        // Who was on the other one stays on it while it is there.
        await onClone.WriteAsync("there?"u8.ToArray());
        Assert.Equal("there?", await PublishedPortTests.ReadAsync(onClone, 6));

        world.Tunnels.Remove(first);
        await PublishedPortTests.AssertCutAsync(onMaster);
        await using var moved = (await DialInWorld.ConnectAsync(port))!;
        Assert.Equal("clone!", await PublishedPortTests.ReadAsync(moved, 6));

        world.Tunnels.Remove(second);
        await PublishedPortTests.AssertCutAsync(moved);
        await PublishedPortTests.AssertCutAsync(onClone);
        Assert.Null(await DialInWorld.ConnectAsync(port));
        Assert.Null(world.Roads.Leading(device));

        first = world.Up(device, master.Port);
        second = world.Up(device, clone.Port, Member.Clone);
        await world.ChangeAsync(device, now => now with { Preferred = Member.Clone });
        await using var preferred = (await DialInWorld.ConnectAsync(port))!;
        Assert.Equal("clone!", await PublishedPortTests.ReadAsync(preferred, 6));

        Assert.Equal(
            [(Member.Master, "master is preferred, and is back"), (Member.Clone, "master is not connected"), (Member.Master, "clone is not connected"), (Member.Clone, "clone is preferred, and is back")],
            world.History.Of(device.Name).Select(line => (line.Member, line.Reason)));
        Assert.All(world.History.Of(device.Name), line => Assert.Equal(TunnelEvent.Switched, line.Event));
        await switches.StopAsync(default);
    }

    [Fact]
    public async Task What_other_nodes_have_is_a_road_too_and_one_node_puts_a_switch_on_record()
    {
        var device = DialInWorld.Device("sop001", isPair: true);
        await using var world = await DialInWorld.StartAsync(devices: device);
        await using var audit = new AuditLog(new AuditOptions { Node = "here" }, TimeProvider.System, NullLogger<AuditLog>.Instance);
        var switches = new ServiceSwitches(world.Book, world.Roads, world.History, audit);
        await switches.StartAsync(default);
        List<string> changed = [];
        world.Roads.Changed += devices => changed.AddRange(devices);
        var there = new RoadUp { Device = device.Name, Member = Member.Clone, Road = Road.WebSocket, Node = "there", Services = [Service.Ssh] };

        world.Roads.Take([there]);
        Assert.Equal((Member.Clone, "there"), (world.Roads.Leading(device)!.Value, world.Roads.To(device, null, Service.Ssh).Single().Node));
        world.Roads.Take([there with { In = 5, RoundTrip = 3 }]); // what was measured is no news
        Assert.Equal([device.Name], changed);
        var problem = await Assert.ThrowsAsync<TunnelException>(() => world.Roads.ConnectAsync(device.Name, null, Service.Ssh, default));
        Assert.Equal("there is not there", problem.Message);
        Assert.True(world.Ports.Leads(world.Book.Current.FindByPort(device.CloneMember!.Ssh)!)); // open here too

        var mine = world.Up(device, 1, Member.Master);
        Assert.Equal(Member.Master, Assert.Single(world.History.Of(device.Name)).Member);
        world.Tunnels.Remove(mine);
        Assert.Single(world.History.Of(device.Name)); // it is the other node's to say
        // This node's own road comes first.
        world.Up(device, 1, Member.Clone);
        Assert.Equal(["here", "there"], world.Roads.To(device, Member.Clone, Service.Ssh).Select(road => road.Node));
        world.Roads.Take([]);
        Assert.Equal(["here"], world.Roads.To(device, Member.Clone, Service.Ssh).Select(road => road.Node));
        await switches.StopAsync(default);
    }
}
