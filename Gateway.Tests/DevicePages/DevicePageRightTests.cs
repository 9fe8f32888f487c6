using System.Net;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.DevicePages;

/// <summary>Who may be at a device's pages, and that he is there no longer than he may.</summary>
public sealed class DevicePageRightTests
{
    [Fact]
    public async Task The_policy_lets_in_by_device_and_port_and_says_no_like_nothing_there()
    {
        await using var world = await WebWorld.StartAsync(change: file => file["policy"] = new JsonArray(
            TestPeople.Rule("looking", "ops", rule => (rule["devices"], rule["methods"], rule["may"]) = (new JsonArray("sop002"), new JsonArray("http"), "watch")),
            TestPeople.Rule("pages", "ops", rule => (rule["devices"], rule["methods"]) = (new JsonArray("sop001"), new JsonArray("http"))),
            TestPeople.Rule("root", "admins", rule => rule["users"] = new JsonArray("root")),
            TestPeople.Rule("kept", "admins", rule => (rule["devices"], rule["recorded"]) = (new JsonArray("sop002"), true))));
        var answers = new List<string>();
        foreach (string name in new[] { "alice", "carol", "dave" })
        {
            var (browser, _) = await world.SignInAsync(name);
            using (browser)
                foreach (string label in new[] { "sop001", "sop001--clone", "sop002", "bare", "nothing" })
                {
                    using var response = (await WebWorld.GoAsync(browser, world.At(label))).Response;
                    answers.Add($"{name} {label} {(int)response.StatusCode} {(response.StatusCode == HttpStatusCode.OK ? "" : Title(await response.Content.ReadAsStringAsync()))}".TrimEnd());
                }
        }
        const string nothing = "404 There are no web pages here for you";
        Assert.Equal(
        [
            "alice sop001 200", "alice sop001--clone 200", "alice sop002 403 You may only watch here", $"alice bare {nothing}", $"alice nothing {nothing}",
            // A rule for some remote users is for no web page, and one that wants a record lets nobody in to what cannot be recorded.
            $"carol sop001 {nothing}", $"carol sop001--clone {nothing}", "carol sop002 403 This has to be recorded", $"carol bare {nothing}", $"carol nothing {nothing}",
            $"dave sop001 {nothing}", $"dave sop001--clone {nothing}", $"dave sop002 {nothing}", $"dave bare {nothing}", $"dave nothing {nothing}",
        ], answers);
    }

    [Fact]
    public async Task What_is_under_way_is_cut_when_the_sign_in_ends_and_nothing_more_is_answered()
    {
        await using var world = await WebWorld.StartAsync();
        var (browser, _) = await world.SignInAsync("alice");
        using var alice = browser;
        var (bob, _) = await world.SignInAsync("bob");
        using var other = bob;
        using (var entered = (await WebWorld.GoAsync(alice, world.At("sop001"))).Response) Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        using (var entered = (await WebWorld.GoAsync(other, world.At("sop001"))).Response) Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        using var stream = await alice.GetAsync(world.At("sop001", "/stream"), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("line 0", await lines.ReadLineAsync().WaitAsync(HubClient.Patience));
        var held = alice.GetAsync(world.At("sop001", "/hold"));
        await Wait.UntilAsync(() => world.Sop001.Held == 1, "a request that waits for its answer");

        var signIns = world.Gateway.Services.GetRequiredService<SignIns>();
        foreach (var signIn in await signIns.ListAsync("local:alice")) Assert.True(await signIns.RevokeAsync(signIn.Id));

        await Assert.ThrowsAnyAsync<IOException>(() => lines.ReadLineAsync().WaitAsync(HubClient.Patience));
        using (var refused = await held) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        int seen = world.Sop001.Lines.Count;
        using (var page = (await WebWorld.GoAsync(alice, world.At("sop001"))).Response) Assert.Equal("/sign-in", page.RequestMessage!.RequestUri!.AbsolutePath);
        using var script = new HttpRequestMessage(HttpMethod.Get, world.At("sop001", "/data")) { Headers = { { "Sec-Fetch-Site", "same-origin" }, { "Sec-Fetch-Mode", "cors" }, { "Sec-Fetch-Dest", "empty" } } };
        using (var data = await alice.SendAsync(script)) Assert.Equal(HttpStatusCode.Unauthorized, data.StatusCode);
        Assert.Equal(seen, world.Sop001.Lines.Count);
        using var still = await other.GetAsync(world.At("sop001"));
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Where_nobody_signs_in_a_visitor_comes_in_by_a_form_of_the_gateways_own_page()
    {
        await using var world = await WebWorld.StartAsync(https: false);
        using var visitor = WebWorld.Browser();
        var (asked, way) = await WebWorld.GoAsync(visitor, world.At("sop002", "/x"));
        using (asked) Assert.Contains("<form method=\"post\">", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(world.Own.Authority, way[^1].Authority);
        foreach (string? origin in new[] { null, world.At("sop002").GetLeftPart(UriPartial.Authority), "null" })
        {
            using var forged = new HttpRequestMessage(HttpMethod.Post, way[^1]);
            if (origin is not null) forged.Headers.Add("Origin", origin);
            using var refused = await visitor.SendAsync(forged);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        using var form = new HttpRequestMessage(HttpMethod.Post, way[^1]) { Headers = { { "Origin", world.Own.GetLeftPart(UriPartial.Authority) } } };
        using (var visited = await visitor.SendAsync(form)) Assert.Equal(HttpStatusCode.OK, visited.StatusCode);
        using var inside = (await WebWorld.GoAsync(visitor, world.At("sop002", "/x"))).Response;
        Assert.StartsWith("I am sop002\nGET /x\n", await inside.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Two cookies for one are nobody's: without TLS another device's page can set one.
        using var two = new HttpRequestMessage(HttpMethod.Get, world.At("sop001")) { Headers = { { "Cookie", $"gateway-web={new string('a', 64)}; gateway-web={new string('b', 64)}" } } };
        using var stranger = WebWorld.Browser();
        using var unclear = await stranger.SendAsync(two);
        Assert.Equal(HttpStatusCode.BadRequest, unclear.StatusCode);
    }

    private static string Title(string page) => WebUtility.HtmlDecode(page.Split("<h1")[1].Split("</h1>")[0].Split('>')[1]);
}
