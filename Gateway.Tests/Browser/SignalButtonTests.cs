using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Tests.Terminals;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class SignalButtonTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task The_menu_sends_BREAK_where_the_device_takes_it_and_has_no_such_button_elsewhere()
    {
        using var scratch = new Scratch();
        await using var device = new RecordingDevice();
        string inventory = scratch.Write("inventory.json", $$"""{ "devices": [ { "name": "console", "telnet": {{device.Port}}, "terminal": { "signals": true } } ] }""");
        await using var gateway = await TestGateway.StartAsync([device.Port], change: file => file["inventory"] = new JsonObject { ["path"] = inventory });
        var tab = await (await VisitAsync(address: gateway.Address)).GoAsync($"remote/telnet/ops/{device.Port}");
        await using var line = await device.AcceptAsync([255, 251, 1, 255, 251, 3, .. "READY"u8]);
        await tab.StateAsync("live");
        await tab.ExpectAsync("READY");
        await tab.TypeAsync("a");
        await line.ReceiveAsync((byte)'a');
        await tab.Button("Menu").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Send BREAK" }).ClickAsync();
        await Expect(tab.Page.GetByText("BREAK sent")).ToBeVisibleAsync();
        await tab.TypeAsync("b");
        Assert.EndsWith("61FFF362", Convert.ToHexString(await line.ReceiveAsync((byte)'b')), StringComparison.Ordinal);

        var plain = await OpenAsync();
        await plain.Button("Menu").ClickAsync();
        await Expect(plain.Page.GetByRole(AriaRole.Group, new() { Name = "Send a key" })).ToBeVisibleAsync();
        await Expect(plain.Page.GetByRole(AriaRole.Group, new() { Name = "Send a signal" })).ToHaveCountAsync(0);
    }
}
