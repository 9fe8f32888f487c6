using System.Net;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>Attacks on the door for nodes, and on the trust between them.</summary>
public sealed class NodeDoorTests(NodeDoorTests.TwoNodes nodes) : IClassFixture<NodeDoorTests.TwoNodes>
{
    private readonly TestCluster _cluster = nodes.Cluster;
    private readonly Page _page = nodes.Page;

    private TestGateway Victim => _cluster.Nodes[0];

    private TestGateway Peer => _cluster.Nodes[1];

    private string Owner => Assert.Single(Victim.Terminals.All()).Owner;

    [Fact]
    public async Task A_request_that_no_node_signed_gets_nothing_at_the_nodes_door()
    {
        foreach (string path in new[] { "", "health/ready", "hub", $"cluster/terminals?owner={Owner}", $"cluster/terminals/{_page.Terminal.Id}", $"cluster/recordings?owner={Owner}&skip=0&limit=1", "remote/ssh/root/22" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(DoorOf(Victim), path));
            using var answer = await SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_node_of_this_gateway_is_answered()
    {
        using var answer = await SendAsync(Signed(Peer, Victim, HttpMethod.Get, $"cluster/terminals?owner={Owner}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(_page.Terminal.Id, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_of_another_gateways_key_is_worth_nothing()
    {
        await using var other = await TestCluster.StartAsync(1);
        using var answer = await SendAsync(Signed(other.Nodes[0], Victim, HttpMethod.Get, $"cluster/terminals?owner={Owner}"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_signature_for_one_node_is_worth_nothing_at_another()
    {
        var request = Signed(Peer, Peer, HttpMethod.Get, $"cluster/terminals?owner={Owner}");
        request.RequestUri = new Uri(DoorOf(Victim), request.RequestUri!.PathAndQuery);
        using var answer = await SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-Gateway-Client", "10.0.0.1")]
    [InlineData("X-Gateway-Scheme", "https")]
    [InlineData("X-Gateway-From", "0")]
    [InlineData("X-Gateway-Nonce", "0")]
    [InlineData("X-Gateway-Time", "0")]
    [InlineData("X-Gateway-Signature", "")]
    [InlineData("Cookie", "gateway=stolen")]
    public async Task A_signed_request_cannot_be_altered(string header, string value)
    {
        var request = Signed(Peer, Victim, HttpMethod.Get, $"cluster/terminals?owner={Owner}");
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_signed_request_is_good_once()
    {
        var request = Signed(Peer, Victim, HttpMethod.Get, $"cluster/terminals?owner={Owner}");
        using var captured = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var header in request.Headers) captured.Headers.TryAddWithoutValidation(header.Key, header.Value);
        using var first = await SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var again = await SendAsync(captured);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Theory]
    [InlineData(-31, HttpStatusCode.Unauthorized)]
    [InlineData(-5, HttpStatusCode.OK)]
    [InlineData(5, HttpStatusCode.OK)]
    [InlineData(45, HttpStatusCode.Unauthorized)] // not by a second only: it grows older on its way
    public async Task A_signed_request_is_good_for_a_short_time(int secondsFromNow, HttpStatusCode expected)
    {
        var time = new ManualTime();
        var services = Peer.Services;
        var clock = new RedisClock(time);
        clock.Set(services.GetRequiredService<RedisClock>().Now!.Value + secondsFromNow * 1000);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(DoorOf(Victim), $"cluster/terminals?owner={Owner}"));
        new NodeRequests(services.GetRequiredService<NodeTable>(), services.GetRequiredService<NodeKey>(), clock, time).Sign(request, Victim.Cluster.SelfId, null);
        using var answer = await SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_signed_question_cannot_be_turned_into_another()
    {
        var asked = Signed(Peer, Victim, HttpMethod.Get, $"cluster/terminals?owner={Owner}");
        using var turned = new HttpRequestMessage(HttpMethod.Delete, new Uri(DoorOf(Victim), $"cluster/terminals/{_page.Terminal.Id}?owner={Owner}"));
        foreach (var header in asked.Headers) turned.Headers.TryAddWithoutValidation(header.Key, header.Value);
        using var answer = await SendAsync(turned);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(1, Victim.Terminals.RunningCount);
    }

    [Fact]
    public async Task Nodes_questions_do_not_exist_for_browsers_even_with_a_good_signature()
    {
        var request = Signed(Peer, Victim, HttpMethod.Get, $"cluster/terminals?owner={Owner}");
        request.RequestUri = new Uri(Victim.Address, request.RequestUri!.PathAndQuery);
        using var answer = await SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_outsider_who_writes_a_nodes_headers_is_still_an_outsider()
    {
        // Through a node that passes the connection on: its words about the visitor have to be its own.
        using var browser = Peer.Browser(await _cluster.VisitAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"hub?terminal={_page.Terminal.Id}");
        request.Headers.TryAddWithoutValidation("Origin", Peer.Address.GetLeftPart(UriPartial.Authority));
        foreach (string name in new[] { "From", "Client", "Scheme", "Nonce", "Time", "Signature" }) request.Headers.TryAddWithoutValidation($"X-Gateway-{name}", "forged");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        using var answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // The forged ones were taken off, or two of each would have arrived and broken the signature.
        Assert.Equal(HttpStatusCode.SwitchingProtocols, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith(NodeRequests.Prefix, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_node_asks_only_about_the_visitor_it_names()
    {
        using var foreign = await SendAsync(Signed(Peer, Victim, HttpMethod.Delete, $"cluster/terminals/{_page.Terminal.Id}?owner=somebodyelse"));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(1, Victim.Terminals.RunningCount);
    }

    private static Uri DoorOf(TestGateway node) => node.Services.GetRequiredService<Listeners>().Of(Door.Node)[0];

    private static HttpRequestMessage Signed(TestGateway from, TestGateway to, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(DoorOf(to), path));
        from.Services.GetRequiredService<NodeRequests>().Sign(request, to.Cluster.SelfId, null);
        return request;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, ActivityHeadersPropagator = null }) { Timeout = HubClient.Patience };
        return await client.SendAsync(request);
    }

    /// <summary>Two nodes, and somebody at work on the first. No attack may change anything about that.</summary>
    public sealed class TwoNodes : IAsyncLifetime
    {
        internal TestCluster Cluster { get; private set; } = null!;

        internal Page Page { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Cluster = await TestCluster.StartAsync();
            Page = await Cluster.OpenAsync(0, await Cluster.VisitAsync());
        }

        public async Task DisposeAsync()
        {
            await Page.DisposeAsync();
            await Cluster.DisposeAsync();
        }
    }
}
