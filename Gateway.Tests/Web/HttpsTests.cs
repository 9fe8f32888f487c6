using System.Net;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>A terminal over TLS. Browsers take a WebSocket over HTTP/2 (RFC 8441) where they have such a connection already.</summary>
public sealed class HttpsTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_terminal_works_over_https(string version)
    {
        using var scratch = new Scratch();
        var (code, output) = await Tool.RunAsync("/usr/bin/openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", scratch.PathOf("key.pem"), "-out", scratch.PathOf("cert.pem")]);
        Assert.True(code == 0, output);
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, file =>
        {
            file["listen"] = new JsonArray("https://127.0.0.1:0");
            file["tls"] = new JsonObject { ["certificate"] = scratch.PathOf("cert.pem"), ["key"] = scratch.PathOf("key.pem") };
        });
        await using var hub = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync(), http: Version.Parse(version));
        var reply = await hub.OpenAsync("ssh", SshServer.User, server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotNull(reply.Terminal);
        var frames = await hub.OutputAsync(0);
        await hub.InputAsync(0, "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo do''ne\r"u8.ToArray());
        string tail = "";
        long bytes = 0;
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        while (!tail.Contains("done\r\n", StringComparison.Ordinal))
        {
            var frame = await frames.ReadAsync(timeout.Token);
            tail = (tail + System.Text.Encoding.Latin1.GetString(frame.Bytes))[^Math.Min(20, tail.Length + frame.Bytes.Length)..];
            await hub.AcknowledgeAsync(bytes = frame.Offset + frame.Bytes.Length);
        }
        Assert.True(bytes > 3_000_000);
    }
}
