using System.Net;
using System.Reflection;
using System.Text.Json;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>
/// Every route and every hub method, called as nobody, as the wrong visitor and as the right one. What is new and not
/// in the lists here fails, so that somebody thinks about who may use it.
/// </summary>
public sealed class EveryDoorTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private const string Missing = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Routes =
    [
        "GET,HEAD /", "GET,HEAD /health", "GET,HEAD /health/live", "GET,HEAD /health/ready", "GET,HEAD /remote/{method}/{user}/{port}", "GET,HEAD /shared/{terminal}",
        "GET,HEAD /sign-in", "GET,HEAD /me", "GET,HEAD /admin", "POST /api/sign-in", "POST /api/sign-in/connection", "GET /sign-in/oidc", "GET /sign-in/oidc/callback",
        "POST /api/sign-out", "POST /api/sign-out/everywhere", "GET /api/me", "GET /api/me/sign-ins", "DELETE /api/me/sign-ins/{id}", "GET /api/sign-ins", "DELETE /api/sign-ins/{id}",
        "POST /api/visit", "* /hub", "* /hub/negotiate",
        "GET /api/me/tokens", "POST /api/me/tokens", "DELETE /api/me/tokens/{id}", "GET /api/me/settings", "PUT /api/me/settings", "GET /api/me/settings/devices", "PUT /api/me/settings/devices", "GET /api/me/credentials", "POST /api/me/credentials", "PUT /api/me/credentials/{id}", "DELETE /api/me/credentials/{id}",
        "GET /api/credentials", "POST /api/credentials", "PUT /api/credentials/{id}", "DELETE /api/credentials/{id}", "POST /api/credentials/{id}/test", "GET /api/audit", "GET /api/audit.csv", "GET /api/terminals", "DELETE /api/terminals/{id}",
        "GET /api/host-keys", "POST /api/host-keys/changes/{id}/accept", "DELETE /api/host-keys/changes/{id}", "POST /api/host-keys/import",
        "GET,HEAD /recordings", "GET,HEAD /recordings/{id}", "GET /api/recordings", "GET /api/recordings/search", "GET /api/recordings/{id}", "GET /api/recordings/{id}/frames", "GET /api/recordings/{id}/download",
        "GET,HEAD /devices", "GET,HEAD /connect/{device}", "GET,HEAD /connect/{device}/go", "GET /api/devices", "GET /api/devices/states", "GET /api/devices/{name}",
        "POST /api/desktop", "GET /api/desktop", "DELETE /api/desktop/{id}", "DELETE /api/desktops/{id}", "GET /desktop", "GET,HEAD /terminal{port}", "GET /api/settings", "GET /web/enter", "POST /web/enter",
        // For devices that dial in, whose keys say who they are; Tunnels/Agents/AgentDoorTests attacks them.
        "GET,CONNECT /agent", "GET,CONNECT /agent/stream/{node}/{name}", "GET,CONNECT /agent/ssh", "POST /agent/enrol",
        "GET,HEAD /tunnels", "GET /api/tunnels", "GET /api/tunnels/{name}", "POST /api/tunnels", "POST /api/tunnels/{name}/stop", "POST /api/tunnels/{name}/start", "DELETE /api/tunnels/{name}", "POST /api/tunnels/{name}/enrol", "GET /api/tunnels/{name}/log",
        // Through the nodes' door only; Cluster/NodeDoorTests attacks that.
        "GET /cluster/recordings", "GET /cluster/recordings/search", "GET /cluster/recordings/{id}", "GET /cluster/recordings/{id}/frames", "GET /cluster/recordings/{id}/download",
        "GET /cluster/agent-log/{device}/{member}", "GET /cluster/audit", "GET /cluster/presence", "GET /cluster/shared", "GET /cluster/overview", "DELETE /cluster/terminals/{id}/order", "POST /cluster/terminals/{id}/message",
        "GET /cluster/tunnels/{device}/{member}/{service}", "GET /cluster/desktops", "DELETE /cluster/desktops/{id}", "DELETE /cluster/desktops/{id}/order",
        "GET /cluster/terminals", "HEAD /cluster/terminals/{id}", "DELETE /cluster/terminals/{id}",
    ];

    /// <summary>How each hub method is called about a terminal.</summary>
    private static readonly Dictionary<string, Func<HubClient, string, Task<string>>> Calls = new()
    {
        ["Open"] = (hub, _) => hub.Answer("Open", new OpenRequest("ssh", "nobody", "1", 80, 24)),
        ["Join"] = (hub, terminal) => hub.Answer("Join", new JoinRequest(terminal, null, 80, 24)),
        ["Close"] = (hub, terminal) => hub.Answer("Close", terminal),
        ["List"] = (hub, _) => hub.Answer("List"),
        ["Ping"] = (hub, _) => hub.Answer("Ping"),
        ["Input"] = (hub, _) => hub.Answer("Input", 0L, new byte[] { 13 }),
        ["SendSignal"] = (hub, _) => hub.Answer("SendSignal", "break"),
        ["Acknowledge"] = (hub, _) => hub.Answer("Acknowledge", 1L),
        ["Resize"] = (hub, _) => hub.Answer("Resize", 10, 10),
        ["AskToWatch"] = (hub, terminal) => hub.Answer("AskToWatch", terminal),
        ["AnswerWatch"] = (hub, terminal) => hub.Answer("AnswerWatch", terminal, true),
        ["DismissWatchers"] = (hub, _) => hub.Answer("DismissWatchers"),
        ["Invite"] = (hub, _) => hub.Answer("Invite", new InvitationRequest("type", null, 60)),
        ["Invitations"] = (hub, _) => hub.Answer("Invitations"),
        ["RevokeInvitation"] = (hub, _) => hub.Answer("RevokeInvitation", Missing),
        ["SetKeyboard"] = (hub, _) => hub.Answer("SetKeyboard", "open"),
        ["AskKeyboard"] = (hub, _) => hub.Answer("AskKeyboard"),
        ["GrantKeyboard"] = (hub, _) => hub.Answer("GrantKeyboard", Missing),
        ["TakeKeyboard"] = (hub, _) => hub.Answer("TakeKeyboard"),
        ["ReleaseKeyboard"] = (hub, _) => hub.Answer("ReleaseKeyboard"),
        ["SendAway"] = (hub, _) => hub.Answer("SendAway", Missing),
        ["WatchDevices"] = (hub, _) => hub.Answer("WatchDevices"),
        ["Overview"] = (hub, _) => hub.Answer("Overview"),
        ["EndTerminal"] = (hub, terminal) => hub.Answer("EndTerminal", terminal),
        ["SendMessage"] = (hub, terminal) => hub.Answer("SendMessage", terminal, "hello"),
        ["Output"] = async (hub, _) => await (await hub.OutputAsync(0)).WaitToReadAsync() ? "output" : "nothing",
    };

    [Fact]
    public void There_is_no_route_that_these_tests_do_not_know()
    {
        var found = shared.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()
            .Select(endpoint => $"{string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"])} /{endpoint.RoutePattern.RawText!.Trim('/')}");
        Assert.Equal(Routes.Order(), found.Order());
    }

    [Fact]
    public void There_is_no_hub_method_that_these_tests_do_not_know() => Assert.Equal(Calls.Keys.Order(), HubMethods().Order());

    [Fact]
    public async Task Nobody_gets_anything_before_the_visit()
    {
        await using var owner = await shared.Gateway.OpenAsync(shared.Server);
        foreach (string method in HubMethods())
        {
            await using var nobody = await HubClient.ConnectAsync(shared.Gateway.Address, new CookieContainer());
            string answer = await Calls[method](nobody, owner.Terminal.Id);
            string expected = method switch
            {
                "Open" or "Join" => """{"terminal":null,"refusal":{"code":"visit",""",
                "Invite" => """{"invitation":null,"refusal":{"code":"visit",""",
                "Close" or "AskToWatch" or "EndTerminal" or "SendMessage" or "RevokeInvitation" or "SetKeyboard" or "AskKeyboard" or "GrantKeyboard" or "TakeKeyboard"
                    or "ReleaseKeyboard" or "SendAway" or "WatchDevices" or "SendSignal" => """{"code":"visit",""",
                "List" or "Invitations" => "[]",
                "Ping" => "0",
                "Output" => "nothing",
                _ => "null",
            };
            Assert.StartsWith(expected, answer, StringComparison.Ordinal);
        }
        await StillRunsAsync(owner);
    }

    [Fact]
    public async Task Another_visitors_terminal_answers_exactly_like_a_missing_one()
    {
        await using var owner = await shared.Gateway.OpenAsync(shared.Server);
        var stranger = await shared.Gateway.VisitAsync();
        foreach (string method in HubMethods())
        {
            Assert.Equal(await AnswerAsync(Missing), await AnswerAsync(owner.Terminal.Id));

            async Task<string> AnswerAsync(string terminal)
            {
                await using var hub = await HubClient.ConnectAsync(shared.Gateway.Address, stranger);
                return await Calls[method](hub, terminal);
            }
        }
        await StillRunsAsync(owner);
    }

    [Fact]
    public async Task A_stranger_who_knows_even_the_viewers_place_is_refused()
    {
        await using var owner = await shared.Gateway.OpenAsync(shared.Server);
        await using var stranger = await HubClient.ConnectAsync(shared.Gateway.Address, await shared.Gateway.VisitAsync());
        Assert.Equal("missing", (await stranger.JoinAsync(owner.Terminal.Id, owner.Terminal.Viewer)).Refusal!.Code);
        await StillRunsAsync(owner);
    }

    [Fact]
    public async Task The_right_visitor_may_do_everything()
    {
        var cookies = await shared.Gateway.VisitAsync();
        await using var page = await Page.OpenAsync(shared.Gateway.Address, cookies, "ssh", SshServer.User, shared.Server.Port);
        await using var second = await HubClient.ConnectAsync(shared.Gateway.Address, cookies);
        Assert.Equal(page.Terminal.Id, (await second.JoinAsync(page.Terminal.Id)).Terminal!.Id);
        Assert.Contains(page.Terminal.Id, await second.Answer("List"), StringComparison.Ordinal);
        await StillRunsAsync(page);
        Assert.Equal("null", await second.Answer("Close", page.Terminal.Id));
        Assert.Equal("missing", (await second.JoinAsync(page.Terminal.Id)).Refusal!.Code);
    }

    [Fact]
    public async Task Calls_without_their_arguments_are_refused_and_break_nothing()
    {
        await using var hub = await HubClient.ConnectAsync(shared.Gateway.Address, await shared.Gateway.VisitAsync());
        Assert.Contains("\"code\":\"invalid\"", await hub.Answer("Open", [null]), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"missing\"", await hub.Answer("Join", [null]), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"missing\"", await hub.Answer("Close", [null]), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid\"", await hub.Answer("Open", new OpenRequest(null, null, null, 0, 0)), StringComparison.Ordinal);
        foreach (object?[] wrong in new object?[][] { [], [1L, 2L], ["x", "y"], [new { offset = 1 }] })
            await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Answer("Acknowledge", wrong));
        foreach (string name in new[] { "OnConnectedAsync", "Dispose", "ToString", "get_Context", "open_" })
            await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Answer(name));
        Assert.Equal("0", await hub.Answer("Ping"));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task Offsets_that_cannot_be_end_that_connection_or_nothing(long offset)
    {
        await using var page = await shared.Gateway.OpenAsync(shared.Server);
        await page.ExpectAsync("$ ");
        await page.Hub.AcknowledgeAsync(offset);
        await StillRunsAsync(page);
        await page.Hub.InputAsync(offset, [65]);
        await page.Hub.Closed.WaitAsync(HubClient.Patience);
        Assert.DoesNotContain("Failed to invoke hub method", shared.Gateway.Log, StringComparison.Ordinal);
    }

    private static async Task StillRunsAsync(Page page)
    {
        await page.TypeAsync("echo $((6*7)) lives\r");
        await page.ExpectAsync("42 lives");
    }

    private static IEnumerable<string> HubMethods() => typeof(TerminalHub)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition().DeclaringType == typeof(TerminalHub))
        .Select(method => method.Name);
}
