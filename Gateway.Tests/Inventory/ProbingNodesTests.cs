using System.Text.Json;
using Gateway.Cluster;
using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Inventory.States;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>Two nodes on one Redis share the looks at devices, and what they find.</summary>
public sealed class ProbingNodesTests
{
    [Fact]
    public async Task Two_nodes_look_once_both_know_and_the_one_that_stays_looks_at_all()
    {
        await using var redis = await RedisServer.StartAsync();
        List<Greeter> first = [.. Enumerable.Range(0, 12).Select(_ => new Greeter("SSH-2.0-x\r\n"))];
        await using var other = new Greeter("HTTP/1.1 400\r\n");
        await using var late = new Greeter("SSH-2.0-x\r\n");
        int closed = Ports.Free();
        int[] ports = [.. first.Select(greeter => greeter.Port), other.Port, late.Port, closed];
        var one = await StartAsync("gw-1");
        await using var two = await StartAsync("gw-2");
        await Wait.UntilAsync(() => one.Cluster.Others.Count == 1 && two.Cluster.Others.Count == 1, "nodes that see each other");

        // Each look comes within seconds, and no second one within the hour that the interval is.
        var devices = Devices(ports[..^2]).Append(new Device { Name = "closed", Ssh = closed }).ToList();
        foreach (var node in new[] { one, two }) Replace(node, devices, "1");
        foreach (var node in new[] { one, two })
        {
            await Wait.UntilAsync(() => first.TrueForAll(greeter => WordOf(node, $"sw-{greeter.Port}") == PortWord.Up), "ports that are up");
            await Wait.UntilAsync(() => WordOf(node, $"sw-{other.Port}") == PortWord.Other && WordOf(node, "closed") == PortWord.NeverSeen, "ports that are not");
        }
        // A node that was not heard of for a moment may have been stood in for; nodes that do not share look at all of them twice, which is 26.
        Assert.InRange(first.Sum(greeter => greeter.Visits) + other.Visits, 13, 25);
        using var browser = two.Browser(await two.VisitAsync());
        using var answer = JsonDocument.Parse(await browser.GetStringAsync(new Uri("api/devices/states", UriKind.Relative)));
        Assert.Equal(("1", 14), (answer.RootElement.GetProperty("version").GetString(), answer.RootElement.GetProperty("states").EnumerateObject().Count()));
        Assert.Equal("never", answer.RootElement.GetProperty("states").GetProperty("closed").GetProperty("ssh")[0].GetString());
        Assert.InRange(await LookedAsync(one) + await LookedAsync(two), 12, 25);

        await one.DisposeAsync();
        Replace(two, [.. devices, .. Devices([late.Port])], "2");
        await Wait.UntilAsync(() => WordOf(two, $"sw-{late.Port}") == PortWord.Up, "a port that is new");
        // What is in the inventory no more is on the board no more; what another node may have of its own stays.
        var board = two.Services.GetRequiredService<IStateBoard>();
        Assert.True(await board.WriteAsync(new Dictionary<string, string> { ["elsewhere:ssh"] = "Up 1" }, []));
        Replace(two, Devices([late.Port]), "3");
        IEnumerable<string> written = [];
        await Wait.UntilAsync(async () => (written = (await board.ReadAsync())!.Keys.Order(StringComparer.Ordinal)).SequenceEqual(["elsewhere:ssh", $"sw-{late.Port}:ssh"]), () => $"only what is there: {string.Join(' ', written)}");
        foreach (var greeter in first) await greeter.DisposeAsync();

        Task<TestGateway> StartAsync(string name) => TestGateway.StartAsync(ports, change: file => TestCluster.Join(file, name, redis),
            adjust: configuration => configuration with { Probe = new ProbeSettings { Interval = TimeSpan.FromHours(1) } });
    }

    private static IEnumerable<Device> Devices(int[] ports) => ports.Select(port => new Device { Name = $"sw-{port}", Ssh = port });

    private static void Replace(TestGateway node, IEnumerable<Device> devices, string version) =>
        node.Services.GetRequiredService<InventoryInForce>().Replace(new DeviceInventory(devices, version: version));

    // By chance one of them may have none.
    private static async Task<double> LookedAsync(TestGateway node) => (await Operator.ScrapeAsync(node.DataFolder)).Samples.Where(sample => sample.Name == "gateway_probes_total" && sample.Labels.Contains("\"up\"", StringComparison.Ordinal)).Sum(sample => sample.Value);

    private static PortWord WordOf(TestGateway node, string device) => node.Services.GetRequiredService<DeviceStates>().Of(device, "ssh").Word;
}
