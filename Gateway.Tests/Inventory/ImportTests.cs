using System.Text;
using Gateway.Inventory;
using Gateway.Inventory.Imports;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>What other systems export is taken over as far as it can be, and the rest is said.</summary>
public sealed class ImportTests
{
    private const string NetBox = """
        { "count": 3, "next": null, "results": [
          { "id": 1, "name": "bru core 1", "display": "x", "description": "Core\nswitch", "device_type": { "manufacturer": { "name": "Arista" }, "model": "7050SX3" }, "role": { "name": "Core" },
            "platform": { "name": "EOS" }, "serial": "SSJ1", "site": { "name": "Brussels", "latitude": 50.85, "longitude": 4.35 }, "status": { "value": "active", "label": "Active" },
            "primary_ip": { "address": "10.0.0.5/24" }, "tags": [ { "name": "dc" }, "lab" ], "custom_fields": { "owner": "net", "vlans": [10, 20], "empty": null, "nested": { "a": { "b": 1 } } } },
          { "id": 2, "name": null, "display": "nobody" },
          { "id": 3, "name": "lo", "device_role": { "name": "Access" }, "primary_ip4": { "address": "127.0.0.1/8" }, "latitude": "64.1", "longitude": "-21.9" } ] }
        """;

    [Fact]
    public void A_netbox_export_is_taken_over()
    {
        var result = NetBoxImport.Read("n.json", Encoding.UTF8.GetBytes(NetBox), Inventories.Rules);

        var devices = result.Inventory!.Devices;
        Assert.Equal(["bru-core-1", "lo"], devices.Select(device => device.Name));
        var first = devices[0];
        Assert.Equal(("Core switch", "Arista", "7050SX3", "EOS", "Brussels", "10.0.0.5"), (first.Description, first.Vendor, first.Model, first.Os, first.Site, first.Ip));
        Assert.Equal("Core, dc, lab", string.Join(", ", first.Groups));
        Assert.Equal("owner=net, serial=SSJ1, status=Active, vlans=10; 20", string.Join(", ", first.Properties.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(new Site("Brussels", "", 4.35, 50.85), Assert.Single(result.Inventory.Sites));
        Assert.Equal((null, 64.1, -21.9), (devices[1].Ip, devices[1].Latitude, devices[1].Longitude));
        Assert.Equal(
            [
                "n.json:4: bru core 1.custom_fields.nested is not text",
                "n.json:2: bru core 1 is called bru-core-1 here",
                "n.json:5: device 2 has no name that can be taken",
                "n.json:6: lo.ip is the gateway's own machine",
            ], result.Left.Select(fault => fault.Words));
        IsGood(result);
    }

    [Fact]
    public void A_csv_export_is_taken_over_by_the_usual_names_of_columns()
    {
        const string csv = "Hostname;IP Address;Manufacturer;Device Type;Location;Role;Latitude;Longitude;Serial;Notes;Enable Password;Port\r\n"
            + "sw 1;10.0.0.1/24;Cisco;C9300;Brussels;core, dc;50.8;4.3;ABC;\"two\nlines; and more\";hunter2;2222\r\n"
            + "SW-1;10.0.0.2;;;;;;;;;;\r\nr2;none;Juniper;;;;91;4;;;;\r\n";
        var result = CsvImport.Read("d.csv", Encoding.UTF8.GetBytes(csv), Inventories.Rules);

        var devices = result.Inventory!.Devices;
        Assert.Equal(["sw-1", "r2"], devices.Select(device => device.Name));
        var first = devices[0];
        Assert.Equal(("10.0.0.1", "Cisco", "C9300", "Brussels", "two lines; and more", 2222), (first.Ip, first.Vendor, first.Model, first.Site, first.Description, first.SshPort));
        Assert.Equal("core, dc", string.Join(", ", first.Groups));
        Assert.Equal("ABC", first.Properties["Serial"]);
        Assert.Equal(
            [
                "d.csv:1: Enable Password is not taken: an inventory holds no secret",
                "d.csv:2: sw 1 is called sw-1 here",
                "d.csv:4: SW-1 is a second device of that name",
                "d.csv:5: r2.latitude is not a number in range",
                "d.csv:5: r2.ip is not an IP address",
            ], result.Left.Select(fault => fault.Words));
        Assert.DoesNotContain("hunter2", Inventories.Content(result.Inventory) + string.Concat(result.Left), StringComparison.Ordinal);
        IsGood(result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a;b\n1;2\n")]
    [InlineData("name\n\"x")]
    public void What_is_no_export_is_refused_with_words(string text)
    {
        var result = CsvImport.Read("d.csv", Encoding.UTF8.GetBytes(text), Inventories.Rules);
        Assert.Null(result.Inventory);
        Assert.NotEmpty(Assert.Single(result.Left, fault => fault.Key == "(file)").Repair);
        Assert.Null(NetBoxImport.Read("n.json", Encoding.UTF8.GetBytes(text), Inventories.Rules).Inventory);
    }

    // What was taken over is an inventory that the gateway takes.
    private static void IsGood(ImportResult result) => Inventories.Good(Inventories.Read("a.json", Inventories.Content(result.Inventory!)));
}
