using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Agent.Protocol;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>The agent as a process, against the protocol's other end.</summary>
public sealed class AgentTests
{
    private const int Size = 16 * 1024 * 1024;
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, false, 1)]
    [InlineData(HttpProtocols.Http1, true, 4)]
    public async Task Streams_carry_every_byte_both_ways_beside_one_that_nobody_reads(HttpProtocols protocols, bool isProxied, int connections)
    {
        byte[] down = RandomNumberGenerator.GetBytes(Size), up = RandomNumberGenerator.GetBytes(Size);
        await using var local = new LocalServer(up);
        await using var endless = new LocalServer(new byte[16 * Size]);
        await using var gateway = await AgentGateway.StartAsync(protocols);
        await using var proxy = isProxied ? new ConnectProxy() : null;
        await using var agent = new AgentProgram(proxy?.Url);
        await agent.EnrolAsync(gateway, "--clone", "--ssh", local.Address, "--app", endless.Address);
        agent.Run();
        var visit = await gateway.Visits.NumberAsync(1, TimeSpan.FromSeconds(60));
        Assert.Equal(("sop001", "clone", gateway.Url), (visit.Hello.Device, visit.Hello.Member, visit.Hello.Origin));
        Assert.Equal(["ssh", "app"], visit.Hello.Services);

        await using (var unread = await gateway.OpenAsync(visit, "app"))
        {
            await Task.WhenAll(ExchangeAsync(gateway, visit, down, up), ExchangeAsync(gateway, visit, down, up));
            Assert.InRange(endless.Sent, 1, 4 * Size);
        }
        Assert.Equal(connections, gateway.ConnectionCount);
        if (proxy is not null) Assert.All(proxy.Asked.All, asked => Assert.Equal($"CONNECT 127.0.0.1:{gateway.Port}", asked));

        await agent.EndAsync();
        await visit.Over.Task.WaitAsync(HubClient.Patience);
        Assert.Equal(0, agent.Running.Process.ExitCode);
    }

    [Fact]
    public async Task What_cannot_be_opened_is_said_and_a_broken_end_is_no_end()
    {
        await using var gateway = await AgentGateway.StartAsync();
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await using var agent = new AgentProgram();
        await agent.EnrolAsync(gateway, "--ssh", $"127.0.0.1:{Ports.Free()}", "--http", $"{listener.LocalEndpoint}");
        agent.Run();
        var visit = await gateway.Visits.NumberAsync(1, TimeSpan.FromSeconds(60));
        await visit.SendAsync(new Open(new string('a', 32), "ssh"));
        await visit.SendAsync(new Open(new string('b', 32), "telnet"));
        await visit.SendAsync(new Open(new string('c', 32), "http")); // which the gateway does not await
        await visit.Messages.NumberAsync(3);
        var reasons = visit.Messages.All.OfType<Failed>().ToDictionary(failed => failed.Stream[0], failed => failed.Reason);
        Assert.Contains("connection refused", reasons['a'], StringComparison.Ordinal);
        Assert.Contains("does not publish", reasons['b'], StringComparison.Ordinal);
        Assert.Contains("404", reasons['c'], StringComparison.Ordinal);

        using var forgotten = await listener.AcceptSocketAsync();
        await using (await gateway.OpenAsync(visit, "http"))
        {
        }
        using var cut = await listener.AcceptSocketAsync().WaitAsync(HubClient.Patience);
        var reset = await Assert.ThrowsAsync<SocketException>(() => cut.ReceiveAsync(new byte[1]).WaitAsync(HubClient.Patience));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    [Fact]
    public async Task It_comes_back_after_a_refusal_a_silence_and_a_lost_gateway_and_says_why_it_was_away()
    {
        await using var gateway = await AgentGateway.StartAsync();
        await using var proxy = new ConnectProxy();
        await using var agent = new AgentProgram(proxy.Url);
        await agent.EnrolAsync(gateway);
        gateway.Judge = _ => gateway.Visits.All.IsEmpty ? new Refused("ports", "None of its services is published.\nAsk Alice.", 3) : new Welcome(AgentGateway.Node, new() { ["ssh"] = 10022 }, 1, false);
        agent.Run();
        await gateway.Visits.NumberAsync(1, TimeSpan.FromSeconds(60));
        await agent.SaysAsync("not connected: the gateway says: None of its services is published. Ask Alice. (ports). Next try in ");
        var (code, output) = await agent.AskAsync("status");
        var visit = await gateway.Visits.NumberAsync(2);
        Assert.InRange(visit.At - gateway.Visits.All[0].At, 3000, long.MaxValue);
        if (code == 1) Assert.Contains("not connected since", output, StringComparison.Ordinal); // unless the machine was slow, and it was back

        await visit.Messages.FirstAsync<Ping>();
        proxy.GoDeaf();
        await gateway.Visits.NumberAsync(3, TimeSpan.FromSeconds(60));
        await agent.SaysAsync("not connected: nothing was heard of the gateway any more");

        await gateway.StopAsync();
        await agent.SaysAsync("cannot be reached");
        await gateway.StartAsync();
        visit = await gateway.Visits.NumberAsync(4, TimeSpan.FromSeconds(90));

        await visit.SendAsync(new AskLog(7, 1000));
        var log = await visit.Messages.FirstAsync<LogLines>();
        Assert.Equal(7, log.Id);
        Assert.Contains(log.Lines, line => line.Contains("Ask Alice. (ports)", StringComparison.Ordinal));
        Assert.Contains("connected, node node-1; ports of the domain: ssh 10022", log.Lines[^1], StringComparison.Ordinal);
        (code, output) = await agent.AskAsync("log", "-n", "1");
        Assert.Equal((0, log.Lines[^1]), (code, output.Trim()));
    }

    [Fact]
    public async Task Stopped_on_the_device_it_stays_away_over_restarts_until_it_is_started()
    {
        await using var gateway = await AgentGateway.StartAsync();
        await using var agent = new AgentProgram();
        await agent.EnrolAsync(gateway);
        agent.Run();
        var visit = await gateway.Visits.NumberAsync(1, TimeSpan.FromSeconds(60));
        await visit.SendAsync(new State(true));
        await agent.SaysAsync("stopped at the gateway");
        var (code, output) = await agent.AskAsync("status");
        Assert.True(code == 0 && output.Contains("stopped at the gateway", StringComparison.Ordinal) && output.Contains("ssh at 127.0.0.1:22 is port 10022 of the domain", StringComparison.Ordinal), output);
        foreach (string file in (string[])["agent.key", "agent.json", "agent.log", "agent.sock", "agent.lock"]) Assert.Equal((file, Mine), (file, File.GetUnixFileMode(Path.Combine(agent.State, file))));
        Assert.Equal(Mine | UnixFileMode.UserExecute, File.GetUnixFileMode(agent.State));

        (code, output) = await agent.AskAsync("run");
        Assert.True(code == 2 && output.Contains("another agent runs", StringComparison.Ordinal), output);

        Assert.Equal(0, (await agent.AskAsync("stop")).ExitCode);
        await visit.Over.Task.WaitAsync(HubClient.Patience);
        await agent.KillAsync();
        (code, output) = await agent.AskAsync("status");
        Assert.True(code == 2 && output.Contains("no agent runs there", StringComparison.Ordinal), output);
        agent.Run();
        await agent.SaysAsync("stopped on the device");
        (code, output) = await agent.AskAsync("status");
        Assert.True(code == 1 && output.Contains("stopped on the device", StringComparison.Ordinal), output);
        Assert.Single(gateway.Visits.All);

        Assert.Equal(0, (await agent.AskAsync("start")).ExitCode);
        visit = await gateway.Visits.NumberAsync(2);
        Assert.Equal(gateway.Visits.All[0].Hello.Key, visit.Hello.Key);
    }

    private static async Task ExchangeAsync(AgentGateway gateway, AgentVisit visit, byte[] down, byte[] up)
    {
        await using var stream = await gateway.OpenAsync(visit, "ssh");
        var sending = SendAsync();
        byte[] got = new byte[up.Length];
        await stream.ReadExactlyAsync(got);
        Assert.True(got.AsSpan().SequenceEqual(up));
        await sending;
        // Its answer comes after the end of what it was sent.
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        await stream.ReadExactlyAsync(hash);
        Assert.Equal(SHA256.HashData(down), hash);
        Assert.Equal(0, await stream.ReadAsync(got));

        async Task SendAsync()
        {
            for (int at = 0, size; at < down.Length; at += size)
            {
                size = Math.Min(Random.Shared.Next(1, 200_000), down.Length - at);
                await stream.WriteAsync(down.AsMemory(at, size));
            }
            await stream.EndAsync();
        }
    }
}
