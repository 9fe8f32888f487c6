using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public async Task What_terminals_do_is_counted_and_stays_counted_after_their_end()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync([server.Port], server.Identity);
        var before = await Operator.ScrapeAsync(gateway.DataFolder);
        Assert.Equal((0, 0, 0, 500), (before["gateway_terminals"], before["gateway_viewers"], before["gateway_hub_connections"], before["gateway_terminals_limit"]));
        Assert.Equal((0, 0), (before["gateway_terminals_opened_total", "method=\"ssh\""], before["gateway_received_bytes_total"]));

        Scrape during;
        await using (var page = await gateway.OpenAsync("ssh", SshServer.User, server.Port))
        {
            await page.ExpectAsync("$ ");
            await page.TypeAsync("echo $((6*7)) lives\r");
            await page.ExpectAsync("42 lives\r\n$ ");
            during = await Operator.ScrapeAsync(gateway.DataFolder);
            during.AssertGrewFrom(before);
            Assert.Equal((1, 1, 1), (during["gateway_terminals"], during["gateway_viewers"], during["gateway_hub_connections"]));
            Assert.Equal((1, 0), (during["gateway_terminals_opened_total", "method=\"ssh\""], during["gateway_terminals_opened_total", "method=\"telnet\""]));
            Assert.Equal(20, during["gateway_typed_bytes_total"]);
            Assert.Equal(page.Text.Length, during["gateway_received_bytes_total"]);
            await page.TypeAsync("exit\r");
            await page.ExpectEndAsync();
        }
        var after = during;
        await Wait.UntilAsync(
            async () =>
            {
                after = await Operator.ScrapeAsync(gateway.DataFolder);
                return (after["gateway_viewers"], after["gateway_terminals_ended_total", "reason=\"exited\""]) == (0, 1);
            },
            () => "the page to be gone and the end to be counted");
        after.AssertGrewFrom(during);
        Assert.Equal((0, 0), (after["gateway_terminals"], after["gateway_viewers"]));
        Assert.Equal((1, 0), (after["gateway_terminals_ended_total", "reason=\"exited\""], after["gateway_terminals_ended_total", "reason=\"shutdown\""]));
        Assert.Equal(25, after["gateway_typed_bytes_total"]);
        Assert.InRange(after["gateway_process_memory_bytes"], 10e6, 10e9);
        Assert.True(after["gateway_process_cpu_seconds_total"] > 0);
    }

    [Fact]
    public async Task A_lone_keystrokes_echo_is_measured()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        // The first one only finds out that the terminal is quiet.
        await Wait.UntilAsync(
            async () =>
            {
                await page.TypeAsync("q");
                await page.ExpectAsync("q");
                await Task.Delay(150);
                var scrape = await Operator.ScrapeAsync(gateway.DataFolder);
                return scrape.Has("gateway_echo_duration_seconds") && scrape["gateway_echo_duration_seconds_count"] >= 2 && scrape["gateway_echo_duration_seconds_sum"] is > 0 and < 10;
            },
            () => "two echoes in the histogram");
    }

    [Fact]
    public async Task What_was_not_opened_is_counted_by_its_reason()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, file => file["limits"]!["terminalsPerVisitor"] = 1);
        var cookies = await gateway.VisitAsync();
        await using var page = await Page.OpenAsync(gateway.Address, cookies, "ssh", SshServer.User, server.Port);
        await using var second = await HubClient.ConnectAsync(gateway.Address, cookies);
        Assert.Equal("limit", (await second.OpenAsync("ssh", SshServer.User, server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))).Refusal!.Code);
        var scrape = await Operator.ScrapeAsync(gateway.DataFolder);
        Assert.Equal((1, 0, 0), (scrape["gateway_terminals_refused_total", "reason=\"visitor_limit\""], scrape["gateway_terminals_refused_total", "reason=\"node_limit\""], scrape["gateway_terminals_refused_total", "reason=\"rate\""]));
    }

    [Fact]
    public async Task No_label_says_who_typed_where()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        await using (var page = await gateway.OpenAsync(server)) await page.ExpectAsync("$ ");
        var scrape = await Operator.ScrapeAsync(gateway.DataFolder);
        Assert.Equal(["le", "method", "reason"], scrape.Samples.Where(sample => sample.Labels.Length > 0).Select(sample => sample.Labels.Split('=')[0]).Append("le").Distinct().Order());
    }

    [Fact]
    public async Task Two_gateways_in_one_process_count_for_themselves()
    {
        await using var server = await SshServer.StartAsync();
        await using var busy = await TestGateway.StartAsync(server);
        await using var idle = await TestGateway.StartAsync([22]);
        await using var page = await busy.OpenAsync(server);
        Assert.Equal((1, 0), ((await Operator.ScrapeAsync(busy.DataFolder))["gateway_terminals"], (await Operator.ScrapeAsync(idle.DataFolder))["gateway_terminals"]));
    }

    [Fact]
    public async Task Redis_and_forwarded_connections_are_told_by_each_node()
    {
        await using var cluster = await TestCluster.StartAsync();
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        await using var elsewhere = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: page.Terminal.Id);
        await elsewhere.InvokeAsync("Ping"); // a connection is counted after its handshake was answered
        var (first, second) = (await Operator.ScrapeAsync(cluster.Nodes[0].DataFolder), await Operator.ScrapeAsync(cluster.Nodes[1].DataFolder));
        Assert.Equal((1, 1), (first["gateway_redis_up"], second["gateway_redis_up"]));
        Assert.Equal((0, 1), (first["gateway_forwarded"], second["gateway_forwarded"]));
        Assert.Equal((2, 0), (first["gateway_hub_connections"], second["gateway_hub_connections"]));
        await cluster.Redis.KillAsync();
        await Wait.UntilAsync(async () => (await Operator.ScrapeAsync(cluster.Nodes[0].DataFolder))["gateway_redis_up"] == 0, () => "the metric to say that Redis is down");
    }

    [Fact]
    public async Task A_gateway_without_redis_says_nothing_about_it_and_the_readme_explains_the_rest()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        var scrape = await Operator.ScrapeAsync(gateway.DataFolder);
        Assert.False(scrape.Has("gateway_redis_up"));
        Assert.Equal(0, scrape["gateway_node_draining"]);
        string readme = await File.ReadAllTextAsync(Repository.File("README.md"));
        Assert.All(scrape.Types.Keys, name => Assert.Contains($"`{name}", readme, StringComparison.Ordinal));
    }
}
