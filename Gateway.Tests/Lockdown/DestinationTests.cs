using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Access.Sharing;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Gateway.Tests.Methods;
using Gateway.Web;
using Gateway.Web.Devices;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>A visitor chooses among what the inventory says of a device. Nothing that he writes becomes a host, a port of one, or an option.</summary>
public sealed class DestinationTests
{
    private const string Evil = "203.0.113.66";

    private static readonly Caller Visitor = new("visitor", "192.0.2.1", null);
    private static readonly DateOnly Today = DateOnly.FromDateTime(new ManualTime().GetUtcNow().UtcDateTime.AddHours(-12));

    private static readonly Device Lab = new()
    {
        Name = "lab-1", Ssh = 6022, Telnet = 7023, Ip = "10.0.0.9", Addresses = ImmutableSortedDictionary<string, string>.Empty.Add("Console 1", "10.0.0.10"), Via = Via.Direct,
        HostKeys = "strict", Legacy = new LegacyNeed(["ssh-rsa"], "it is old", Today), Terminal = new TerminalTraits { Type = "vt100" },
        Defaults = new ConnectDefaults { User = "admin", Use = "ip" },
    };

    private static readonly Device Far = new() { Name = "far", Ip = "10.9.0.1", Via = Via.Jump, Defaults = new ConnectDefaults { OneClient = true, Share = true } };

    [Fact]
    public void Each_way_of_a_device_leads_where_the_inventory_says()
    {
        var ways = Make(new DestinationOptions { Jump = new JumpHost(2222, "hop", "/etc/gateway/jump") });
        Assert.Equal(("ssh", "admin", "lab-1/10.0.0.9:22", "direct"), Words(ways, new OpenRequest(null, null, null, 80, 24, Device: "lab-1")));
        Assert.Equal(("telnet", "bob", "7023", "domain"), Words(ways, new OpenRequest("telnet", "bob", null, 80, 24, Device: "lab-1", Use: "port")));
        Assert.Equal(("ssh", "admin", "lab-1/10.0.0.10:22", "direct"), Words(ways, new OpenRequest("ssh", "", null, 80, 24, Device: "lab-1", Use: "Console 1")));
        Assert.Equal(("ssh", "root", "far/10.9.0.1:22", "jump"), Words(ways, new OpenRequest("ssh", "root", null, 80, 24, Device: "far")));
        // A link by port gets what is particular about the device that it leads to.
        var link = Find(ways, new OpenRequest("ssh", "bob", "6022", 80, 24))!;
        var target = link.Remote.Target;
        Assert.Equal(("lab-1", HostKeyPolicy.Strict, "ssh-rsa", "vt100"), (target.Device, target.HostKeys, Assert.Single(target.Legacy), target.TerminalType));
        Assert.Equal($"ssh-rsa until {Today:yyyy-MM-dd}: it is old", link.Legacy);
        Assert.Null(Find(ways, new OpenRequest("ssh", "bob", "6023", 80, 24))!.Device);
    }

    [Theory]
    // A way that is none of the device's own.
    [InlineData("lab-1", Evil, null, null)]
    [InlineData("lab-1", "10.9.0.1", null, null)]
    [InlineData("lab-1", "10.0.0.9", null, null)]
    [InlineData("lab-1", "console 1", null, null)]
    [InlineData("lab-1", "name", null, null)]
    [InlineData("lab-1", "-oProxyCommand=x", null, null)]
    [InlineData("far", "port", null, null)]
    // Telnet has no way through a jump host, and there is no other method.
    [InlineData("far", null, "telnet", null)]
    [InlineData("lab-1", null, "sftp", null)]
    // A user that a client could read otherwise.
    [InlineData("lab-1", null, null, "-oProxyCommand=x")]
    [InlineData("lab-1", null, null, "a b")]
    [InlineData("lab-1", null, null, "%h")]
    // Names that are no device's.
    [InlineData("", null, null, null)]
    [InlineData("LAB-1", null, null, null)]
    [InlineData("lab-1/../far", null, null, null)]
    [InlineData("../../etc/passwd", null, null, null)]
    [InlineData("-oProxyCommand=x", null, null, null)]
    [InlineData(Evil, null, null, null)]
    [InlineData("10.0.0.9", null, null, null)]
    [InlineData("lab-1\0", null, null, null)]
    public void Anything_else_leads_nowhere(string device, string? use, string? method, string? user) =>
        Assert.Null(Find(Make(new DestinationOptions { Jump = new JumpHost(22, "hop", "/key") }), new OpenRequest(method, user, null, 80, 24, Device: device, Use: use)));

    [Fact]
    public void A_device_and_a_port_a_way_without_a_device_and_a_road_that_is_shut_lead_nowhere()
    {
        var shut = Make(new DestinationOptions());
        Assert.Null(Find(shut, new OpenRequest("ssh", "bob", "6022", 80, 24, Device: "lab-1")));
        Assert.Null(Find(shut, new OpenRequest("ssh", "bob", "22", 80, 24, Device: "lab-1", Use: "ip")));
        Assert.Null(Find(shut, new OpenRequest("ssh", "bob", "6022", 80, 24, Use: "ip")));
        Assert.Null(Find(shut, new OpenRequest("ssh", "bob", null, 80, 24, Device: "far"))); // no jump host is set
        Assert.Null(Find(shut, null));
        var few = Make(new DestinationOptions(), ports: new PortSet([(7000, 7100)]));
        Assert.Null(Find(few, new OpenRequest("ssh", "bob", null, 80, 24, Device: "lab-1", Use: "port"))); // the inventory opens no port
    }

    [Fact]
    public void A_port_that_is_a_devices_by_ssh_is_no_bare_port_by_telnet()
    {
        var ways = Make(new DestinationOptions());
        Assert.Null(Find(ways, new OpenRequest("telnet", "bob", "6022", 80, 24)));
        Assert.Null(Find(ways, new OpenRequest("ssh", "bob", "7023", 80, 24)));
        // Also for what was opened before the inventory had the device.
        var authorizer = Asked.Authorizer(new Policy { Rules = [new PolicyRule { Name = "all" }] }, inventory: new([Lab]));
        Assert.Equal(AccessDenial.Inventory, authorizer.Decide(Asked.AliceCalling(), new AccessRequest(AccessAction.UseTerminal, Asked.Link("telnet", "bob", 6022))).Denial);
    }

    [Fact]
    public void A_device_that_is_not_to_be_seen_sounds_like_one_that_is_not_there()
    {
        var authorizer = Asked.Authorizer(new Policy { Rules = [new PolicyRule { Name = "lab", Devices = ["lab-*"] }] }, inventory: new([Lab, Far]));
        var ways = Make(new DestinationOptions { Jump = new JumpHost(22, "hop", "/key") }, authorizer);
        var alice = Asked.AliceCalling();
        foreach (string? use in new[] { null, "ip", "port", Evil })
        {
            Assert.Null(ways.Find(alice, new OpenRequest("ssh", "root", null, 80, 24, Device: "far", Use: use), out var hidden));
            Assert.Null(ways.Find(alice, new OpenRequest("ssh", "root", null, 80, 24, Device: "nowhere", Use: use), out var missing));
            Assert.Equal(missing, hidden);
        }
        Assert.NotNull(ways.Find(alice, new OpenRequest("ssh", "root", null, 80, 24, Device: "lab-1"), out _));
    }

    [Fact]
    public void Old_algorithms_end_with_their_last_day_and_the_end_of_the_terminal_says_so()
    {
        var time = new ManualTime();
        var ways = Make(new DestinationOptions(), time: time);
        time.Advance(TimeSpan.FromDays(1));
        var found = Find(ways, new OpenRequest("ssh", "bob", "6022", 80, 24))!;
        Assert.Equal((0, "", (DateOnly?)Today), (found.Remote.Target.Legacy.Length, found.Legacy, found.Remote.Target.LegacyEnded));
        var end = found.Remote.Method.Explain(found.Remote, 255, null, "Unable to negotiate with 192.0.2.7 port 6022: no matching host key type found.");
        Assert.Contains($"Until {Today:yyyy-MM-dd}", end.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_taken_where_it_belongs_and_written_nowhere()
    {
        var ways = Make(new DestinationOptions());
        Assert.Equal("s3cret", Opened(new ConnectOptions(true, "custom", "s3cret")).Password);
        foreach (var wrong in new ConnectOptions[] { new(true, "mine", "s3cret"), new(false, "custom", "s3cret"), new(true, "custom", "a\nb"), new(true, "custom", new string('x', 1025)), new(true, "custom"), new(true, "root") })
            Assert.Null(Find(ways, new OpenRequest("ssh", "bob", "6022", 80, 24, Options: wrong)));
        var request = new OpenRequest("ssh", "bob", "6022", 80, 24, Options: new ConnectOptions(true, "custom", "s3cret"));
        Assert.DoesNotContain("s3cret", $"{request} {request.Options} {Find(ways, request)}", StringComparison.Ordinal);
        // One client only goes before all.
        Assert.Equal((true, false), (Opened(new ConnectOptions(OneClient: true, Share: true)).OneClient, Opened(new ConnectOptions(OneClient: true, Share: true)).Share));

        Destination Opened(ConnectOptions options) => Find(ways, new OpenRequest("ssh", "bob", "6022", 80, 24, Options: options))!;
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("name-that-is-nowhere.invalid")]
    public async Task A_name_or_address_that_leads_to_no_device_is_never_handed_to_a_client(string address)
    {
        var ways = Make(new DestinationOptions(), devices: [Lab with { Ip = address, Legacy = null }]);
        var (pinned, refusal) = await ways.PinAsync(Find(ways, new OpenRequest("ssh", "bob", null, 80, 24, Device: "lab-1", Use: "ip"))!, CancellationToken.None);
        Assert.Null(pinned);
        Assert.NotNull(refusal);
    }

    [Fact]
    public async Task The_address_that_was_judged_is_the_one_that_the_client_is_handed()
    {
        var ways = Make(new DestinationOptions { ReachesItself = true }, devices: [Lab with { Ip = "localhost", Legacy = null }]);
        var (pinned, _) = await ways.PinAsync(Find(ways, new OpenRequest("ssh", "bob", null, 80, 24, Device: "lab-1", Use: "ip"))!, CancellationToken.None);
        var arguments = pinned!.Remote.Method.Build(pinned.Remote).Arguments;
        Assert.True(IPAddress.TryParse(arguments[^1], out var given) && IPAddress.IsLoopback(given), arguments[^1]);
        Assert.Contains($"HostName={arguments[^1]}", arguments);
        Assert.Contains("HostKeyAlias=lab-1/localhost:22", arguments);
        Assert.DoesNotContain("localhost", arguments);
    }

    [Theory]
    [InlineData("10.0.0.9", true)]
    [InlineData("2001:db8::9", true)]
    [InlineData("172.16.5.5", false)] // one of the gateway's own
    [InlineData("::ffff:172.16.5.5", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("ff02::1", false)]
    [InlineData("fe80::1", false)]
    public void The_guard_knows_what_is_no_device(string address, bool allowed) =>
        Assert.Equal(allowed, AddressGuard.Allows(IPAddress.Parse(address), new HashSet<IPAddress> { IPAddress.Parse("172.16.5.5") }));

    [Fact]
    public void The_gateways_own_addresses_are_known() => Assert.Contains(AddressGuard.Own(), address => address.AddressFamily == AddressFamily.InterNetwork);

    private static Destination? Find(Destinations ways, OpenRequest? wish)
    {
        var found = ways.Find(Visitor, wish, out var refusal);
        Assert.Equal(found is null, refusal is not null);
        return found;
    }

    private static (string, string, string, string) Words(Destinations ways, OpenRequest wish)
    {
        var found = Find(ways, wish)!;
        return (found.Remote.Method.Name, found.Remote.User, found.Remote.Target.Key, found.Road);
    }

    private static Destinations Make(DestinationOptions options, Authorizer? authorizer = null, PortSet? ports = null, ManualTime? time = null, Device[]? devices = null)
    {
        var inventory = new InventoryInForce(new DeviceInventory(devices ?? [Lab, Far]));
        time ??= new ManualTime();
        authorizer ??= new Authorizer(new SignInOptions(), new PolicyInForce(new Policy()), RecordingRights.Off, inventory, time);
        return new Destinations(new MethodCatalog(Catalogs.Options with { Ports = ports ?? Catalogs.Options.Ports }), inventory, authorizer, options, new SharingOptions(), DialInWorld.NoDevices(time), time);
    }
}
