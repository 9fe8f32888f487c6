using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Tests.Tunnels.Agents;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class TunnelsTests(BrowserFixture fixture) : PeopleTest(fixture)
{
    [Fact]
    public async Task An_administrator_announces_a_device_sees_it_come_live_and_stops_it_also_on_a_phone()
    {
        int port = Ports.Free();
        var gateway = await StartAsync(change: file =>
        {
            file["ports"]!.AsArray().Add(port);
            file["tunnels"] = new JsonObject { ["enabled"] = true };
        });
        var phone = await VisitAsync(gateway, "carol", new() { ViewportSize = new() { Width = 360, Height = 720 } });
        var tab = await phone.GoAsync("tunnels");
        await tab.Button("Announce a device").ClickAsync();
        await tab.Page.GetByLabel("Name").FillAsync("sop001");
        await tab.Page.GetByLabel("ssh").First.FillAsync(port.ToString(CultureInfo.InvariantCulture));
        await tab.Button("Announce it").ClickAsync();
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sop001" });
        await Expect(row).ToContainTextAsync("Never seen");

        await tab.Button("Enrol sop001").ClickAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await tab.Page.GetByRole(AriaRole.Textbox).FillAsync(TestAgent.KeyOf(key));
        await tab.Button("Enrol this key").ClickAsync();
        await Wait.UntilAsync(() => gateway.Services.GetRequiredService<DialInBook>().Current.FindByKey(TestAgent.KeyOf(key)) is not null, "the key on record");
        await using var agent = await TestAgent.ConnectAsync(gateway.Address, "sop001", key);
        await Expect(row).ToContainTextAsync("WebSocket"); // told by the hub, with no reload
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "sop001", Exact = true }).ClickAsync();
        await Expect(tab.Dialog("sop001")).ToContainTextAsync($"gateway-agent enrol {gateway.Address.GetLeftPart(UriPartial.Authority)} sop001");
        await tab.Page.GetByRole(AriaRole.Tab, new() { Name = "History" }).ClickAsync();
        await Expect(tab.Dialog("sop001")).ToContainTextAsync("came up by WebSocket");
        await tab.Button("Close").ClickAsync();

        await tab.Button("Stop sop001").ClickAsync();
        await tab.Button("Stop it").ClickAsync();
        await Expect(row).ToContainTextAsync("stopped");
        Assert.DoesNotContain("", await tab.Page.Locator("a, button, input, select, textarea, summary").EvaluateAllAsync<string[]>(PeopleAccessibilityTests.Names));
        Assert.Equal(360, await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task An_administrator_announces_a_series_by_keyboard_and_is_shown_its_tokens_once()
    {
        var gateway = await StartAsync(change: file =>
        {
            file["ports"] = new JsonArray("10001-10100");
            file["tunnels"] = new JsonObject { ["enabled"] = true };
        });
        var phone = (await VisitAsync(gateway, "carol", new() { ViewportSize = new() { Width = 360, Height = 720 } })).Expects("Failed to load resource"); // what is refused
        var tab = await phone.GoAsync("tunnels");
        await tab.Button("Announce a device").PressAsync("Enter");
        var form = tab.Dialog("Announce a device");
        await Expect(tab.Page.GetByLabel("Name")).ToBeFocusedAsync();
        await tab.Page.Keyboard.TypeAsync("sop01..sop50");
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.TypeAsync("10052");
        await Expect(form.GetByRole(AriaRole.Status)).ToContainTextAsync("50 devices, ssh 10052–10101.");
        await form.Locator("summary").PressAsync("Enter");
        await form.GetByLabel("Direct port").FillAsync("10001");
        await form.GetByLabel("It signs in by a token").PressAsync("Space");
        await tab.Button("Announce 50 devices").PressAsync("Enter");
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("sop50: ssh 10101 is no allowed port of the domain.");
        Assert.True(await form.Locator(".dialog-body").EvaluateAsync<bool>("body => body.scrollWidth === body.clientWidth"));

        await tab.Page.GetByLabel("ssh").First.FillAsync("10051");
        await tab.Button("Announce 50 devices").PressAsync("Enter");
        var tokens = tab.Dialog("Tokens of sop01..sop50");
        await Expect(tokens.Locator("pre")).ToContainTextAsync("sop50 gwd_");
        string last = (await tokens.Locator("pre").InnerTextAsync()).Split('\n')[^1].Split(' ')[1];
        var device = gateway.Services.GetRequiredService<DialInBook>().Current.Find("sop50")!;
        Assert.Equal((10100, 10050, true), (device.Master.Ssh, device.Direct, DialInSecrets.IsToken(device.Master, last)));
        await Expect(tokens.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Escape"); // nobody loses them by a slip
        await Expect(tokens.Locator("pre")).ToBeVisibleAsync();
        await tab.Button("I have them").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sop50" })).ToContainTextAsync("10100");
        await Expect(tab.Page.Locator("body")).Not.ToContainTextAsync("gwd_");
    }
}
