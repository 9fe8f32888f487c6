using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Inventory;
using Gateway.Tests.Harness;
using Gateway.Web.Devices;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.People;

public sealed class DeviceListTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task Everybody_sees_the_devices_that_the_policy_lets_him_open_or_watch_and_no_others()
    {
        await using var gateway = await StartAsync();
        using var alice = gateway.Browser(await gateway.SignInAsync("alice"));
        using var dave = gateway.Browser(await gateway.SignInAsync("dave"));
        var list = (await alice.GetFromJsonAsync<DeviceList>("api/devices"))!;
        Assert.Equal(["here", "watched"], list.Devices.Select(row => row.Name));
        // Of a site, too, only those know who know one of its devices.
        Assert.Equal(["Oslo"], list.Sites.Select(site => site.Name));
        Assert.Equal(("admin", "ssh", "port"), (list.Devices[0].Defaults.User, list.Devices[0].Defaults.Protocol, list.Devices[0].Defaults.Use));
        Assert.Empty((await dave.GetFromJsonAsync<DeviceList>("api/devices"))!.Devices);
        foreach (string name in new[] { "forbidden", "unreachable", "missing" })
            Assert.Equal(await AnswerAsync(alice, "missing"), await AnswerAsync(alice, name));
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(alice, "here")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(dave, "here")).Status);
    }

    [Fact]
    public async Task The_list_comes_compressed_and_not_again_while_it_is_the_same()
    {
        await using var gateway = await StartAsync();
        using var alice = gateway.Browser(await gateway.SignInAsync("alice"));
        using var first = await AskAsync(alice, "br");
        Assert.Equal(["br"], first.Content.Headers.ContentEncoding);
        await using var plain = new BrotliStream(await first.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        var list = (await JsonSerializer.DeserializeAsync<DeviceList>(plain, JsonSerializerOptions.Web))!;
        string tag = first.Headers.ETag!.Tag;
        Assert.Equal($"\"{list.Version}\"", tag);
        using (var same = await AskAsync(alice, "br", tag)) Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        // What another person sees is another list.
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        using (var other = await AskAsync(carol, "gzip", tag)) Assert.Equal((HttpStatusCode.OK, "gzip"), (other.StatusCode, other.Content.Headers.ContentEncoding.Single()));
        var inventory = gateway.Services.GetRequiredService<InventoryInForce>();
        inventory.Replace(new DeviceInventory(inventory.Current.Devices.Select(device => device with { Description = "new" }), inventory.Current.Sites));
        using var changed = await AskAsync(alice, "br", tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task What_is_put_aside_among_the_devices_is_kept_apart_from_the_settings_of_the_terminal()
    {
        await using var gateway = await StartAsync();
        using var alice = gateway.Browser(await gateway.SignInAsync("alice"));
        using var bob = gateway.Browser(await gateway.SignInAsync("bob"));
        foreach (var (path, text) in new[] { ("api/me/settings", """{"a":1}"""), ("api/me/settings/devices", """{"b":2}""") })
        {
            using var written = await alice.SendAsync(gateway.Request(HttpMethod.Put, path, JsonNode.Parse(text)));
            Assert.Equal(HttpStatusCode.NoContent, written.StatusCode);
        }
        Assert.Equal("""{"a":1}""", await alice.GetStringAsync("api/me/settings"));
        Assert.Equal("""{"b":2}""", await alice.GetStringAsync("api/me/settings/devices"));
        Assert.Equal("{}", await bob.GetStringAsync("api/me/settings/devices"));
    }

    private async Task<TestGateway> StartAsync()
    {
        var gateway = await world.StartAsync(file =>
        {
            file["ports"] = new JsonArray("6001-6003");
            file["policy"]!.AsArray().Insert(0, TestPeople.Rule("not that one", "ops", rule =>
            {
                rule["ports"] = new JsonArray(6003);
                rule["may"] = "nothing";
            }));
            file["policy"]!.AsArray().Insert(0, TestPeople.Rule("look on", "ops", rule =>
            {
                rule["ports"] = new JsonArray(6002);
                rule["may"] = "watch";
            }));
        });
        gateway.Services.GetRequiredService<InventoryInForce>().Replace(new DeviceInventory(
            [
                new Device { Name = "here", Ssh = 6001, Site = "Oslo", Defaults = new() { User = "admin" } }, new Device { Name = "watched", Ssh = 6002 },
                new Device { Name = "forbidden", Ssh = 6003, Site = "Brussels" }, new Device { Name = "unreachable", Ssh = 7000 },
            ],
            [new Site("Oslo", "", 10.7, 59.9), new Site("Brussels", "", null, null)]));
        return gateway;
    }

    private static async Task<(HttpStatusCode Status, string Body)> AnswerAsync(HttpClient browser, string name)
    {
        using var answer = await browser.GetAsync($"api/devices/{name}");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient browser, string coding, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/devices");
        request.Headers.AcceptEncoding.Add(new(coding));
        if (known is not null) request.Headers.IfNoneMatch.Add(new(known));
        return await browser.SendAsync(request);
    }
}
