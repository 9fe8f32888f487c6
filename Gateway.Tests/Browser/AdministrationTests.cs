using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Credentials;
using Gateway.Tests.Desktop;
using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

/// <summary>What administrators look after, clicked through with real devices.</summary>
public sealed class AdministrationTests(BrowserFixture fixture) : PeopleTest(fixture)
{
    [Fact]
    public async Task A_changed_host_key_is_compared_side_by_side_and_the_device_opens_again_once_two_administrators_accepted_it()
    {
        await using var server = await SshServer.StartAsync();
        var gateway = await StartAsync(server: server, change: file =>
        {
            file["ssh"]!["keyApprovals"] = 2;
            file["administrators"] = new JsonObject { ["people"] = new JsonArray("carol", "bob") };
        });
        var carol = await (await VisitAsync(gateway, "carol")).GoAsync("admin#settings");
        await carol.Page.GetByLabel("only those that were written").CheckAsync();
        await carol.Page.GetByLabel("Search the settings").FillAsync("keyapprovals");
        await Expect(carol.Page.Locator("table").Last.Locator("tbody td")).ToHaveTextAsync(["ssh.keyApprovals", "2", "line 1"]);

        var visitor = await VisitAsync(gateway, "alice");
        var alice = await visitor.OpenAsync(server);
        await alice.RunAsync("exit");
        await alice.StateAsync("ended");
        string old = await FingerprintAsync(server);
        await server.ChangeHostKeyAsync();
        var stopped = await visitor.GoAsync(Visitor.Link(server));
        await stopped.StateAsync("ended");
        await Expect(stopped.Farewell).ToContainTextAsync("The host key does not match");

        // The page says so by itself, on whichever of its tabs somebody is.
        await carol.Page.GetByRole(AriaRole.Link, new() { Name = "Compare the keys" }).ClickAsync();
        string now = await FingerprintAsync(server);
        var change = carol.Page.GetByRole(AriaRole.Article);
        var keys = change.Locator(".fingerprint");
        await Expect(keys).ToHaveTextAsync([old, now]);
        var (left, right) = ((await keys.First.BoundingBoxAsync())!, (await keys.Last.BoundingBoxAsync())!);
        Assert.True(left.Y == right.Y && left.X + left.Width <= right.X, $"{left.X} {left.Y} and {right.X} {right.Y} are not side by side.");
        await change.GetByRole(AriaRole.Button, new() { Name = "Accept the new key…" }).ClickAsync();
        await Expect(carol.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(now);
        await Answer(carol, "Accept the new key", "Accept").ClickAsync();
        await Expect(carol.Page.GetByText("It counts as soon as another administrator has accepted it too.")).ToBeVisibleAsync();
        await Expect(change.GetByRole(AriaRole.Button, new() { Name = "You have accepted it" })).ToBeDisabledAsync();

        // The other one is on the way, without a mouse.
        var bob = await (await VisitAsync(gateway, "bob", new() { ViewportSize = new() { Width = 360, Height = 720 } })).GoAsync("admin#host-keys");
        await Expect(bob.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("Accepted by Carol. It takes another administrator too.");
        await Expect(bob.Page.Locator(".tabs [aria-current]")).ToBeInViewportAsync();
        await bob.Button("Accept the new key…").FocusAsync();
        await bob.PressAsync("Enter");
        await Expect(Answer(bob, "Accept the new key", "Accept")).ToBeFocusedAsync();
        await bob.PressAsync("Enter");
        await Expect(bob.Page.GetByText("counts from now on.")).ToBeVisibleAsync();
        await Expect(change).ToHaveCountAsync(0);
        await Expect(carol.Page.Locator("table .fingerprint")).ToHaveTextAsync([now]);
        await visitor.OpenAsync(server);
    }

    [Fact]
    public async Task The_gateway_makes_a_key_that_somebody_is_signed_in_with_until_an_administrator_removes_it()
    {
        using var scratch = new Scratch();
        await using var server = await SshServer.StartAsync();
        var gateway = await StartAsync(server: server, change: file =>
        {
            file["ssh"]!["identity"] = null;
            file["inventory"] = new JsonObject { ["path"] = scratch.Write("inventory.json", $$"""{ "devices": [ { "name": "core1", "ssh": {{server.Port}}, "groups": ["core"] } ] }""") };
            file["credentials"] = new JsonObject { ["masterKeyFile"] = scratch.Write("master.key", new string('7', 64)) };
        });
        SignInWorld.Know(gateway, server);
        var carol = await (await VisitAsync(gateway, "carol")).GoAsync("admin#credentials");
        await carol.Button("Add…").ClickAsync();
        await Field(carol, "Name").FillAsync("core key");
        await Field(carol, "User on the device").FillAsync("nobody-there");
        await Field(carol, "Groups of devices").FillAsync("core");
        await carol.Page.GetByRole(AriaRole.Combobox, new() { Name = "Kind" }).SelectOptionAsync("key");
        await Field(carol, "The gateway makes a new key").CheckAsync();
        await Answer(carol, "New credential", "Add").ClickAsync();
        server.Authorize(await carol.Page.GetByLabel("Public key of core key").InnerTextAsync());
        await carol.Button("Test core key").ClickAsync();
        await Expect(carol.Page.GetByText("It can be used.")).ToBeVisibleAsync();
        await carol.Button("Change core key").ClickAsync();
        await Field(carol, "User on the device").FillAsync(SshServer.User);
        await Answer(carol, "Change “core key”", "Save").ClickAsync();
        await Expect(carol.Page.GetByText($"user {SshServer.User} · for group core")).ToBeVisibleAsync();

        var visitor = await VisitAsync(gateway, "alice");
        var form = await visitor.GoAsync("connect/core1");
        await Field(form, "Sign in automatically").CheckAsync();
        await Expect(form.Page.GetByRole(AriaRole.Radio, new() { Name = "The device’s" })).ToBeCheckedAsync();
        var alice = new Tab(await visitor.Context.RunAndWaitForPageAsync(() => form.Button("Web session").ClickAsync()));
        await alice.StateAsync("live");
        await alice.ExpectAsync("$ ");
        await carol.Button("Remove core key").ClickAsync();
        await Answer(carol, "Remove this credential?", "Remove").ClickAsync();
        await Expect(carol.Page.GetByText("There are none.")).ToBeVisibleAsync();
        await alice.RunAsync("echo still$((6*7))", "still42");
    }

    [Fact]
    public async Task Somebody_gets_a_way_in_for_a_program_of_their_own_and_an_administrator_sees_it_and_ends_it()
    {
        using var scratch = new Scratch();
        await using var server = await SshServer.StartAsync("echo here; exec cat");
        int port = Ports.Free();
        var gateway = await StartAsync(server: server, change: DesktopWorld.On(port, file =>
        {
            DesktopWorld.Knowing(server, scratch)(file);
            file["inventory"] = new JsonObject { ["path"] = scratch.Write("inventory.json", $$"""{ "devices": [ { "name": "core1", "ssh": {{server.Port}} } ] }""") };
        }));
        var carol = await (await VisitAsync(gateway, "carol")).GoAsync("admin#desktops");
        await Expect(carol.Page.GetByText("Nobody uses a program of their own.")).ToBeVisibleAsync();
        var alice = await (await VisitAsync(gateway, "alice")).GoAsync("devices");
        await alice.Button("How to connect to core1").ClickAsync();
        await Field(alice, "User").FillAsync(SshServer.User);
        await Answer(alice, "Connect to core1", "Desktop session").ClickAsync();
        await alice.Page.GetByRole(AriaRole.Radio, new() { Name = "At a port" }).CheckAsync();
        await Answer(alice, "Desktop session", "Get a way in").ClickAsync();
        await Expect(alice.Page.GetByText("Waiting for you.")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator(".downloads button").First).ToBeFocusedAsync();
        await Expect(alice.Page.GetByText(string.Create(CultureInfo.InvariantCulture, $"ssh -p {port} -l {SshServer.User} 127.0.0.1"))).ToBeVisibleAsync();
        var download = await alice.Page.RunAndWaitForDownloadAsync(() => alice.PressAsync("Enter"));
        string file = scratch.PathOf("session.sh");
        await download.SaveAsAsync(file);

        await using var program = Tool.Start("/bin/sh", ["-c", $"sh {file} -F none -T -o BatchMode=yes -o IdentitiesOnly=yes -i {server.Identity}"]);
        await Wait.UntilAsync(() => program.Output.Contains("here", StringComparison.Ordinal), () => program.Output);
        await Expect(alice.Page.GetByText("Connected.")).ToBeVisibleAsync();
        await Expect(carol.Page.Locator("td.state")).ToHaveTextAsync("connected");
        await carol.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End Alice, ") }).ClickAsync();
        await Answer(carol, "End Alice’s session?", "End it").ClickAsync();
        await program.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        await Expect(carol.Page.Locator("td.state")).ToContainTextAsync("an administrator ended it");

        // Its person is told, gets another one, and leaves the dialogs one after the other.
        await Expect(alice.Page.GetByText("Over: an administrator ended it.")).ToBeVisibleAsync();
        await Answer(alice, "Desktop session", "Get another").ClickAsync();
        await Answer(alice, "Desktop session", "Take it back").ClickAsync();
        await Expect(Answer(alice, "Desktop session", "Close").Last).ToBeFocusedAsync();
        await alice.PressAsync("Escape");
        await Expect(alice.Dialog("Desktop session")).ToHaveCountAsync(0);
        await Expect(Answer(alice, "Connect to core1", "Desktop session")).ToBeFocusedAsync();
    }

    // As ssh shows it, and as somebody reads it on the device's console.
    private static async Task<string> FingerprintAsync(SshServer server) => (await Tool.RunAsync("/usr/bin/ssh-keygen", ["-lf", server.HostKey + ".pub"])).Output.Split(' ')[1];
}
