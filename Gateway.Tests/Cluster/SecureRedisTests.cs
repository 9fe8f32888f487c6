using System.Text.Json.Nodes;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>Redis with a password, with TLS by an authority of one's own, and with client certificates; and TLS between nodes.</summary>
public sealed class SecureRedisTests : IAsyncLifetime, IDisposable
{
    private readonly Scratch _scratch = new();
    private SshServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SshServer.StartAsync();
        await AuthorityAsync("ca");
        await CertificateAsync("ca", "server", "IP:127.0.0.1");
        await CertificateAsync("ca", "client", "DNS:gateway");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_password_from_a_file_opens_Redis_and_stands_in_no_argument_environment_or_log()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "s3cret-of-redis");
        await using var node = await GatewayProcess.StartAsync([_server.Port], _server.Identity, change: file =>
        {
            TestCluster.Join(file, "gw", redis);
            file["redis"]!["passwordFile"] = _scratch.Write("password", "s3cret-of-redis\n");
            file["logging"] = new JsonObject { ["level"] = "Verbose" };
        });
        await using var page = await node.OpenAsync("ssh", SshServer.User, _server.Port);
        await page.ExpectAsync("$ ");
        await Wait.UntilAsync(() => node.Tool.Output.Contains("answers", StringComparison.Ordinal), "a word in the log");
        var process = new Child(node.Id);
        foreach (string place in new[] { string.Join(' ', process.Arguments), string.Join(' ', process.Environment), string.Join(' ', node.Client.Arguments), string.Join(' ', node.Client.Environment), node.Tool.Output, Logs(node.DataFolder) })
            Assert.DoesNotContain("s3cret-of-redis", place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_the_log_and_the_node_serves_alone()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "s3cret-of-redis");
        await using var node = await TestGateway.StartAsync(_server, file =>
        {
            TestCluster.Join(file, "gw", redis);
            file["redis"]!["timeout"] = "00:00:01";
            file["redis"]!["passwordFile"] = _scratch.Write("wrong", "another-password");
        });
        await Wait.UntilAsync(() => node.Log.Contains("cannot be asked", StringComparison.Ordinal), "a word in the log");
        await using var page = await node.OpenAsync(_server);
        await page.ExpectAsync("$ ");
        Assert.DoesNotContain("another-password", node.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_with_an_authority_of_ones_own_and_a_client_certificate()
    {
        await using var redis = await SecureRedisAsync("--tls-auth-clients", "yes");
        await using var node = await TestGateway.StartAsync(_server, file => Secure(file, redis, client: true));
        await Wait.UntilAsync(() => Link(node).IsUp, () => $"Redis to answer: {node.Log}");
        await using var page = await node.OpenAsync(_server);
        await page.ExpectAsync("$ ");
    }

    [Fact]
    public async Task A_client_without_its_certificate_is_not_let_in_by_Redis()
    {
        await using var redis = await SecureRedisAsync("--tls-auth-clients", "yes");
        await using var node = await TestGateway.StartAsync(_server, file => Secure(file, redis, client: false));
        await Wait.UntilAsync(() => node.Log.Contains("cannot be asked", StringComparison.Ordinal), "a word in the log");
        Assert.False(Link(node).IsUp);
    }

    [Fact]
    public async Task A_Redis_whose_certificate_another_authority_signed_is_not_spoken_to()
    {
        await AuthorityAsync("other");
        await using var redis = await SecureRedisAsync("--tls-auth-clients", "no");
        await using var node = await TestGateway.StartAsync(_server, file =>
        {
            Secure(file, redis, client: false);
            file["redis"]!["authority"] = _scratch.PathOf("other.crt");
        });
        Assert.False(Link(node).IsUp);
        await Wait.UntilAsync(() => node.Log.Contains("cannot be asked", StringComparison.Ordinal), "a word in the log");
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_believed()
    {
        await CertificateAsync("ca", "server", "IP:127.0.0.2");
        await using var redis = await SecureRedisAsync("--tls-auth-clients", "no");
        await using var node = await TestGateway.StartAsync(_server, file => Secure(file, redis, client: false));
        Assert.False(Link(node).IsUp);
    }

    [Fact]
    public async Task Nodes_reach_each_other_over_TLS_by_an_authority_of_ones_own()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => SecureNodes(file, "ca"));
        Assert.Equal("https", cluster.Nodes[1].Cluster.Others[0].Record.Address!.Scheme);
        var cookies = await cluster.VisitAsync();
        await using var first = await cluster.OpenAsync(0, cookies);
        await using var second = await Page.JoinAsync(cluster.Nodes[1].Address, cookies, first.Terminal.Id);
        await second.TypeAsync("echo $((6*7)) there\r");
        await second.ExpectAsync("42 there");
    }

    [Fact]
    public async Task A_node_with_a_certificate_of_another_authority_gets_no_visitor()
    {
        await AuthorityAsync("other");
        await using var cluster = await TestCluster.StartAsync(1, file => SecureNodes(file, "ca"));
        await cluster.AddAsync(file => SecureNodes(file, "other"));
        await cluster.SeeEachOtherAsync();
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        await using var hub = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: page.Terminal.Id);
        Assert.Equal("unreachable", (await hub.JoinAsync(page.Terminal.Id)).Refusal!.Code);
    }

    private void SecureNodes(JsonObject file, string trusted)
    {
        var settings = file["cluster"]!.AsObject();
        (settings["listen"], settings["certificate"], settings["key"], settings["authority"]) =
            ("https://127.0.0.1:0", _scratch.PathOf("server.crt"), _scratch.PathOf("server.key"), _scratch.PathOf($"{trusted}.crt"));
    }

    private void Secure(JsonObject file, RedisServer redis, bool client)
    {
        TestCluster.Join(file, "gw", redis);
        var settings = file["redis"]!.AsObject();
        (settings["tls"], settings["authority"], settings["timeout"]) = (true, _scratch.PathOf("ca.crt"), "00:00:01");
        if (client) (settings["certificate"], settings["key"]) = (_scratch.PathOf("client.crt"), _scratch.PathOf("client.key"));
    }

    private Task<RedisServer> SecureRedisAsync(params string[] more) => RedisServer.StartAsync([
        "--tls-port", "PORT", "--tls-cert-file", _scratch.PathOf("server.crt"), "--tls-key-file", _scratch.PathOf("server.key"), "--tls-ca-cert-file", _scratch.PathOf("ca.crt"), .. more]);

    private static RedisLink Link(TestGateway node) => node.Services.GetRequiredService<RedisLink>();

    private static string Logs(string folder) => string.Concat(Directory.GetFiles(Path.Combine(folder, "logs")).Select(File.ReadAllText));

    private Task AuthorityAsync(string name) => OpenSslAsync("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", $"/CN={name}", "-keyout", _scratch.PathOf($"{name}.key"), "-out", _scratch.PathOf($"{name}.crt"));

    private async Task CertificateAsync(string authority, string name, string alternative)
    {
        await OpenSslAsync("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", $"/CN={name}", "-addext", $"subjectAltName={alternative}",
            "-addext", "basicConstraints=critical,CA:FALSE", "-CA", _scratch.PathOf($"{authority}.crt"), "-CAkey", _scratch.PathOf($"{authority}.key"), "-keyout", _scratch.PathOf($"{name}.key"), "-out", _scratch.PathOf($"{name}.crt"));
        File.SetUnixFileMode(_scratch.PathOf($"{name}.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task OpenSslAsync(params string[] arguments)
    {
        var (exitCode, output) = await Tool.RunAsync("openssl", arguments);
        if (exitCode != 0) throw new InvalidOperationException($"openssl failed: {output}");
    }
}
