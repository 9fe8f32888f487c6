using Gateway.Inventory;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Xunit;

namespace Gateway.Tests.Tunnels.Entries;

/// <summary>What devices that dial in have to be, each by itself and to each other.</summary>
public sealed class DialInChecksTests
{
    private static readonly DialInRules Rules = new()
    {
        AllowsPort = port => port is >= 10_000 and < 11_000,
        TakenBy = port => port == 10_222 ? "tunnels.ssh.listen" : null,
        Inventory = () => [new Device { Name = "core", Ssh = 10_500, Telnet = 10_501 }, new Device { Name = "own", Ssh = 10_600 }, new Device { Name = "Upper" }],
    };

    private static readonly string Key = DeviceKey.Ecdsa();

    private static readonly DialIns Known = new([Pair("pair", 10_100, 10_102) with { ServicePort = 10_101, Direct = 10_103 }, Device("keyed", 10_110) with { Master = new DialInMember { Ssh = 10_110, Http = 10_111, App = 10_112, Key = Key } }]);

    [Fact]
    public void What_is_well_has_no_fault()
    {
        Assert.Empty(Faults(Device("sop001", 10_001), Device("sop002", 10_002), Pair("b", 10_003, 10_004) with { ServicePort = 10_005, Preferred = Member.Clone }));
        Assert.Empty(Faults(Device("own", 10_600), Device("core", 10_501))); // its own in the inventory
        Assert.Empty(Faults(Pair("pair", 10_100, 10_101))); // in place of what it was
        Assert.Empty(Faults(Device("a.b_c", 10_001) with { Master = new DialInMember { Ssh = 10_001, Key = DeviceKey.Ed25519() } }));
        Assert.Empty(Faults(Device(new string('n', 64), 10_001)));
    }

    [Fact]
    public void Whatever_is_wrong_is_said_with_what_to_do()
    {
        var web = new DialInMember { Ssh = 10_001, Http = 10_002 };
        (DialIn Device, string Fault)[] wrong =
        [
            (Device("", 10_001), ": name is no name. Write letters"),
            (Device("-x", 10_001), "-x: name is no name"),
            (Device("a b\u001b", 10_001), "a b?: name is no name"),
            (Device(new string('n', 65), 10_001), "name is no name"),
            (Device("a_b", 10_001) with { Master = web }, "a_b: name cannot be part of a host name, which its pages need. Write letters, digits and -"),
            (Device("a.b", 10_001) with { Master = web }, "name cannot be part of a host name"),
            (Device("a-", 10_001) with { Master = web }, "name cannot be part of a host name"),
            (Pair(new string('n', 57), 10_001, 10_002), "name is longer than 56 characters"),
            (Device("x", 0), "x: ssh 0 is no port. Write a number from 1 to 65535."),
            (Device("x", 65_536), "x: ssh 65536 is no port"),
            (Device("x", 22), "x: ssh 22 is no allowed port of the domain. Add it to \"ports\""),
            (Device("x", 10_222), "x: ssh 10222 is where the gateway itself listens (tunnels.ssh.listen)"),
            (Device("x", 10_001) with { Direct = 10_001 }, "x: direct 10001 is its ssh port too"),
            (Pair("x", 10_001, 10_001), "x: clone ssh 10001 is its ssh port too"),
            (Device("x", 10_111), "x: ssh 10111 is the http port of keyed"),
            (Device("x", 10_101), "x: ssh 10101 is the service port of pair"),
            (Device("x", 10_103), "x: ssh 10103 is the direct port of pair"),
            (Device("x", 10_001) with { Direct = 10_102 }, "x: direct 10102 is the clone ssh port of pair"),
            (Device("x", 10_501), "x: ssh 10501 leads to core of the inventory"),
            (Device("core", 10_001) with { Direct = 10_501 }, "core: direct 10501 leads to core of the inventory. Take it from its entry there"),
            (Device("x", 10_001) with { ServicePort = 10_002 }, "x: service 10002 follows whichever of a pair is live, but there is no clone"),
            (Device("x", 10_001) with { Preferred = Member.Clone }, "x: preferred is the clone, but there is none"),
            (Device("PAIR", 10_001), "PAIR: name is what pair is called"),
            (Device("pair-clone", 10_001), "name is what pair is called, or one of its pair"),
            (Device("upper", 10_001), "upper: name differs from Upper of the inventory in letter case only"),
            (Device("x", 10_001) with { Master = new DialInMember { Ssh = 10_001, Key = Key } }, "x: key is that of keyed already"),
            (Device("x", 10_001) with { Master = new DialInMember { Ssh = 10_001, Key = Key + " comment" } }, "x: key has a comment"),
            (Device("x", 10_001) with { Master = new DialInMember { Ssh = 10_001, Key = "ssh-dss AAAA" } }, "x: key is"),
        ];
        foreach (var (device, fault) in wrong) Assert.Contains(fault, Assert.Single(Faults(device)), StringComparison.Ordinal);

        string other = DeviceKey.Ed25519();
        var twice = new DialInMember { Ssh = 10_001, Key = other };
        Assert.Equal("x: clone key is the master's too. Make a key of its own on each device.", Assert.Single(Faults(Pair("x", 1, 1) with { Master = twice, CloneMember = twice with { Ssh = 10_002 } })));
    }

    [Fact]
    public void Of_a_series_each_is_held_against_the_others()
    {
        var faults = Faults(Device("sop1", 10_001), Device("sop2", 10_001), Device("SOP1", 10_002));

        Assert.Equal(["sop2: ssh 10001 is the ssh port of sop1. Choose another one: gateway device list shows those in use.", "SOP1: name is what sop1 is called, or one of its pair. Choose another name; letter case makes no difference."], faults);
    }

    private static List<string> Faults(params DialIn[] devices) => [.. DialInChecks.Faults(devices, Known, Rules).Select(fault => fault.ToString())];

    private static DialIn Device(string name, int ssh) => new() { Name = name, Master = new DialInMember { Ssh = ssh } };

    private static DialIn Pair(string name, int master, int clone) => Device(name, master) with { CloneMember = new DialInMember { Ssh = clone } };
}
