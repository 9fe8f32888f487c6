using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class OperationsDoorTests
{
    private const string Token = "0123456789abcdef-the-token";

    private static readonly string[] Paths = ["/status", "/metrics", "/health", "/health/live", "/health/ready"];

    [Fact]
    public async Task The_socket_serves_status_metrics_and_health_to_its_owner_alone()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(gateway.DataFolder, "operations.sock")));
        using var client = Operator.Client(gateway.DataFolder);
        foreach (string path in Paths)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/remote/ssh/a/22")]
    [InlineData("/hub")]
    [InlineData("/api/visit")]
    [InlineData("/status/")]
    [InlineData("/statusx")]
    public async Task The_socket_serves_nothing_that_is_for_browsers(string path)
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        using var client = Operator.Client(gateway.DataFolder);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        using var posted = await client.PostAsync(new Uri(path, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task Browsers_find_no_status_and_no_metrics()
    {
        await using var gateway = await TestGateway.StartAsync([22], change: Listen(null));
        using var browser = gateway.Browser();
        foreach (string path in (string[])["/status", "/metrics"])
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
            using var unknown = await browser.GetAsync(new Uri("/nothing", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(WithoutNonce(await unknown.Content.ReadAsStringAsync()), WithoutNonce(await answer.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task On_loopback_another_sites_name_is_turned_away()
    {
        await using var gateway = await TestGateway.StartAsync([22], change: Listen(null));
        var door = Address(gateway);
        foreach (string path in Paths)
        {
            foreach (string host in (string[])[door.Authority, $"localhost:{door.Port}", "LOCALHOST", "[::1]:80", "10.0.0.7"])
                Assert.Equal(200, (await RawHttp.SendAsync(door, $"GET {path}", $"Host: {host}")).Status);
            foreach (string host in (string[])["evil.example", $"evil.example:{door.Port}", "localhost.evil.example", "127.0.0.1.evil.example"])
                Assert.Equal(421, (await RawHttp.SendAsync(door, $"GET {path}", $"Host: {host}")).Status);
        }
        Assert.Equal(405, (await RawHttp.SendAsync(door, "DELETE /status")).Status);
        Assert.Equal(200, (await RawHttp.SendAsync(door, "HEAD /status")).Status);
        Assert.Equal(404, (await RawHttp.SendAsync(door, "GET /")).Status);
    }

    [Fact]
    public async Task With_a_token_nothing_is_told_without_it()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("token", Token + "\n");
        await using var gateway = await TestGateway.StartAsync([22], change: Listen(file));
        using var client = new HttpClient { BaseAddress = Address(gateway), Timeout = HubClient.Patience };
        foreach (string path in (string[])[.. Paths, "/nothing"])
        {
            foreach (var wrong in (AuthenticationHeaderValue?[])[null, new("Bearer", Token[..^1]), new("Bearer", Token + "x"), new("Basic", Token), new("Bearer")])
            {
                client.DefaultRequestHeaders.Authorization = wrong;
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
            }
        }
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        Assert.NotEmpty(Scrape.Parse(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Types);
        using (var named = new HttpRequestMessage(HttpMethod.Get, "/status") { Headers = { Host = "gateway.internal" } })
        using (var answer = await client.SendAsync(named)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        scratch.Write("token", "another-token-of-today\n");
        Assert.Equal(401, (await RawHttp.SendAsync(Address(gateway), "GET /status", $"Authorization: Bearer {Token}")).Status);
        Assert.Equal(200, (await RawHttp.SendAsync(Address(gateway), "GET /status", "Authorization: bearer another-token-of-today")).Status);
        Assert.DoesNotContain(Token, gateway.Log, StringComparison.Ordinal);
        using var owner = Operator.Client(gateway.DataFolder); // whom the file system has let in already
        Assert.NotEmpty(await owner.GetStringAsync(new Uri("/status", UriKind.Relative)));
    }

    [Fact]
    public async Task The_nodes_door_serves_neither()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var door = cluster.Nodes[0].Services.GetRequiredService<Listeners>().Of(Door.Node).Single();
        foreach (string path in Paths) Assert.Equal(401, (await RawHttp.SendAsync(door, $"GET {path}")).Status);
    }

    [Fact]
    public async Task Status_tells_every_node_to_every_other()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var page = await cluster.OpenAsync(0, await cluster.VisitAsync());
        JsonElement status = default;
        await Wait.UntilAsync(
            async () =>
            {
                status = await StatusAsync(cluster.Nodes[1]);
                var told = status.GetProperty("nodes")[1];
                return (told.GetProperty("terminals").GetInt32(), told.GetProperty("viewers").GetInt32()) == (1, 1);
            },
            () => $"the other node's terminal and its viewer in {status}");
        var (self, other) = (status.GetProperty("nodes")[0], status.GetProperty("nodes")[1]);
        Assert.Equal(("gw-2", "gw-1"), (self.GetProperty("name").GetString(), other.GetProperty("name").GetString()));
        Assert.Equal(status.GetProperty("node").GetString(), self.GetProperty("id").GetString());
        Assert.Equal(("up", 0, 500), (self.GetProperty("state").GetString(), self.GetProperty("terminals").GetInt32(), self.GetProperty("limit").GetInt32()));
        Assert.Equal(("up", 1, 0), (other.GetProperty("state").GetString(), other.GetProperty("viewers").GetInt32(), other.GetProperty("forwarded").GetInt32()));
        Assert.StartsWith("http://127.0.0.1:", other.GetProperty("address").GetString(), StringComparison.Ordinal);
        Assert.InRange(other.GetProperty("memory").GetInt64(), 10_000_000, 10_000_000_000);
        Assert.InRange(other.GetProperty("load").GetDouble(), 0, 64);
        Assert.Equal(("up", cluster.Redis.Address), (status.GetProperty("redis").GetProperty("state").GetString(), status.GetProperty("redis").GetProperty("address").GetString()));
        Assert.InRange(status.GetProperty("redis").GetProperty("since").GetDateTimeOffset(), self.GetProperty("started").GetDateTimeOffset().AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Equal(JsonValueKind.Null, status.GetProperty("drain").ValueKind);
    }

    internal static async Task<JsonElement> StatusAsync(TestGateway gateway)
    {
        using var client = Operator.Client(gateway.DataFolder);
        return JsonElement.Parse(await client.GetStringAsync(new Uri("/status", UriKind.Relative)));
    }

    private static Action<JsonObject> Listen(string? tokenFile) => file => file["operations"] = new JsonObject { ["listen"] = "http://127.0.0.1:0", ["tokenFile"] = tokenFile };

    private static Uri Address(TestGateway gateway) => gateway.Services.GetRequiredService<Listeners>().Of(Door.Operations).Single();

    private static string WithoutNonce(string page) => System.Text.RegularExpressions.Regex.Replace(page, "nonce=\"[^\"]*\"", "");
}
