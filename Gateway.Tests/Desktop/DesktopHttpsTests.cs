using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Tests.Web;
using Gateway.Web.Desktop;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Desktop;

/// <summary>A person's own ssh over https, led by the downloaded file.</summary>
public sealed class DesktopHttpsTests
{
    [Fact]
    public async Task The_file_leads_ssh_through_a_verified_https_once_from_its_persons_address_with_all_bytes_both_ways()
    {
        using var scratch = new Scratch();
        var (code, output) = await Tool.RunAsync("/usr/bin/openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", scratch.PathOf("key.pem"), "-out", scratch.PathOf("cert.pem")]);
        Assert.True(code == 0, output);
        await using var server = await SshServer.StartAsync("exec cat");
        await using var gateway = await TestGateway.StartAsync(server, DesktopWorld.On(Ports.Free(), file =>
        {
            DesktopWorld.Knowing(server, scratch)(file);
            file["listen"] = new JsonArray("https://127.0.0.1:0");
            file["tls"] = new JsonObject { ["certificate"] = scratch.PathOf("cert.pem"), ["key"] = scratch.PathOf("key.pem") };
        }));
        using var browser = gateway.Browser(await gateway.VisitAsync());
        var (status, offer) = await browser.AskAsync(gateway.Address, DesktopWorld.Wish("https", server.Port));
        Assert.Equal(HttpStatusCode.OK, status);
        string ticket = TicketIn(offer), text = File.ReadAllText(DesktopWorld.Save(offer, scratch, "kept.sh"));
        Assert.DoesNotContain(ticket, offer.GetProperty("session").ToString(), StringComparison.Ordinal);

        // A gateway that nobody vouches for gets no ticket.
        var untrusted = await DesktopWorld.RunAsync(scratch.Write("untrusted.sh", text), server);
        Assert.Contains("CERTIFICATE_VERIFY_FAILED", untrusted.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(426, (await RawHttp.SendAsync(gateway.Address, "GET /desktop", $"Authorization: Bearer {ticket}")).Status);
        Assert.Equal(401, (await RawHttp.SendAsync(gateway.Address, "GET /desktop", RawHttp.Upgrade())).Status);
        Assert.Equal(401, (await RawHttp.SendAsync(gateway.Address, $"GET /desktop?ticket={ticket}", RawHttp.Upgrade())).Status);
        Assert.Equal(403, (await RawHttp.SendAsync(gateway.Address, "GET /desktop", RawHttp.Upgrade($"Authorization: Bearer {ticket}", $"Origin: {gateway.Address.GetLeftPart(UriPartial.Authority)}"))).Status);
        Assert.Equal(403, (await RawHttp.SendAsync(gateway.Address, "GET /hub", RawHttp.Upgrade($"Authorization: Bearer {ticket}"))).Status);

        // From elsewhere it is not good, and not used up by that.
        Assert.False((await gateway.Services.GetRequiredService<DesktopTickets>().TakeAsync(ticket, IPAddress.Parse("127.0.0.2"))).IsGood);

        string sent = scratch.PathOf("sent"), got = scratch.PathOf("got");
        byte[] bytes = new byte[64 * 1024 * 1024];
        new Random(2).NextBytes(bytes);
        await File.WriteAllBytesAsync(sent, bytes);
        var trusting = new Dictionary<string, string> { ["SSL_CERT_FILE"] = scratch.PathOf("cert.pem") };
        string file = scratch.Write("session.sh", text);
        var through = await DesktopWorld.RunAsync(file, server, $"<{sent} >{got}", trusting);
        Assert.True(through.ExitCode == 0, through.Output);
        byte[] back = await File.ReadAllBytesAsync(got);
        Assert.True(bytes.AsSpan().SequenceEqual(back), "What came back is not what was sent.");
        Assert.False(File.Exists(file));

        var again = await DesktopWorld.RunAsync(scratch.Write("again.sh", text), server, environment: trusting);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("This ticket is not good any more", again.Output, StringComparison.Ordinal);
        await gateway.RecordedAsync("desktopOffered", "desktopStarted", "desktopEnded", "desktopRefused");
        Assert.DoesNotContain(ticket, gateway.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(ticket, File.ReadAllText(Path.Combine(gateway.DataFolder, "audit", "audit.jsonl")), StringComparison.Ordinal);
    }

    internal static string TicketIn(JsonElement offer) =>
        offer.GetProperty("files")[0].GetProperty("text").GetString()!.Split("<<'END-OF-TICKET'\n")[1].Split('\n')[0];
}
