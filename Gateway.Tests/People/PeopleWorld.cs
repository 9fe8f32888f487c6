using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>One ssh server and one set of people for all tests of a class; each test has a gateway of its own.</summary>
public sealed class PeopleWorld : IAsyncLifetime
{
    private SshServer? _server;

    internal SshServer Server => _server!;

    internal TestPeople People { get; } = new();

    async Task IAsyncLifetime.InitializeAsync() => _server = await SshServer.StartAsync();

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Server.DisposeAsync();
        People.Dispose();
    }

    internal Task<TestGateway> StartAsync(Action<JsonObject>? change = null, TimeProvider? time = null) => TestGateway.StartAsync(
        Server,
        file =>
        {
            People.SignIn(file);
            change?.Invoke(file);
        },
        time);

    /// <summary>Opens a terminal as somebody.</summary>
    internal static async Task<Page> OpenAsync(TestGateway gateway, CookieContainer cookies)
    {
        var page = await gateway.OpenAsync(cookies);
        await page.ExpectAsync("$ ");
        return page;
    }
}

internal static class PeopleCalls
{
    /// <summary>Comes back to a terminal to look on.</summary>
    public static async Task<Reply> WatchAsync(this HubClient hub, string terminal) =>
        (await hub.InvokeAsync("Join", new JoinRequest(terminal, null, 80, 24, Watch: true))).Deserialize<Reply>(JsonSerializerOptions.Web)!;

    /// <summary>The refusal that a call answers with; null for none.</summary>
    public static async Task<Refusal?> RefusalAsync(this HubClient hub, string method, params object?[] arguments)
    {
        var answer = await hub.InvokeAsync(method, arguments);
        return answer.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : answer.Deserialize<Refusal>(JsonSerializerOptions.Web);
    }

    public static async Task<Overview?> OverviewAsync(this HubClient hub)
    {
        var answer = await hub.InvokeAsync("Overview");
        return answer.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : answer.Deserialize<Overview>(JsonSerializerOptions.Web);
    }
}
