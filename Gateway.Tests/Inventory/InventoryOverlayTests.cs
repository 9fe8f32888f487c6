using Gateway.Inventory;
using Gateway.Inventory.States;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>Devices that dial in appear among the operator's own.</summary>
public sealed class InventoryOverlayTests
{
    private static readonly DeviceInventory Own = new(
        [new Device { Name = "core", Ssh = 6022 }, new Device { Name = "sop", Site = "Mol", Telnet = 7023 }, new Device { Name = "full", Ssh = 6023, Ip = "10.0.0.1", Via = Via.Direct }], [new Site("Mol", "", null, null)], "v1");

    [Fact]
    public void Those_the_inventory_does_not_know_come_behind_it_in_a_group_of_their_own()
    {
        var merged = InventoryOverlay.Merge(Own, [new("x-clone", 10_002), new("x", 10_001, "Dials in")]);

        Assert.Equal(["core", "sop", "full", "x", "x-clone"], merged.Devices.Select(device => device.Name));
        var added = merged.Find("x")!;
        Assert.Equal(("Dials in", "dial-in", 10_001), (added.Description, Assert.Single(added.Groups), added.Ssh));
        Assert.Same(added, merged.FindByPort("ssh", 10_001));
        Assert.Equal("Mol", Assert.Single(merged.Sites).Name);
        Assert.Equal([10_001, 10_002], merged.DialInPorts.Order());
        Assert.Equal(Looked(Own), Looked(merged));
    }

    [Fact]
    public void A_device_that_the_inventory_describes_gets_the_port_if_it_has_none()
    {
        var merged = InventoryOverlay.Merge(Own, [new("sop", 10_001), new("full", 10_002)]);

        Assert.Equal(("Mol", 10_001, 7023, 0), (merged.Find("sop")!.Site, merged.Find("sop")!.Ssh, merged.Find("sop")!.Telnet, merged.Find("sop")!.Groups.Length));
        Assert.Equal(6023, merged.Find("full")!.Ssh);
        Assert.Equal(3, merged.Devices.Length);
    }

    [Fact]
    public void A_port_that_the_inventory_gives_to_another_stays_with_that_one()
    {
        var merged = InventoryOverlay.Merge(Own, [new("x", 6022), new("y", 10_001), new("z", 10_001), new("CORE", 10_003)]);

        Assert.Equal(["core", "sop", "full", "y"], merged.Devices.Select(device => device.Name));
        Assert.Equal("core", merged.FindByPort(6022)!.Name);
    }

    [Fact]
    public void The_version_is_another_with_other_devices_and_the_same_on_all_nodes()
    {
        string first = InventoryOverlay.Merge(Own, [new("x", 1), new("y", 2)]).Version;

        Assert.Equal(first, InventoryOverlay.Merge(Own, [new("y", 2), new("x", 1)]).Version);
        Assert.NotEqual(first, InventoryOverlay.Merge(Own, [new("x", 1), new("y", 3)]).Version);
        Assert.Same(Own, InventoryOverlay.Merge(Own, []));

        var inForce = new InventoryInForce(Own);
        List<string> versions = [];
        inForce.Changed += () => versions.Add(inForce.Current.Version);
        inForce.DialIns([new("x", 1)]);
        inForce.DialIns([new("x", 1)]);
        inForce.Replace(new DeviceInventory([new Device { Name = "core", Ssh = 6022 }], null, "v2"));
        inForce.DialIns([]);
        Assert.Equal(["v1.", "v2.", "v2"], versions.Select(version => version[..Math.Min(3, version.Length)]));
        Assert.Same(inForce.Own, inForce.Current);
    }

    private static IEnumerable<string> Looked(DeviceInventory inventory) =>
        ProbeTarget.Of(inventory).Where(target => target.Address is not null || !inventory.DialInPorts.Contains(target.Port)).Select(target => $"{target.Device} {target.Protocol} {target.Port}");
}
