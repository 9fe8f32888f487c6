using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Gateway.Agent.Protocol;
using Gateway.Tests.Harness;
using Gateway.Tests.Web;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>Who is let in, and who is not.</summary>
public sealed class AgentDoorTests
{
    [Fact]
    public async Task An_agent_is_let_in_by_its_key_or_its_token_and_its_host_keys_are_put_on_record_once()
    {
        await using var world = await AgentWorld.StartAsync();
        using var key = await world.AnnounceAsync("sop001");
        string hostKey = TestAgent.KeyOf(key);
        await using (var agent = await TestAgent.DialAsync(world.Gateway.Address))
        {
            await agent.SayAsync(agent.Signed(key, "sop001") with { HostKeys = [hostKey, "nonsense", "ssh-ed25519 AAAA\n[127.0.0.1]:22 ssh-ed25519 AAAA"] });
            agent.Listen();
            var session = await world.SessionAsync("sop001");
            await Wait.UntilAsync(() => agent.Welcome is not null, "a welcome");
            var member = world.Book.Current.Find("sop001")!.Master;
            Assert.Equal((world.Gateway.Cluster.SelfId, false, 15), (agent.Welcome!.Node, agent.Welcome.Stopped, agent.Welcome.KeepAlive));
            Assert.Equal([("app", member.App!.Value), ("ssh", member.Ssh)], agent.Welcome.Ports.Select(port => (port.Key, port.Value)).Order());
            Assert.Equal(("127.0.0.1", Road.WebSocket, 2), (session.From, session.Road, session.Services.Count));
            await Wait.UntilAsync(() => session.RoundTrip is not null, "a first round trip");
            string file = Path.Combine(world.Gateway.DataFolder, "known_hosts"), line = $"[127.0.0.1]:{member.Ssh} {hostKey}";
            await Wait.UntilAsync(() => File.Exists(file) && File.ReadAllText(file).Trim() == line, "its host key alone on record");
        }
        await world.NotedAsync("sop001", TunnelEvent.Down, "the connection was lost");
        Assert.Empty(world.Live.All);

        await world.ChangeAsync("sop001", device => device with { Master = device.Master with { TokenHash = Convert.ToHexStringLower(SHA256.HashData("secret token"u8)) } });
        await using var other = await TestAgent.DialAsync(world.Gateway.Address);
        await other.SayAsync(new Hello("sop001", "master", "http://LOCALHOST:" + world.Gateway.Address.Port, ["ssh", "http", "smoke"], "x\u001b[2J") { Token = "secret token" });
        other.Listen();
        Assert.Equal([Service.Ssh], (await world.SessionAsync("sop001")).Services);
        await world.NotedAsync("sop001", TunnelEvent.Up, "agent x?[2J");
        Assert.DoesNotContain("secret token", world.Gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_that_device_hears_the_same_and_nothing_else()
    {
        await using var world = await AgentWorld.StartAsync();
        using var key = await world.AnnounceAsync("sop001");
        using var others = await world.AnnounceAsync("sop002");
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string replayed = "";
        Func<TestAgent, Hello>[] wrong =
        [
            agent => agent.Signed(strange, "sop001"),
            agent => agent.Signed(others, "sop001"), // its own key, another's name
            agent => agent.Signed(strange, "nobody"),
            agent => agent.Signed(key, "sop001") with { Device = "sop002" },
            agent => agent.Signed(key, "sop001", "clone"),
            agent => agent.Signed(key, "sop001", nonce: Convert.ToBase64String(new byte[32])), // a signature that was good for another challenge
            agent => agent.Signed(key, "sop001") with { Signature = replayed },
            agent => agent.Signed(strange, "sop001") with { Key = TestAgent.KeyOf(key) },
            agent => agent.Signed(key, "sop001") with { Key = "ecdsa-sha2-nistp256 AAAA" },
            agent => agent.Signed(key, "sop001") with { Signature = null },
            agent => agent.Signed(key, "sop001") with { Member = null! },
            agent => agent.Signed(key, "sop001") with { Key = null, Token = "" },
            agent => agent.Signed(key, "sop001") with { Key = null, Token = "guess" },
        ];
        await using (var good = await TestAgent.DialAsync(world.Gateway.Address))
        {
            var hello = good.Signed(key, "sop001");
            replayed = hello.Signature!;
            await good.SayAsync(hello);
            await world.SessionAsync("sop001");
        }
        await Wait.UntilAsync(() => world.Live.All.IsEmpty, "nobody");
        var answers = await Task.WhenAll(wrong.Select(async hello =>
        {
            await using var agent = await TestAgent.DialAsync(world.Gateway.Address);
            await agent.SayAsync(hello(agent));
            return await agent.RefusedAsync();
        }));
        Assert.Equal("unknown", Assert.Single(answers.Distinct()).Code);
        Assert.Empty(world.Live.All);
        string audit = Path.Combine(world.Gateway.DataFolder, "audit", "audit.jsonl");
        await Wait.UntilAsync(() => ReadShared(audit).Contains("\"tunnelRefused\"", StringComparison.Ordinal), "it on record");
    }

    [Fact]
    public async Task A_challenge_that_was_handed_on_from_elsewhere_and_a_key_for_ssh_are_told_what_is_wrong()
    {
        await using var world = await AgentWorld.StartAsync();
        using var key = await world.AnnounceAsync("sop001");
        await using var relayed = await TestAgent.DialAsync(world.Gateway.Address);
        await relayed.SayAsync(relayed.Signed(key, "sop001", origin: "https://evil.example"));
        await using var other = await TestAgent.DialAsync(world.Gateway.Address);
        await other.SayAsync(other.Signed(key, "sop001") with { Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEN2GjtDOiOpO8bJ0QzR+5RKj1dXRi8tgZ0x0Z0dGfXj" });
        await using var nothing = await TestAgent.DialAsync(world.Gateway.Address);
        await nothing.SayAsync(nothing.Signed(key, "sop001") with { Services = ["http"] });
        var answers = await Task.WhenAll(relayed.RefusedAsync(), other.RefusedAsync(), nothing.RefusedAsync());
        Assert.Contains("not one of this gateway", answers[0].Reason, StringComparison.Ordinal);
        Assert.Contains("ssh -R only", answers[1].Reason, StringComparison.Ordinal);
        Assert.Equal("ports", answers[2].Code);
        await world.NotedAsync("sop001", TunnelEvent.Refused, "");
        Assert.Empty(world.Live.All);
    }

    [Fact]
    public async Task No_page_of_a_browser_comes_in_and_whoever_says_nothing_or_nonsense_goes()
    {
        var time = new ManualTime();
        await using var world = await AgentWorld.StartAsync(time);
        var gateway = world.Gateway.Address;
        string own = $"Origin: {gateway.GetLeftPart(UriPartial.Authority)}", protocol = $"Sec-WebSocket-Protocol: {AgentWire.SubProtocol}";
        foreach (string path in new[] { AgentWire.ControlPath, AgentWire.SshPath, $"{AgentWire.StreamPath}{world.Gateway.Cluster.SelfId}/{new string('0', 32)}" })
            Assert.Equal(403, (await RawHttp.SendAsync(gateway, $"GET {path}", RawHttp.Upgrade(protocol, own))).Status);
        Assert.Equal(426, (await RawHttp.SendAsync(gateway, $"GET {AgentWire.ControlPath}")).Status);
        Assert.Equal(400, (await RawHttp.SendAsync(gateway, $"GET {AgentWire.ControlPath}", RawHttp.Upgrade())).Status);
        Assert.Equal(405, (await RawHttp.SendAsync(gateway, $"POST {AgentWire.ControlPath}", "Content-Length: 0")).Status);
        Assert.Equal(404, (await RawHttp.SendAsync(gateway, $"GET {AgentWire.StreamPath}{world.Gateway.Cluster.SelfId}/{new string('0', 32)}", RawHttp.Upgrade())).Status);
        Assert.Equal(404, (await RawHttp.SendAsync(gateway, $"GET {AgentWire.StreamPath}elsewhere/{new string('0', 32)}", RawHttp.Upgrade())).Status);

        foreach (string nonsense in new[] { "", "{", "[]", """{"type":"smoke"}""", """{"type":"pong","id":1}""", """{"device":"x"}""", new string('x', AgentWire.LargestMessage + 1) })
        {
            await using var babbler = await TestAgent.DialAsync(gateway);
            await babbler.SayAsync(nonsense);
            babbler.Listen();
            await babbler.Over.WaitAsync(HubClient.Patience);
            Assert.Empty(babbler.Heard);
        }

        await using var silent = await TestAgent.DialAsync(gateway);
        Assert.Equal(32, Convert.FromBase64String(silent.Challenge.Nonce).Length);
        silent.Listen();
        time.Advance(AgentWire.Patience);
        await silent.Over.WaitAsync(HubClient.Patience);
    }

    [Fact]
    public async Task A_code_enrols_a_key_once_and_pins_host_keys_and_every_wrong_one_is_answered_alike()
    {
        await using var world = await AgentWorld.StartAsync();
        using var key = await world.AnnounceAsync("sop001");
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keeping = world.Gateway.Services.GetRequiredService<DialInKeeping>();
        var (code, _) = await keeping.NewCodeAsync(null, "sop001", Member.Master);
        using var device = world.Gateway.Browser();
        string good = TestAgent.KeyOf(fresh);
        Assert.Equal((400, "the request could not be read"), await EnrolAsync(new EnrolRequest("sop001", "both", code, good, [])));
        var wrong = new[] { new EnrolRequest("sop001", "master", "AAAA-AAAA", good, []), new EnrolRequest("nobody", "master", code, good, []), new EnrolRequest("sop001", "clone", code, good, []) };
        foreach (var request in wrong) Assert.Equal((403, DialInEnrolment.Unknown), await EnrolAsync(request));
        using var page = new HttpRequestMessage(HttpMethod.Post, "agent/enrol") { Headers = { { "Origin", world.Gateway.Address.GetLeftPart(UriPartial.Authority) } }, Content = JsonContent.Create(wrong[0]) };
        using var refused = await device.SendAsync(page);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);

        Assert.Equal((200, null), await EnrolAsync(new EnrolRequest("sop001", "master", code, good, [good])));
        Assert.Equal((403, DialInEnrolment.Unknown), await EnrolAsync(new EnrolRequest("sop001", "master", code, good, [])));
        Assert.Contains($"[127.0.0.1]:{world.Book.Current.Find("sop001")!.Master.Ssh} {good}", await File.ReadAllTextAsync(Path.Combine(world.Gateway.DataFolder, "known_hosts")), StringComparison.Ordinal);
        await using var agent = await TestAgent.ConnectAsync(world.Gateway.Address, "sop001", fresh);
        Assert.NotNull(agent.Welcome);
        Assert.DoesNotContain(code, world.Gateway.Log, StringComparison.Ordinal);

        async Task<(int, string?)> EnrolAsync(EnrolRequest request)
        {
            using var response = await device.PostAsJsonAsync("agent/enrol", request, AgentJson.Default.EnrolRequest);
            return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync(AgentJson.Default.EnrolAnswer))!.Reason);
        }
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
