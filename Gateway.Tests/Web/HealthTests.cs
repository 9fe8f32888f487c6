using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task A_probe_needs_no_name_no_cookie_and_no_page(string path, string word)
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        foreach (string host in new[] { gateway.Address.Authority, "10.0.0.7", "whatever.internal" })
        {
            var answer = await RawHttp.SendAsync(gateway.Address, $"GET {path}", $"Host: {host}");
            Assert.Equal((200, word), (answer.Status, answer.Body.Split('\n').Single(line => line == word)));
            Assert.Equal(200, (await RawHttp.SendAsync(gateway.Address, $"HEAD {path}", $"Host: {host}")).Status);
            Assert.Equal(421, (await RawHttp.SendAsync(gateway.Address, $"GET {path}/../../remote/ssh/a/22", $"Host: x.{host}")).Status);
        }
    }

    [Fact]
    public async Task A_gateway_that_stops_is_alive_but_not_ready()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        int ready = 0, live = 0;
        var lifetime = gateway.Services.GetRequiredService<IHostApplicationLifetime>();
        // Runs while the stop is announced and before the server closes, which is when a load balancer asks.
        using var asking = lifetime.ApplicationStopping.Register(() => Task.Run(async () =>
        {
            ready = (await RawHttp.SendAsync(gateway.Address, "GET /health/ready")).Status;
            live = (await RawHttp.SendAsync(gateway.Address, "GET /health/live")).Status;
        }).Wait(HubClient.Patience));
        await gateway.StopAsync();
        Assert.Equal((503, 200), (ready, live));
    }

    [Fact]
    public async Task A_gateway_that_is_whole_says_ok_and_the_operator_hears_why()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        using var browser = gateway.Browser();
        Assert.Equal("""{"status":"ok","degraded":[]}""", await browser.GetStringAsync(new Uri("/health", UriKind.Relative)));
        using var owner = Operator.Client(gateway.DataFolder);
        Assert.Contains("""{"name":"redis","ok":true,"words":"not used"}""", await owner.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_redis_it_is_degraded_still_ready_and_tells_strangers_no_address()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var gateway = cluster.Nodes[0];
        using var browser = gateway.Browser();
        await cluster.Redis.KillAsync();
        string said = "";
        await Wait.UntilAsync(
            async () => (said = await browser.GetStringAsync(new Uri("/health", UriKind.Relative))) == """{"status":"degraded","degraded":["redis"]}""",
            () => $"a degraded gateway instead of {said}");
        Assert.Equal("ready\n", await browser.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
        using var owner = Operator.Client(gateway.DataFolder);
        Assert.Contains($"{cluster.Redis.Address} does not answer", await owner.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);
    }
}
