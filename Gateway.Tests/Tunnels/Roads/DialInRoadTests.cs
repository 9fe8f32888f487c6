using System.Globalization;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Access.Sharing;
using Gateway.Inventory;
using Gateway.Inventory.States;
using Gateway.Methods;
using Gateway.Tests.Harness;
using Gateway.Tests.Methods;
using Gateway.Tunnels;
using Gateway.Web;
using Gateway.Web.Devices;
using Xunit;
using Member = Gateway.Tunnels.Member;

namespace Gateway.Tests.Tunnels.Roads;

/// <summary>A port of a device that dials in leads to that device, or nowhere; never to the domain's own port of that number.</summary>
public sealed class DialInRoadTests
{
    private static readonly Caller Visitor = new("visitor", "192.0.2.1", null);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_terminal_is_led_to_this_nodes_opening_under_the_devices_own_host_key()
    {
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(_time, device);
        var ways = Ways(world);
        world.Up(device, 1, road: Road.WebSocket);
        var found = await OpenAsync(ways, device.Master.Ssh);
        Assert.Equal(("websocket", ""), (found.Road, found.MemberName));
        string[] line = [.. found.Remote.Method.Build(found.Remote).Arguments];
        Assert.Equal(("127.0.0.1", Text(device.Master.Ssh)), (line[^1], line[Array.IndexOf(line, "-p") + 1]));
        Assert.Contains($"HostKeyAlias=[192.0.2.7]:{device.Master.Ssh}", line);
        // Keys only, unless the device's entry says otherwise.
        Assert.Contains("PreferredAuthentications=publickey", line);
        Assert.Contains("PasswordAuthentication=no", line);
        Assert.Contains("KbdInteractiveAuthentication=no", line);
        Assert.Equal("This device takes keys only, and did not accept this user with the gateway's.", found.Remote.Method.Explain(found.Remote, 255, null, "alice@sop001: Permission denied (publickey).").Message);
        await world.ChangeAsync(device, now => now with { Passwords = true });
        found = await OpenAsync(ways, device.Master.Ssh);
        Assert.DoesNotContain("PasswordAuthentication=no", found.Remote.Method.Build(found.Remote).Arguments);
        Assert.Equal("The device did not accept the user or the password.", found.Remote.Method.Explain(found.Remote, 255, null, "Permission denied (publickey,password).").Message);

        world.Tunnels.Take("sop001", Member.Master);
        Assert.Equal("sop001 is just connecting anew", (await RefusedAsync(ways, device.Master.Ssh)).Title);
        world.Up(device, 1, road: Road.Ssh); // sshd holds the port now, at the same address
        Assert.Equal(("ssh-tunnel", "127.0.0.1"), ((await OpenAsync(ways, device.Master.Ssh)).Road, (await OpenAsync(ways, device.Master.Ssh)).Remote.Target.Pinned));
    }

    [Fact]
    public async Task The_service_port_leads_to_the_live_ones_own_port_and_says_which_one_that_is()
    {
        var device = DialInWorld.Device("sop001", isPair: true);
        await using var world = await DialInWorld.StartAsync(_time, device);
        var ways = Ways(world);
        var clone = world.Up(device, 1, Member.Clone);
        var found = await OpenAsync(ways, device.ServicePort!.Value);
        Assert.Equal(("clone", device.CloneMember!.Ssh, Text(device.ServicePort.Value)), (found.MemberName, found.Remote.Target.ConnectPort, found.Remote.Target.Place));
        Assert.Contains($"HostKeyAlias=[192.0.2.7]:{device.CloneMember.Ssh}", found.Remote.Method.Build(found.Remote).Arguments);
        world.Up(device, 1);
        Assert.Equal(("master", device.Master.Ssh), ((await OpenAsync(ways, device.ServicePort.Value)).MemberName, (await OpenAsync(ways, device.ServicePort.Value)).Remote.Target.ConnectPort));
        Assert.Equal("clone", (await OpenAsync(ways, device.CloneMember.Ssh)).MemberName);
        world.Tunnels.Remove(clone);
        Assert.Equal("sop001 (clone) is not connected", (await RefusedAsync(ways, device.CloneMember.Ssh)).Title);
    }

    [Fact]
    public async Task Where_nothing_is_up_it_goes_by_the_direct_port_or_says_since_when_nobody_is_there()
    {
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(_time, device);
        var ways = Ways(world);
        Assert.Equal(("sop001 is not connected", "It was never seen. It dials in by itself as soon as it can; try again then."), Words(await RefusedAsync(ways, device.Master.Ssh)));
        world.History.Note("sop001", TunnelEvent.Down, Member.Master, Road.Ssh, "192.0.2.7", "it has gone");
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.StartsWith("It was last seen 1 hour ago, by reverse SSH tunnel.", (await RefusedAsync(ways, device.Master.Ssh)).Detail, StringComparison.Ordinal);

        var direct = await world.ChangeAsync(device, now => now with { Direct = 2201 });
        var found = await OpenAsync(ways, device.Master.Ssh);
        string[] line = [.. found.Remote.Method.Build(found.Remote).Arguments];
        Assert.Equal(("direct", "192.0.2.7", "2201"), (found.Road, line[^1], line[Array.IndexOf(line, "-p") + 1]));
        Assert.Contains($"HostKeyAlias=[192.0.2.7]:{device.Master.Ssh}", line);
        var stopped = await world.ChangeAsync(direct, now => now with { Stopped = true });
        Assert.Equal("sop001 is stopped", (await RefusedAsync(ways, device.Master.Ssh)).Title);
        // Nor is it a way past the device, typed as a bare port, by whatever method, also where that was announced after the question.
        Assert.Equal("This port is a device's own", (await RefusedAsync(ways, 2201)).Title);
        Assert.Equal("This port is a device's own", (await RefusedAsync(ways, 2201, "telnet")).Title);
        var before = ways.Find(Visitor, Wish(23), out _)!;
        stopped = await world.ChangeAsync(stopped, now => now with { Direct = 23 });
        Assert.Equal("This port is a device's own", (await ways.PinAsync(before, default)).Refusal!.Title);
        // Nor by what an inventory calls it that knew nothing of it.
        foreach (string name in (string[])["front-door", "sop001"])
            Assert.Equal("This port is a device's own", (await RefusedAsync(Ways(world, new Device { Name = name, Ssh = 23 }), 23)).Title);
        // A direct port that is another device's, or is not allowed, is no way round.
        var other = DialInWorld.Device("sop002");
        await world.Book.TryWriteAsync(other, null);
        await world.ChangeAsync(stopped, now => now with { Stopped = false, Direct = other.Master.Ssh });
        Assert.Equal("sop001 is not connected", (await RefusedAsync(ways, device.Master.Ssh)).Title);
    }

    [Fact]
    public async Task No_port_of_such_a_device_falls_through_to_the_domain_or_to_another_device()
    {
        var (device, other) = (DialInWorld.Device("sop001"), DialInWorld.Device("sop002"));
        await using var world = await DialInWorld.StartAsync(_time, device, other);
        var ways = Ways(world);
        world.Up(device, 1);
        Assert.Equal("sop002 is not connected", (await RefusedAsync(ways, other.Master.Ssh)).Title);
        Assert.Equal("No terminal leads to this port", (await RefusedAsync(ways, device.Master.Http!.Value)).Title);
        Assert.Equal("This device is not reached so", (await RefusedAsync(ways, device.Master.Ssh, "telnet")).Title);
        // A port that is nobody's is one of the domain, as ever.
        var plain = await OpenAsync(ways, 22);
        Assert.Equal(("domain", (string?)null, false), (plain.Road, plain.Remote.Target.Pinned, plain.Remote.Target.DialsIn));

        // Whatever comes between: a request whose device was not found yet makes no command line.
        var wished = ways.Find(Visitor, Wish(device.Master.Ssh), out _)!;
        Assert.Throws<ArgumentException>(() => wished.Remote.Method.Build(wished.Remote));
        await world.Book.RemoveAsync("sop001");
        Assert.Equal("There is no such device here", (await ways.PinAsync(wished, default)).Refusal!.Title);
        // One that was announced after the question is found all the same.
        var before = ways.Find(Visitor, Wish(23), out _)!;
        await world.Book.TryWriteAsync(device with { Name = "sop003", Master = new DialInMember { Ssh = 23 } }, null);
        Assert.Equal("sop003 is not connected", (await ways.PinAsync(before, default)).Refusal!.Title);
    }

    [Fact]
    public async Task A_port_that_the_inventory_gives_to_another_device_leads_to_neither()
    {
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(_time, device);
        world.Up(device, 1);
        // What the policy says of "front-door" is not what it says of sop001.
        Assert.Equal("There is no such device here", (await RefusedAsync(Ways(world, new Device { Name = "front-door", Ssh = device.Master.Ssh }), device.Master.Ssh)).Title);
        Assert.Equal("websocket", (await OpenAsync(Ways(world, new Device { Name = "sop001", Ssh = device.Master.Ssh }), device.Master.Ssh)).Road);
    }

    [Fact]
    public async Task A_port_that_another_program_holds_is_not_handed_to_a_terminal()
    {
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(_time, device);
        using var stranger = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, device.Master.Ssh);
        stranger.Start();
        world.Up(device, 1);
        Assert.Equal($"Port {device.Master.Ssh} could not be opened on the gateway", (await RefusedAsync(Ways(world), device.Master.Ssh)).Title);
    }

    [Fact]
    public async Task The_device_list_knows_at_once_whether_it_is_there()
    {
        var device = DialInWorld.Device("sop001", isPair: true);
        await using var world = await DialInWorld.StartAsync(_time, device);
        var inventory = new InventoryInForce(new DeviceInventory([new Device { Name = "sop001", Ssh = device.ServicePort }, new Device { Name = "second", Ssh = device.CloneMember!.Ssh }, new Device { Name = "other", Ssh = 22 }]));
        var states = new DeviceStates(_time);
        var watch = new RoadStates(inventory, states, world.Book, world.Roads, world.History, world.Options);
        await watch.StartAsync(default);
        Assert.Equal((PortWord.NeverSeen, PortWord.NeverSeen, PortWord.Unknown), Words());
        var tunnel = world.Up(device, 1);
        Assert.Equal((PortWord.Up, PortWord.NeverSeen, PortWord.Unknown), Words());
        Assert.Equal(tunnel.Since.ToUnixTimeSeconds(), states.Of("sop001", "ssh").Since.ToUnixTimeSeconds());
        world.History.Note("sop001", TunnelEvent.Down, Member.Master, Road.WebSocket, "", "");
        world.Tunnels.Remove(tunnel);
        Assert.Equal((PortWord.Down, PortWord.NeverSeen, PortWord.Unknown), Words());
        await watch.StopAsync(default);

        (PortWord, PortWord, PortWord) Words() => (states.Of("sop001", "ssh").Word, states.Of("second", "ssh").Word, states.Of("other", "ssh").Word);
    }

    private static OpenRequest Wish(int port, string method = "ssh") => new(method, "alice", Text(port), 80, 24);

    private static async Task<Destination> OpenAsync(Destinations ways, int port)
    {
        var found = ways.Find(Visitor, Wish(port), out var refusal);
        Assert.True(found is not null, refusal?.Title);
        (found, refusal) = await ways.PinAsync(found!, default);
        Assert.True(found is not null, refusal?.Title);
        return found!;
    }

    private static async Task<Refusal> RefusedAsync(Destinations ways, int port, string method = "ssh") =>
        ways.Find(Visitor, Wish(port, method), out var refusal) is { } found ? (await ways.PinAsync(found, default)).Refusal! : refusal!;

    private static (string, string) Words(Refusal refusal) => (refusal.Title, refusal.Detail);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private Destinations Ways(DialInWorld world, params Device[] devices)
    {
        var inventory = new InventoryInForce(new DeviceInventory(devices));
        var methods = new MethodCatalog(Catalogs.Options);
        var authorizer = new Authorizer(new SignInOptions(), new PolicyInForce(new Policy()), RecordingRights.Off, inventory, _time);
        return new Destinations(methods, inventory, authorizer, new DestinationOptions(), new SharingOptions(), world.Terminals(methods, _time), _time);
    }
}
