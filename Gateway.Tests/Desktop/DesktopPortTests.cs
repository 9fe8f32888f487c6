using System.Net;
using System.Net.Sockets;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Gateway.Tests.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Desktop;

/// <summary>A person's own ssh at a port of the gateway.</summary>
public sealed class DesktopPortTests
{
    [Fact]
    public async Task A_port_takes_its_persons_own_ssh_once_and_nobody_elses_and_carries_all_bytes_both_ways()
    {
        using var scratch = new Scratch();
        await using var server = await SshServer.StartAsync("exec cat");
        int port = Ports.Free();
        await using var gateway = await TestGateway.StartAsync(server, DesktopWorld.On(port, DesktopWorld.Knowing(server, scratch)));
        using var browser = gateway.Browser(await gateway.VisitAsync());
        var (status, offer) = await browser.AskAsync(gateway.Address, DesktopWorld.Wish("port", server.Port));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($"ssh -p {port} -l {SshServer.User} 127.0.0.1", offer.GetProperty("command").GetString());
        Assert.StartsWith("SHA256:", Assert.Single(offer.GetProperty("keys").EnumerateArray()).GetString(), StringComparison.Ordinal);

        // Who comes from elsewhere hears nothing, and does not use it up; no second port is free meanwhile.
        using (var stranger = await DesktopWorld.ConnectAsync(port, "127.0.0.2")) Assert.Equal("", await stranger.ReadToEndAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await browser.AskAsync(gateway.Address, DesktopWorld.Wish("port", server.Port))).Status);

        string file = DesktopWorld.Save(offer, scratch), sent = scratch.PathOf("sent"), got = scratch.PathOf("got");
        byte[] bytes = new byte[64 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(sent, bytes);
        var (exit, output) = await DesktopWorld.RunAsync(file, server, $"<{sent} >{got}");
        Assert.True(exit == 0, output);
        byte[] back = await File.ReadAllBytesAsync(got);
        Assert.True(bytes.AsSpan().SequenceEqual(back), "What came back is not what was sent.");
        Assert.False(File.Exists(file));

        await gateway.RecordedAsync("desktopOffered", "desktopRefused", "desktopStarted", "desktopEnded");
        Assert.Equal("ended", await browser.StatesAsync());
        await Assert.ThrowsAnyAsync<SocketException>(() => DesktopWorld.ConnectAsync(port));
    }

    [Fact]
    public async Task Nobody_who_does_not_come_keeps_a_port_and_what_a_person_takes_back_is_closed()
    {
        var time = new ManualTime();
        int port = Ports.Free();
        await using var gateway = await TestGateway.StartAsync([22], change: DesktopWorld.On(port), time: time);
        using var browser = gateway.Browser(await gateway.VisitAsync());
        int news = 0;
        gateway.Services.GetRequiredService<IClusterEvents>().Happened += happened => Interlocked.Add(ref news, happened is { Kind: ClusterEventKind.TerminalsChanged, Visitor: null } ? 1 : 0);
        Assert.Equal(HttpStatusCode.OK, (await browser.AskAsync(gateway.Address, DesktopWorld.Wish("port", 22))).Status);
        Assert.Equal(("waiting", 1), (await browser.StatesAsync(), news)); // administrators look
        time.Advance(TimeSpan.FromMinutes(6));
        await Wait.UntilAsync(async () => await browser.StatesAsync() == "ended", () => "the end of what nobody came to");
        await Wait.UntilAsync(() => Volatile.Read(ref news) == 2, "news of the end");
        await Assert.ThrowsAnyAsync<SocketException>(() => DesktopWorld.ConnectAsync(port));

        var (_, second) = await browser.AskAsync(gateway.Address, DesktopWorld.Wish("port", 22));
        using var end = new HttpRequestMessage(HttpMethod.Delete, $"api/desktop/{second.GetProperty("session").GetProperty("id").GetString()}") { Headers = { { "Origin", gateway.Address.GetLeftPart(UriPartial.Authority) } } };
        using var ended = await browser.SendAsync(end);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await Wait.UntilAsync(async () => await browser.StatesAsync() == "ended ended", () => "the end of what was taken back");
    }

    [Fact]
    public async Task The_address_of_a_terminals_port_leads_to_ports_that_the_person_was_given_and_reaches_nothing()
    {
        int port = Ports.Free();
        // Something of this machine that nobody may reach, at a port of the range.
        using var secret = new TcpListener(IPAddress.Loopback, Ports.Free());
        secret.Start();
        int hidden = ((IPEndPoint)secret.LocalEndpoint).Port;
        await using var gateway = await TestGateway.StartAsync([22], change: DesktopWorld.On(port, file => file["desktop"]!["ports"] = $"{Math.Min(port, hidden)}-{Math.Max(port, hidden)}"));
        using var owner = gateway.Browser(await gateway.VisitAsync());
        using var stranger = gateway.Browser(await gateway.VisitAsync());
        var (_, offer) = await owner.AskAsync(gateway.Address, DesktopWorld.Wish("port", 22));
        var session = offer.GetProperty("session");
        int given = session.GetProperty("port").GetInt32();
        Assert.NotEqual(hidden, given);
        using (var own = await owner.GetAsync(new Uri($"terminal{given}", UriKind.Relative)))
            Assert.Equal((HttpStatusCode.Redirect, $"/?desktop={session.GetProperty("id").GetString()}"), (own.StatusCode, own.Headers.Location?.OriginalString));
        string missing = (await RawHttp.SendAsync(gateway.Address, "GET /nothing-here", "Accept: application/json")).Body;
        foreach (var (browser, path) in new[] { (stranger, $"terminal{given}"), (owner, $"terminal{hidden}"), (owner, "terminal22"), (owner, "terminal0"), (owner, "terminal127.0.0.1:22"), (owner, $"terminal{given}@x"), (owner, $"terminal0{given}") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/" + path, UriKind.Relative)) { Headers = { { "Accept", "application/json" } } };
            using var answer = await browser.SendAsync(request);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
            Assert.Contains("There is nothing at this address", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Contains("There is nothing at this address", missing, StringComparison.Ordinal);
        Assert.False(secret.Pending());
    }
}
