using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gateway.Inventory;
using Gateway.Tests.Credentials;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class DevicesTests(BrowserFixture fixture) : PeopleTest(fixture)
{
    private const string Name = "harbour-router";

    [Fact]
    public async Task A_device_is_found_among_ten_thousand_and_opened_with_the_keyboard_alone()
    {
        var tab = await (await VisitAsync(await StartAsync(10_000), "alice")).GoAsync("devices");
        await Expect(tab.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("10,000");
        await tab.PressAsync("/");
        await tab.TypeAsync("rack 7");
        await Expect(tab.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("of 10,000");
        await tab.PressAsync("Escape");
        await tab.TypeAsync("harbour");
        await Expect(tab.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 10,000");
        Assert.EndsWith("?q=harbour", tab.Page.Url, StringComparison.Ordinal);
        await OpensAsync(tab, () => tab.PressAsync("Enter"));

        // What was opened, and what was starred, stays at hand; a star follows its person into another browser.
        await tab.PressAsync("Shift+Enter");
        await Expect(tab.Dialog($"Connect to {Name}")).ToBeVisibleAsync();
        await tab.PressAsync("Escape");
        await tab.Button($"Favourite: {Name}").ClickAsync();
        await tab.Page.GotoAsync(new Uri(tab.Page.Url).GetLeftPart(UriPartial.Path));
        await Expect(tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Favourites and recent devices" }).GetByRole(AriaRole.Link)).ToHaveTextAsync(Name);
    }

    [Fact]
    public async Task A_marker_of_the_map_has_a_menu_that_connects_by_keyboard_and_the_form_takes_another_user()
    {
        var gateway = await StartAsync(12);
        var visitor = await VisitAsync(gateway, "alice");
        var tab = await visitor.GoAsync($"devices?view=map&q={Name}");
        var marker = tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{Name}, ") });
        await Expect(marker).ToHaveCountAsync(1);
        await marker.FocusAsync();
        await tab.PressAsync("Enter");
        var menu = tab.Page.GetByRole(AriaRole.Menu, new() { Name = Name });
        await Expect(menu.GetByRole(AriaRole.Menuitem, new() { Name = "Connect", Exact = true })).ToBeFocusedAsync();
        await OpensAsync(tab, () => tab.PressAsync("Enter"));
        await Expect(menu).ToHaveCountAsync(0);
        await marker.ClickAsync();
        await Expect(menu.GetByRole(AriaRole.Menuitem, new() { Name = "Connect", Exact = true })).ToBeFocusedAsync();
        await tab.PressAsync("Escape");
        await Expect(menu).ToHaveCountAsync(0);
        await marker.ClickAsync(new() { Button = MouseButton.Right });
        await menu.GetByRole(AriaRole.Menuitem, new() { Name = "Open site Reykjavik" }).ClickAsync();
        Assert.EndsWith("?site=Reykjavik", tab.Page.Url, StringComparison.Ordinal);
        await Expect(marker).ToHaveCountAsync(1);

        var form = await visitor.GoAsync($"connect/{Name}?user=nobody-here");
        await Expect(Field(form, "User")).ToHaveValueAsync("nobody-here");
        await form.Button("Open at once").ClickAsync();
        await Expect(form.Button("Copied")).ToBeVisibleAsync();
        Assert.Equal($"{gateway.Address}connect/{Name}/go?user=nobody-here", await form.ClipboardAsync());
        await Field(form, "User").FillAsync(SshServer.User);
        await OpensAsync(form, () => form.Button("Web session").ClickAsync());
    }

    [Fact]
    public async Task A_credential_of_ones_own_signs_in_from_the_form_without_a_key_typed()
    {
        const string password = "Kept-by-alice-herself-5t";
        using var scratch = new Scratch();
        string master = scratch.Write("master.key", new string('7', 64));
        await using var server = await SshServer.StartAsync(password: password);
        var gateway = await StartAsync(change: file =>
        {
            file["ports"]!.AsArray().Add($"{server.Port}");
            file["credentials"] = new JsonObject { ["masterKeyFile"] = master };
        });
        gateway.Services.GetRequiredService<InventoryInForce>().Replace(new DeviceInventory([new Device { Name = Name, Ssh = server.Port }]));
        SignInWorld.Know(gateway, server);
        var visitor = await VisitAsync(gateway, "alice");
        var form = await visitor.GoAsync($"connect/{Name}");
        await Field(form, "Sign in automatically").CheckAsync();
        await Expect(Field(form, "Mine")).ToHaveCountAsync(0);
        await Expect(Field(form, "Other")).ToBeCheckedAsync();

        var me = await visitor.GoAsync("me");
        await me.Button("Add…").ClickAsync();
        await Field(me, "Name").FillAsync("mine");
        await Field(me, "User on the device").FillAsync(SshServer.User);
        await Field(me, "Password").FillAsync(password);
        await me.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(me.Button("Remove mine")).ToBeVisibleAsync();

        form = await visitor.GoAsync($"connect/{Name}");
        await Field(form, "Sign in automatically").CheckAsync();
        await Expect(Field(form, "Mine")).ToBeCheckedAsync();
        await OpensAsync(form, () => form.Button("Web session").ClickAsync());
        await Wait.UntilAsync(() => server.Log.Contains("Accepted password", StringComparison.Ordinal), () => server.Log);
    }

    [Fact]
    public async Task Every_control_has_a_name_every_view_one_title_and_a_phone_shows_all_of_its_width()
    {
        var gateway = await StartAsync(40);
        var phone = await VisitAsync(gateway, "carol", new() { ViewportSize = new() { Width = 360, Height = 720 } });
        foreach (var (path, shown) in new[] { ("devices", ".device"), ("devices?view=map", ".marker"), ("devices?site=Reykjavik", ".marker"), ($"connect/{Name}", ".connect-form") })
        {
            var tab = await phone.GoAsync(path);
            await Expect(tab.Page.Locator(shown).First).ToBeVisibleAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            Assert.DoesNotContain("", await tab.Page.Locator("a, button, input, select, textarea, summary").EvaluateAllAsync<string[]>(PeopleAccessibilityTests.Names));
            Assert.Equal(360, await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        }
    }

    // A tab that opens by itself, with the device's own prompt in it.
    private static async Task OpensAsync(Tab from, Func<Task> act)
    {
        var tab = new Tab(await from.Page.Context.RunAndWaitForPageAsync(act));
        await tab.StateAsync("live");
        await tab.ExpectAsync("$ ");
        await tab.RunAsync("echo $((6*7))", "42");
        await tab.Page.CloseAsync();
    }

    private async Task<TestGateway> StartAsync(int devices)
    {
        const int first = 10_000;
        var gateway = await StartAsync(change: file => file["ports"]!.AsArray().Add($"{first}-{first + devices}"));
        var others = Enumerable.Range(first, devices).Where(port => port != Server.Port).Take(devices - 1).Select(port => new Device
        {
            Name = $"device-{port}",
            Description = $"Rack {port % 40}",
            Vendor = "Arista",
            Site = $"Site {port % 9}",
            Longitude = port % 300 - 150,
            Latitude = port % 120 - 60,
            Properties = ImmutableSortedDictionary<string, string>.Empty.Add("Asset tag", $"A{port}"),
            Ssh = port,
        });
        var device = new Device { Name = Name, Site = "Reykjavik", Longitude = -21.94, Latitude = 64.15, Ssh = Server.Port, Defaults = new() { User = SshServer.User } };
        gateway.Services.GetRequiredService<InventoryInForce>().Replace(new DeviceInventory([.. others, device]));
        return gateway;
    }
}
