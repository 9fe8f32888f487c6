using System.Net;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Gateway.Web.Desktop;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Desktop;

/// <summary>Who may use a program of his own, and for how long.</summary>
public sealed class DesktopRightsTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task What_a_person_may_not_open_or_has_to_be_recorded_is_refused_and_a_lost_right_ends_what_runs()
    {
        int port = Ports.Free();
        await using var gateway = await world.StartAsync(DesktopWorld.On(port, file =>
        {
            file["policy"] = new JsonArray(
                new JsonObject { ["name"] = "recorded", ["people"] = new JsonArray("bob"), ["recorded"] = true },
                TestPeople.Rule("ops", "ops"), TestPeople.Rule("admins", "admins"));
        }));
        using var alice = gateway.Browser(await gateway.SignInAsync("alice"));
        using var bob = gateway.Browser(await gateway.SignInAsync("bob"));
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        using var dave = gateway.Browser(await gateway.SignInAsync("dave"));
        int device = world.Server.Port;
        Assert.Equal((HttpStatusCode.Forbidden, "You may not open this"), await RefusalAsync(dave, DesktopWorld.Wish("port", device)));
        Assert.Equal((HttpStatusCode.Forbidden, "This has to be recorded, so a program of your own cannot be used"), await RefusalAsync(bob, DesktopWorld.Wish("https", device)));
        Assert.Equal((HttpStatusCode.Forbidden, $"Port {device + 1} is not open here"), await RefusalAsync(alice, DesktopWorld.Wish("port", device + 1)));
        Assert.Equal(HttpStatusCode.BadRequest, (await alice.AskAsync(gateway.Address, new { way = "shell", method = "ssh", user = "a", port = $"{device}" })).Status);

        // An administrator ends one, and another person cannot even find it.
        var (_, first) = await alice.AskAsync(gateway.Address, DesktopWorld.Wish("port", device));
        string id = first.GetProperty("session").GetProperty("id").GetString()!;
        using var one = await DesktopWorld.ConnectAsync(port);
        await GreetedAsync(one);
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(dave, $"api/desktop/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(alice, $"api/desktops/{id}"));
        await using (var board = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol")))
            Assert.Equal((id, "Alice", "connected"), Assert.Single((await board.OverviewAsync())!.Desktops) is var seen ? (seen.Id, seen.Person, seen.State) : default);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(carol, $"api/desktops/{id}"));
        await one.ReadToEndAsync();
        await Wait.UntilAsync(() => Reason(id) == "an administrator ended it", () => $"the end, not {Reason(id)}");

        // A sign-in that is revoked takes a ticket's good with it, and what runs.
        string ticket = DesktopHttpsTests.TicketIn((await alice.AskAsync(gateway.Address, DesktopWorld.Wish("https", device))).Body);
        var (_, second) = await alice.AskAsync(gateway.Address, DesktopWorld.Wish("port", device));
        using var two = await DesktopWorld.ConnectAsync(port);
        await GreetedAsync(two);
        foreach (var signIn in await gateway.Services.GetRequiredService<SignIns>().ListAsync("local:alice")) Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(carol, $"api/sign-ins/{signIn.Id}"));
        await two.ReadToEndAsync();
        await Wait.UntilAsync(() => Reason(second.GetProperty("session").GetProperty("id").GetString()!) == "the sign-in has ended", () => "the end of the sign-in");
        Assert.Equal(401, (await Web.RawHttp.SendAsync(gateway.Address, "GET /desktop", Web.RawHttp.Upgrade($"Authorization: Bearer {ticket}"))).Status);

        async Task<(HttpStatusCode, string?)> RefusalAsync(HttpClient browser, object wish) =>
            await browser.AskAsync(gateway.Address, wish) is var (status, body) ? (status, body.GetProperty("title").GetString()) : default;

        async Task<HttpStatusCode> DeleteAsync(HttpClient browser, string path)
        {
            using var response = await browser.SendAsync(gateway.Request(HttpMethod.Delete, path));
            return response.StatusCode;
        }

        string? Reason(string id) => gateway.Services.GetRequiredService<DesktopSessions>().Find(id)?.Reason;
    }

    private static async Task GreetedAsync(System.Net.Sockets.Socket socket)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        byte[] buffer = new byte[4];
        int read = 0;
        while (read < 4) read += await socket.ReceiveAsync(buffer.AsMemory(read), timeout.Token) is > 0 and var count ? count : throw new IOException("The device said nothing.");
        Assert.Equal("SSH-"u8.ToArray(), buffer);
    }
}
