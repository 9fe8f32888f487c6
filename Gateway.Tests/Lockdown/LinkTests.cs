using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>The link as it comes over the wire: raw requests, since a client library would clean them up first.</summary>
public sealed class LinkTests(LinkTests.Running running) : IClassFixture<LinkTests.Running>
{
    private const int Port = 6022;

    public static TheoryData<string> BadUsers => new(
        "-oProxyCommand=touch%20x", "-oProxyCommand=x", "%2DoProxyCommand=x", "-f%20root", "-froot", "-l", "--", "-", "a%20b", "a+b%20", "%20a", "a%3Bb", "a;b", "a%0Ab", "a%0D", "a%09",
        "ssh:%2F%2Fevil:99", "ssh:%2f%2fevil%3A99", "a%2Fb", "%2e%2e%2fa", "a%00b", "%00", "a%00", "a%25h", "%25h", "%2525", "a%60id%60", "a$(id)", "a%24%7BHOME%7D", "a'b", "a%22b", "a:b", "a*b", "a~b", "~root",
        "@evil", ".ssh", "+x", "%5Cx", "%C3%A9", "%D0%B0dmin", "%EF%BC%8Dl", "a%E2%80%AE", "a%C2%85", "%F0%9F%98%80", "%FF", "a%C0%AFb", "a%7F", new string('a', 65), new string('a', 4000));

    public static TheoryData<string> BadPorts => new(
        "0", "65536", "22;", "22%3B", "022", "06022", "-6022", "%2B6022", "+6022", "%206022", "6022%20", "6022%0A", "6022%00", "%EF%BC%96%EF%BC%90%EF%BC%92%EF%BC%92", "%D9%A2%D9%A2", "%20", "6022,22", "6022-6023",
        "6022%2F22", "0x1786", "6022.0", "6e3", "99999", "100000", "4294973318", "ssh", "6022%3Aevil", "6022@evil");

    [Theory]
    [MemberData(nameof(BadUsers))]
    public async Task A_user_outside_the_grammar_is_400(string user) => Assert.Equal(400, await StatusAsync($"/remote/ssh/{user}/{Port}"));

    [Theory]
    [MemberData(nameof(BadPorts))]
    public async Task A_port_that_is_no_plain_number_is_400(string port) => Assert.Equal(400, await StatusAsync($"/remote/ssh/alice/{port}"));

    [Theory]
    [InlineData("x@evil")]
    [InlineData("x%40evil")]
    [InlineData("CORP%5Calice")]
    [InlineData("_a.b-c+d")]
    public async Task What_the_grammar_allows_is_served(string user) => Assert.Equal(200, await StatusAsync($"/remote/ssh/{user}/{Port}"));

    [Theory]
    [InlineData("/remote/rlogin/alice/6022", 404)]
    [InlineData("/remote/SSH/alice/6022", 404)]
    [InlineData("/remote/ssh%20/alice/6022", 404)]
    [InlineData("/remote/ssh/alice/6023", 403)]
    [InlineData("/remote/telnet/alice/22", 403)]
    [InlineData("/remote/ssh/alice/6022/more", 404)]
    [InlineData("/remote/ssh/alice", 404)]
    [InlineData("/remote/ssh/alice/", 404)]
    [InlineData("/remote/ssh//6022", 404)]
    public async Task Everything_else_has_its_own_answer(string path, int status) => Assert.Equal(status, await StatusAsync(path));

    [Theory]
    [InlineData("remote/ssh/-l/6022", HttpStatusCode.BadRequest)]
    [InlineData("remote/ssh/alice/022", HttpStatusCode.BadRequest)]
    [InlineData("remote/ssh/alice/22", HttpStatusCode.Forbidden)]
    [InlineData("remote/rsh/alice/6022", HttpStatusCode.NotFound)]
    public async Task A_refusal_is_json_if_asked_for_and_a_page_if_not(string path, HttpStatusCode status)
    {
        using var browser = running.Gateway.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "application/json" } } };
        using var json = await browser.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), (json.StatusCode, json.Content.Headers.ContentType!.MediaType));
        using var problem = JsonDocument.Parse(await json.Content.ReadAsStringAsync());
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        using var page = await browser.GetAsync(path);
        Assert.Equal((status, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_get_starts_no_process()
    {
        using var browser = running.Gateway.Browser(await running.Gateway.VisitAsync());
        foreach (string query in new[] { "", "?cols=80&rows=24", "?domain=evil&command=sh&title=x" })
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"remote/ssh/alice/6022{query}")).StatusCode);
        Assert.Equal(0, running.Gateway.Terminals.RunningCount);
    }

    [Theory]
    [MemberData(nameof(BadUsers))]
    public async Task The_hub_refuses_the_same_users(string user)
    {
        var reply = await running.Hub.OpenAsync("ssh", Uri.UnescapeDataString(user), "6022");
        Assert.Equal(("invalid", null), (reply.Refusal?.Code, reply.Terminal));
    }

    [Theory]
    [MemberData(nameof(BadPorts))]
    public async Task The_hub_refuses_the_same_ports(string port)
    {
        var reply = await running.Hub.OpenAsync("ssh", "alice", Uri.UnescapeDataString(port));
        Assert.Equal(("invalid", null), (reply.Refusal?.Code, reply.Terminal));
    }

    [Theory]
    [InlineData("rlogin", "alice", "6022", "invalid")]
    [InlineData("SSH", "alice", "6022", "invalid")]
    [InlineData(null, null, null, "invalid")]
    [InlineData("ssh", null, "6022", "invalid")]
    [InlineData("ssh", "alice", null, "invalid")]
    [InlineData("ssh", "", "6022", "invalid")]
    [InlineData("ssh", "alice", "", "invalid")]
    [InlineData("ssh", "alice", "6023", "forbidden")]
    public async Task The_hub_refuses_what_else_is_wrong(string? method, string? user, string? port, string code) =>
        Assert.Equal(code, (await running.Hub.OpenAsync(method!, user!, port!)).Refusal?.Code);

    // The status of a request whose target is sent byte for byte.
    private async Task<int> StatusAsync(string target)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        var address = running.Gateway.Address;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, timeout.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n"), timeout.Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        string line = await reader.ReadLineAsync(timeout.Token) ?? throw new InvalidOperationException("No answer.");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    public sealed class Running : IAsyncLifetime
    {
        internal TestGateway Gateway { get; private set; } = null!;

        internal HubClient Hub { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Gateway = await TestGateway.StartAsync([Port]);
            Hub = await HubClient.ConnectAsync(Gateway.Address, await Gateway.VisitAsync());
        }

        public async Task DisposeAsync()
        {
            Assert.Equal(0, Gateway.Terminals.RunningCount); // nothing of all this started anything
            await Hub.DisposeAsync();
            await Gateway.DisposeAsync();
        }
    }
}
