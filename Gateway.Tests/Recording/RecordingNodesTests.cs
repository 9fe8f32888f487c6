using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Recordings of another node, and of one that was killed.</summary>
public sealed class RecordingNodesTests
{
    [Fact]
    public async Task A_recording_is_found_and_played_through_any_node_while_its_own_can_be_asked()
    {
        await using var cluster = await TestCluster.StartAsync(2, Recorded);
        var cookies = await cluster.VisitAsync();
        await using (var page = await cluster.OpenAsync(0, cookies))
        {
            await page.ExpectAsync("$ ");
            await page.TypeAsync("echo ze''bra $((6*7))\r");
            await page.ExpectAsync("zebra 42");
            await page.TypeAsync("exit\r");
            await page.ExpectEndAsync();
        }
        using var browser = cluster.Nodes[1].Browser(CookiesFor(cookies, cluster.Nodes[0].Address, cluster.Nodes[1].Address));
        var recording = await browser.RecordingAsync("complete");
        string id = recording.GetProperty("id").GetString()!, node = recording.GetProperty("node").GetString()!;
        Assert.Equal("gw-1", node);
        Assert.Equal(id, (await browser.SearchAsync("zebra 42")).GetProperty("recording").GetProperty("id").GetString());
        Assert.Equal(80, (await browser.ReadAsync($"api/recordings/{id}?node={node}")).GetProperty("columns").GetInt32());
        Assert.Contains("zebra 42", await browser.PlayAsync(id, node), StringComparison.Ordinal);
        Assert.Contains("zebra 42", await browser.GetStringAsync(new Uri($"api/recordings/{id}/download?node={node}&format=text", UriKind.Relative)), StringComparison.Ordinal);

        using var stranger = cluster.Nodes[1].Browser(await cluster.Nodes[1].VisitAsync());
        Assert.Equal(0, (await stranger.ReadAsync("api/recordings")).GetProperty("recordings").GetArrayLength());
        foreach (string path in new[] { "", "/frames", "/download" })
        {
            using var answer = await stranger.GetAsync(new Uri($"api/recordings/{id}{path}?node={node}", UriKind.Relative));
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }

        await cluster.Nodes[0].StopAsync();
        var left = await browser.ReadAsync("api/recordings");
        Assert.Equal(0, left.GetProperty("recordings").GetArrayLength());
        using var silent = await browser.GetAsync(new Uri($"api/recordings/{id}?node={node}", UriKind.Relative));
        Assert.True(silent.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_killed_node_recorded_plays_to_its_last_second_once_it_is_there_again()
    {
        await using var cluster = await ProcessCluster.StartAsync([[]], (_, file) => Recorded(file));
        var cookies = await cluster.Nodes[0].VisitAsync();
        await using (var page = await Page.OpenAsync(cluster.Nodes[0].Address, cookies, "ssh", SshServer.User, cluster.Server.Port))
        {
            await page.ExpectAsync("$ ");
            await page.TypeAsync("echo la''st words\r");
            await page.ExpectAsync("last words");
            using var live = new HttpClient(TestGateway.Handler(cookies)) { BaseAddress = cluster.Nodes[0].Address, Timeout = HubClient.Patience };
            string id = (await live.RecordingAsync("live")).GetProperty("id").GetString()!;
            await Wait.UntilAsync(async () => (await live.PlayAsync(id, "gw-1")).Contains("last words", StringComparison.Ordinal), () => "the last words to be recorded");
            using var process = Process.GetProcessById(cluster.Nodes[0].Id);
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        }
        await cluster.StartAsync(0);
        using var browser = new HttpClient(TestGateway.Handler(cookies)) { BaseAddress = cluster.Nodes[0].Address, Timeout = HubClient.Patience };
        string whole = (await browser.RecordingAsync("cutoff")).GetProperty("id").GetString()!;
        Assert.Contains("last words", await browser.PlayAsync(whole, "gw-1"), StringComparison.Ordinal);
        await Wait.UntilAsync(async () => (await browser.ReadAsync($"api/recordings/{whole}?node=gw-1")).GetProperty("seconds").GetDouble() > 0, () => "the node to seal what it left");
    }

    private static void Recorded(JsonObject file) => file["recording"] = new JsonObject { ["terminals"] = "all" };

    // A browser that a load balancer sends elsewhere keeps its cookie.
    private static CookieContainer CookiesFor(CookieContainer cookies, Uri from, Uri to)
    {
        var same = new CookieContainer();
        foreach (Cookie cookie in cookies.GetCookies(from)) same.Add(to, new Cookie(cookie.Name, cookie.Value));
        return same;
    }
}
