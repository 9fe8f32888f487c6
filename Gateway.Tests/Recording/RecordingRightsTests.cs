using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Who gets what of a recording over HTTP: the owner, an auditor, an administrator; and everybody else as if it were not there.</summary>
public sealed class RecordingRightsTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    private const string Missing = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Formats = ["cast", "cast2", "text", "html"];

    [Fact]
    public async Task A_recording_is_there_for_those_who_may_see_it_and_for_nobody_else()
    {
        await using var gateway = await world.StartAsync(file => file["recording"] = new JsonObject { ["terminals"] = "all", ["auditors"] = new JsonObject { ["people"] = new JsonArray("dave") } });
        var cookies = await gateway.SignInAsync("alice");
        using var alice = gateway.Browser(cookies);
        await RecordAsync(gateway, cookies);
        await RecordAsync(gateway, cookies);
        await Wait.UntilAsync(async () => (await alice.ReadAsync("api/recordings")).GetProperty("recordings").EnumerateArray().Count(one => one.GetProperty("state").GetString() == "complete") == 2, () => "two recordings");
        var first = await alice.ReadAsync("api/recordings?limit=1");
        string page = first.GetProperty("next").GetString()!, id = first.GetProperty("recordings")[0].GetProperty("id").GetString()!;
        Assert.True(first.GetProperty("recordings")[0].GetProperty("mine").GetBoolean());
        Assert.Single((await alice.ReadAsync($"api/recordings?limit=1&page={page}")).GetProperty("recordings").EnumerateArray());
        Assert.Equal("zebra 42", (await alice.SearchAsync("ZEBRA 42")).GetProperty("line").GetString());
        Assert.Contains("zebra 42", await alice.PlayAsync(id), StringComparison.Ordinal);
        string[] paths = [.. new[] { "", "/frames", "/frames?from=0.5", "/frames?next=1-0-0", "/frames?next=1-7-0", "/frames?next=999999-999999999999-0" }.Concat(Formats.Select(format => $"/download?format={format}"))];

        using var bob = gateway.Browser(await gateway.SignInAsync("bob"));
        foreach (string query in new[] { "", "?person=alice", "?person=local:alice", $"?page={page}", $"?limit=1&page={page}" })
        {
            var list = await bob.ReadAsync("api/recordings" + query);
            Assert.Equal((0, JsonValueKind.Null), (list.GetProperty("recordings").GetArrayLength(), list.GetProperty("next").ValueKind));
        }
        Assert.Equal("""{"hits":[],"next":null,"unreachable":[]}""", (await bob.ReadAsync("api/recordings/search?words=zebra")).GetRawText());
        foreach (string path in paths)
            foreach (string node in new[] { "", "here", "..%2F" })
                Assert.Equal(await AnswerAsync(bob, Path(Missing)(path, node)), await AnswerAsync(bob, Path(id)(path, node)));

        using var nobody = gateway.Browser();
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        using var dave = gateway.Browser(await gateway.SignInAsync("dave"));
        using var right = Script(gateway, await TokenAsync(gateway, alice, "recordings"));
        using var wrong = Script(gateway, await TokenAsync(gateway, alice, "terminals"));
        foreach (var (who, status) in new[] { (nobody, HttpStatusCode.Unauthorized), (wrong, HttpStatusCode.Forbidden), (alice, HttpStatusCode.OK), (right, HttpStatusCode.OK), (dave, HttpStatusCode.OK), (carol, HttpStatusCode.OK) })
        {
            foreach (string path in new[] { "", "/frames", "/download?format=text" }) Assert.Equal((path, status), (path, (await AnswerAsync(who, Path(id)(path, ""))).Status));
            if (status != HttpStatusCode.OK) continue;
            Assert.Equal(2, (await who.ReadAsync("api/recordings?person=alice")).GetProperty("recordings").GetArrayLength());
            Assert.NotEqual(0, (await who.ReadAsync("api/recordings/search?words=zebra")).GetProperty("hits").GetArrayLength());
        }
        foreach (string path in new[] { "api/recordings?page=x", "api/recordings?limit=101", "api/recordings/search", $"api/recordings/search?words={new string('x', 257)}", $"api/recordings/{id}/frames?from=-1", $"api/recordings/{id}/download?format=exe" })
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, (await AnswerAsync(alice, path)).Status));
        // A place in the middle of a line is none, and shows nothing but an end.
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(alice, Path(id)("/frames?next=1-7-0", ""))).Status);
        foreach (string format in Formats) await DownloadsAsync(alice, id, format);

        await gateway.StopAsync();
        string audit = await File.ReadAllTextAsync(System.IO.Path.Combine(gateway.DataFolder, "audit", "audit.jsonl"));
        foreach (string happened in new[] { "recordingStarted", "recordingEnded", "recordingReplayed", "recordingSearched", "recordingExported" }) Assert.Contains(happened, audit, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", audit, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("zebra", gateway.Log, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task RecordAsync(TestGateway gateway, CookieContainer cookies)
    {
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        await page.TypeAsync("echo ze''bra $((6*7))\r");
        await page.ExpectAsync("zebra 42");
        await page.TypeAsync("exit\r");
        await page.ExpectEndAsync();
    }

    private static async Task DownloadsAsync(HttpClient browser, string id, string format)
    {
        using var response = await browser.GetAsync(new Uri($"api/recordings/{id}/download?format={format}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches(@"\Aattachment; filename=""?\d{8}-\d{6}-ssh-[A-Za-z0-9_-]+-\d+\.(cast|txt|html)""?\z", response.Content.Headers.ContentDisposition!.ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("sandbox; default-src 'none'; frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("zebra 42", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Func<string, string, string> Path(string id) => (path, node) => $"api/recordings/{id}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}node={node}";

    private static async Task<(HttpStatusCode Status, string Words)> AnswerAsync(HttpClient browser, string path)
    {
        using var response = await browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(response.Headers.CacheControl!.NoStore, path);
        if (response.IsSuccessStatusCode) return (response.StatusCode, "");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.StatusCode, $"{problem.GetProperty("code")} {problem.GetProperty("title")} {problem.GetProperty("detail")}");
    }

    private static HttpClient Script(TestGateway gateway, string token)
    {
        var script = gateway.Browser();
        script.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return script;
    }

    private static async Task<string> TokenAsync(TestGateway gateway, HttpClient browser, string scope)
    {
        using var response = await browser.SendAsync(gateway.Post("api/me/tokens", new { name = "script", scopes = new[] { scope }, days = 1 }));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
