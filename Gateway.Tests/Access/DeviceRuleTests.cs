using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Tests.Methods;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>Rules about devices: a number is of the domain and of no device's own address, whichever port that has.</summary>
public sealed class DeviceRuleTests
{
    private static readonly Device Lab = new() { Name = "lab-1", Ssh = 6022, Ip = "10.0.0.9", Groups = ["lab"], Via = Via.Direct };
    private static readonly Device Core = new() { Name = "core", Ip = "10.0.0.1", Groups = ["core"], Via = Via.Jump };
    private static readonly JumpHost Jump = new(22, "hop", "/etc/gateway/jump");
    private static readonly DeviceInventory Both = new([Lab, Core]);

    [Theory]
    // A rule for ports fits the domain's only, with a device or without.
    [InlineData("ports 22 6022", "6022 23", "domain 22", true)]
    [InlineData("ports 22", "lab-1", "own 22", false)]
    [InlineData("ports 6022", "lab-1", "domain 6022", true)]
    // One for devices fits those, by whichever way, also where a link names only the port.
    [InlineData("devices lab-*", "", "domain 6022", true)]
    [InlineData("devices lab-1", "lab-1", "own 22", true)]
    [InlineData("devices lab", "lab-1", "own 22", false)]
    [InlineData("devices *", "", "domain 22", false)]
    [InlineData("groups lab", "lab-1", "own 22", true)]
    [InlineData("groups core", "lab-1", "own 22", false)]
    // One for both wants both.
    [InlineData("ports 6022 devices lab-1", "lab-1", "domain 6022", true)]
    [InlineData("ports 6022 devices lab-1", "lab-1", "own 22", false)]
    [InlineData("ports 22 devices lab-1", "", "domain 22", false)]
    [InlineData("", "core", "jump 22", true)]
    public void A_rule_fits_what_it_names(string rule, string device, string target, bool fits)
    {
        var words = rule.Split(' ');
        int At(string word) => Array.IndexOf(words, word);
        string[] After(string word) => At(word) < 0 ? [] : [.. words.Skip(At(word) + 1).TakeWhile(one => one is not ("ports" or "devices" or "groups"))];
        var ports = After("ports").Select(one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)).Select(port => (port, port)).ToArray();
        var asked = new PolicyRule { Name = "rule", Ports = ports.Length == 0 ? null : new PortSet([.. ports]), Devices = [.. After("devices")], DeviceGroups = [.. After("groups")] };
        int number = int.Parse(target.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        var remote = target.StartsWith("domain", StringComparison.Ordinal) ? Remote(new RemoteTarget { Port = number })
            : Remote(new RemoteTarget { Device = device, Address = device == "core" ? Core.Ip : Lab.Ip, Port = number, Jump = device == "core" ? Jump : null });
        Assert.Equal(fits, Explain(Both, remote, asked).IsAllowed);
    }

    [Fact]
    public void What_the_inventory_leads_to_no_more_is_nobodys_whatever_the_rules_say()
    {
        var everything = new PolicyRule { Name = "all" };
        var byPort = Remote(new RemoteTarget { Device = "lab-1", Port = 6022 });
        var own = Remote(new RemoteTarget { Device = "lab-1", Address = "10.0.0.9", Port = 22 });
        foreach (var remote in new[] { byPort, own }) Assert.True(Explain(Both, remote, everything).IsAllowed);
        DeviceInventory[] gone = [DeviceInventory.Empty, new([Core]), new([Lab with { Ssh = 6023, SshPort = 2022 }]), new([Lab with { Ssh = null, Ip = "10.0.0.10" }])];
        foreach (var inventory in gone)
            foreach (var remote in new[] { byPort, own })
                Assert.Equal((AccessDenial.Inventory, Authorizer.NoDevice), (Explain(inventory, remote, everything).Denial, Explain(inventory, remote, everything).Rule));
        // Now through the jump host, which is another network.
        Assert.False(Explain(new([Lab with { Via = Via.Jump }]), own, everything).IsAllowed);
        // A port that no device had is a port still, and whoever gets it is bound by the rules about devices.
        var plain = Remote(new RemoteTarget { Port = 6022 });
        Assert.True(Explain(DeviceInventory.Empty, plain, everything).IsAllowed);
        Assert.False(Explain(Both, plain, new PolicyRule { Name = "not the lab", Devices = ["lab-*"], May = TerminalRight.None }, everything).IsAllowed);
        // An address without a device is nothing that anybody could have asked for.
        Assert.False(Explain(Both, Remote(new RemoteTarget { Address = "10.0.0.9", Port = 22 }), everything).IsAllowed);
    }

    [Fact]
    public void A_desktop_session_is_held_to_no_rule_that_it_could_not_keep()
    {
        var all = new PolicyRule { Name = "all" };
        var byPort = Remote(new RemoteTarget { Device = "lab-1", Port = 6022 });
        var bare = Remote(new RemoteTarget { Port = 23 });
        Assert.Equal(AccessDenial.None, Desktop(byPort, all));
        Assert.Equal(AccessDenial.None, Desktop(bare, all));
        // Whoever it is said to be for: the gateway does not see as whom somebody signs in.
        Assert.Equal(AccessDenial.Unseen, Desktop(byPort, new PolicyRule { Name = "as admin", Users = ["admin"] }, all));
        Assert.Equal(AccessDenial.Unseen, Desktop(byPort, new PolicyRule { Name = "not as root", Users = ["root"], May = TerminalRight.None }, all));
        Assert.Equal(AccessDenial.None, Desktop(byPort, new PolicyRule { Name = "any", Users = ["*"] }));
        // Nor by which protocol, at a port that no device has.
        Assert.Equal(AccessDenial.Unseen, Desktop(bare, new PolicyRule { Name = "no telnet", Methods = ["telnet"], May = TerminalRight.None }, all));
        Assert.Equal(AccessDenial.Unseen, Desktop(bare, new PolicyRule { Name = "ssh", Methods = ["ssh"] }));
        Assert.Equal(AccessDenial.None, Desktop(byPort, new PolicyRule { Name = "ssh", Methods = ["ssh"] }));
        Assert.Equal(AccessDenial.Policy, Desktop(bare));
        Assert.Equal(AccessDenial.Policy, Desktop(byPort, new PolicyRule { Name = "none", May = TerminalRight.None }, all));

        AccessDenial Desktop(RemoteRequest remote, params PolicyRule[] rules) =>
            Asked.Authorizer(new Policy { Rules = [.. rules] }, inventory: Both).Decide(Asked.AliceCalling(), new AccessRequest(AccessAction.OpenDesktop, remote)).Denial;
    }

    [Fact]
    public void A_device_is_seen_by_whoever_may_open_or_watch_a_way_to_it()
    {
        var way = new Way("ip", "ssh", "10.0.0.9", 22);
        Assert.False(Sees());
        Assert.True(Sees(new PolicyRule { Name = "lookers", Devices = ["lab-1"], May = TerminalRight.Watch }));
        Assert.True(Sees(new PolicyRule { Name = "as one user", DeviceGroups = ["lab"], Users = ["admin"] }));
        Assert.False(Sees(new PolicyRule { Name = "others", Devices = ["core"] }));
        Assert.False(Sees(new PolicyRule { Name = "by port", Ports = new PortSet([(1, 65535)]) }));
        Assert.False(Sees(new PolicyRule { Name = "no", Devices = ["lab-1"], May = TerminalRight.None }, new PolicyRule { Name = "all" }));
        Assert.True(Sees(new PolicyRule { Name = "not as root", Devices = ["lab-1"], Users = ["root"], May = TerminalRight.None }, new PolicyRule { Name = "all" }));

        bool Sees(params PolicyRule[] rules) => Asked.Authorizer(new Policy { Rules = [.. rules] }, inventory: Both).MaySee(Asked.AliceCalling(), Lab, way);
    }

    private static AccessDecision Explain(DeviceInventory inventory, RemoteRequest remote, params PolicyRule[] rules) =>
        Asked.Authorizer(new Policy { Rules = [.. rules] }, inventory: inventory).Explain(Asked.Alice(), remote, Asked.Noon);

    private static RemoteRequest Remote(RemoteTarget target) =>
        new MethodCatalog(Catalogs.Options).Read("ssh", "admin", target, out var remote) == LinkVerdict.Allowed ? remote! : throw new ArgumentException($"{target}");
}
