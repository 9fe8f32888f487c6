using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Xunit;

namespace Gateway.Tests.Tunnels.Sshd;

/// <summary>Real ssh clients dial in at the gateway's sshd.</summary>
public sealed class SshdDoorTests
{
    [Fact]
    public async Task A_device_publishes_its_own_ports_and_gets_nothing_else()
    {
        await using var world = await SshdWorld.StartAsync();
        var (device, other) = (await world.AddAsync("sop001"), await world.AddAsync("sop002"));
        Assert.Equal("-rw-------", Mode(world.PathOf("tunnels/authorized_keys")));
        Assert.Equal("-rw-------", Mode(world.PathOf("tunnels/host_key")));
        Assert.Equal("drwx------", Mode(world.PathOf("tunnels")));

        var ssh = world.Dial(device);
        var tunnel = await world.UpAsync(device);
        Assert.Equal([Service.Ssh, Service.Http], tunnel.Services.Order());
        Assert.Equal("127.0.0.1", tunnel.From);
        Assert.Equal(SshdWorld.Greeting, await SshdWorld.ReadAsync(tunnel, Service.Ssh));
        Assert.Equal(SshdWorld.Greeting, await SshdWorld.ReadAsync(tunnel, Service.Http));
        Assert.True(tunnel.Bytes is { In: > 1000, Out: > 1000 } && tunnel.RoundTrip > TimeSpan.Zero);
        await Assert.ThrowsAsync<TunnelException>(() => tunnel.ConnectAsync(Service.App, CancellationToken.None));
        Assert.StartsWith("sshd", PortHolders.Find(device.Master.Ssh)!.Program, StringComparison.Ordinal);
        Assert.Null(PortHolders.Find(other.Master.Ssh));

        ssh.Signal("TERM");
        await world.DownAsync(tunnel);
        await world.NotedAsync(device, TunnelEvent.Down, "it hung up");
        // However it asks for its port, it is that port at loopback.
        foreach (string place in (string[])["localhost:", "127.0.0.1:", "*:", "0.0.0.0:"])
        {
            world.Run(world.Arguments("sop001", "-N", "-R", $"{place}{device.Master.Ssh}:127.0.0.1:{world.ServicePort}", SshdWorld.Account));
            tunnel = await world.UpAsync(device, tunnel);
            Assert.Equal([Service.Ssh], tunnel.Services);
            Assert.All(ListeningPorts.Read().Where(one => one.Port == device.Master.Ssh), one => Assert.True(one.IsLoopback));
            tunnel.Cut("the test wants the next one");
            await world.DownAsync(tunnel);
        }
        string to = $"127.0.0.1:{world.ServicePort}";
        foreach (string[] wish in (string[][])[["-N", "-R", $"{other.Master.Ssh}:{to}"], ["-N", "-R", $"0:{to}"], ["-N", "-R", $"{world.PathOf("socket")}:{to}"], ["-N", "-w", "7:7"], ["-s"], []])
        {
            var (exitCode, output) = await Tool.RunAsync("/usr/bin/ssh", world.Arguments("sop001", [.. wish, SshdWorld.Account, .. wish is ["-s"] ? ["sftp"] : wish is [] ? (string[])["id; echo inside"] : []]));
            Assert.True(exitCode != 0 && !output.Contains("inside", StringComparison.Ordinal) && !output.Contains("uid=", StringComparison.Ordinal), output);
        }
        await world.NotedAsync(device, TunnelEvent.Refused, $"port {other.Master.Ssh}, which is not its own");
        await world.NotedAsync(device, TunnelEvent.Refused, "it asked for a command or a connection");
        Assert.False(File.Exists(world.PathOf("socket")));
        Assert.Empty(world.Live.All);

        // Forwarding from the gateway: ssh listens here, and sshd opens no connection for it.
        int[] here = [Ports.Free(), Ports.Free()];
        world.Run(world.Arguments("sop001", "-N", "-A", "-X", "-L", $"{here[0]}:{to}", "-D", here[1].ToString(CultureInfo.InvariantCulture), "-R", $"{device.Master.Ssh}:{to}", SshdWorld.Account));
        await world.UpAsync(device, tunnel);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, here[0]);
        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task A_device_that_comes_back_takes_its_ports_from_its_own_ghost()
    {
        await using var world = await SshdWorld.StartAsync();
        var device = await world.AddAsync("sop001");
        var asleep = world.Dial(device);
        var ghost = await world.UpAsync(device);
        int taken = 0;
        world.Live.Taking += (name, member) => taken += name == device.Name && member == Member.Master ? 1 : 0;
        // What a device leaves whose power failed: a connection that nobody answers.
        asleep.Signal("STOP");
        var (before, tunnel) = await world.TakeOverAsync(device, ghost);
        Assert.Equal(SshdWorld.Greeting, await SshdWorld.ReadAsync(tunnel, Service.Ssh));
        await world.NotedAsync(device, TunnelEvent.Down, LiveTunnels.Replaced);
        Assert.True(taken > 0);
        Assert.Equal([tunnel], world.Live.All);
        Assert.DoesNotContain(world.History.Of(device.Name), line => line.Event == TunnelEvent.Refused && !line.Reason.Contains(" is held by ", StringComparison.Ordinal));
        asleep.Signal("KILL");

        // Two that live with one key, each at another address: the newest has the ports, the other one ends, and it is said what that looks like.
        foreach (string from in (string[])["127.0.0.2", "127.0.0.1", "127.0.0.2"])
        {
            (var after, tunnel) = await world.TakeOverAsync(device, tunnel, from);
            await before.Process.WaitForExitAsync().WaitAsync(SshdWorld.Longer);
            Assert.Equal(255, before.Process.ExitCode);
            Assert.Equal((from, SshdWorld.Greeting), (tunnel.From, await SshdWorld.ReadAsync(tunnel, Service.Ssh)));
            before = after;
        }
        await world.NotedAsync(device, TunnelEvent.Refused, "3 times in 10 minutes another one took its place, from 127.0.0.1: two devices with one identity?");
    }

    [Fact]
    public async Task A_stranger_who_writes_lines_of_his_own_into_sshds_log_is_believed_nothing()
    {
        await using var world = await SshdWorld.StartAsync();
        var device = await world.AddAsync("sop001");
        world.Dial(device);
        var tunnel = await world.UpAsync(device);
        int taken = 0;
        world.Live.Taking += (_, _) => taken++;
        string forged = $"x\r\nAccepted publickey for root from 127.0.0.1 port 1 ssh2: ED25519 {DialInKey.Fingerprint(device.Master.Key!)}\r\n";
        using (var stranger = new TcpClient())
        {
            await stranger.ConnectAsync(IPAddress.Loopback, world.ListenPort);
            await stranger.GetStream().WriteAsync((byte[])[.. "SSH-2.0-x\r\n"u8, .. Disconnect(forged)]);
            // Before any key was exchanged, sshd logs what a disconnect says (RFC 4253, 11.1).
            await Wait.UntilAsync(() => world.Log.Lines.Any(line => line.Contains("Accepted publickey for root from 127.0.0.1 port 1 ", StringComparison.Ordinal)), () => $"the words in the log, which says {string.Join('\n', world.Log.Lines)}");
            byte[] rest = new byte[4096];
            while (await stranger.GetStream().ReadAsync(rest).AsTask().WaitAsync(HubClient.Patience) > 0)
            {
            }
        }
        Assert.Equal((0, tunnel), (taken, Assert.Single(world.Live.All)));
        Assert.Equal(SshdWorld.Greeting, await SshdWorld.ReadAsync(tunnel, Service.Ssh));
    }

    [Fact]
    public async Task A_tunnel_is_cut_with_its_right_and_comes_back_after_a_fault()
    {
        await using var world = await SshdWorld.StartAsync();
        var device = await world.AddAsync("sop001");
        var ssh = world.Dial(device);
        var tunnel = await world.UpAsync(device);
        ssh.Signal("KILL");
        await world.DownAsync(tunnel);
        world.Dial(device);
        tunnel = await world.UpAsync(device);
        Signal(PortHolders.Find(device.Master.Ssh)!.Pid!.Value);
        await world.DownAsync(tunnel);
        await world.NotedAsync(device, TunnelEvent.Down, "SIGKILL");

        world.Dial(device);
        tunnel = await world.UpAsync(device);
        var stopped = device with { Stopped = true };
        await world.ChangeAsync(device, stopped);
        await world.DownAsync(tunnel);
        await world.NotedAsync(device, TunnelEvent.Down, "it is stopped");
        Assert.NotEqual(0, (await Tool.RunAsync("/usr/bin/ssh", world.Arguments("sop001", "-N", SshdWorld.Account))).ExitCode);
        await world.NotedAsync(device, TunnelEvent.Refused, "it is stopped");

        await world.ChangeAsync(stopped, device);
        world.Dial(device);
        tunnel = await world.UpAsync(device);
        await world.KeyAsync("another");
        await world.ChangeAsync(device, device with { Master = device.Master with { Key = world.KeyOf("another") } });
        await world.DownAsync(tunnel);
        Assert.NotEqual(0, (await Tool.RunAsync("/usr/bin/ssh", world.Arguments("sop001", "-N", SshdWorld.Account))).ExitCode);
        await world.NotedAsync(device, TunnelEvent.Refused, "its key was taken away");

        // A port that somebody else has.
        using var holder = new TcpListener(IPAddress.Loopback, device.Master.Ssh);
        holder.Start();
        world.Dial(device, "another");
        await world.NotedAsync(device, TunnelEvent.Refused, $"port {device.Master.Ssh} is held by ");
        await Wait.UntilAsync(() => Directory.GetFiles(world.PathOf("tunnels/running")).Length == 0, "the end of all processes", SshdWorld.Longer);
        Assert.Empty(Child.ChildrenOf(Environment.ProcessId, world.PathOf("tunnels/sshd_config")));
    }

    [Fact]
    public async Task Connections_that_never_sign_in_are_bounded_and_a_device_waits_for_its_turn()
    {
        await using var world = await SshdWorld.StartAsync();
        var device = await world.AddAsync("sop001");
        List<TcpClient> idle = [];
        for (int i = 0; i < 3 * Gateway.Tunnels.Sshd.SshdGate.PerAddress; i++)
        {
            idle.Add(new TcpClient());
            await idle[^1].ConnectAsync(IPAddress.Loopback, world.ListenPort);
        }
        string running = world.PathOf("tunnels/running");
        await Wait.UntilAsync(() => Directory.GetFiles(running).Length == Gateway.Tunnels.Sshd.SshdGate.PerAddress, "sshd for as many as may", SshdWorld.Longer);
        world.Dial(device);
        foreach (var client in idle)
        {
            Assert.True(Directory.GetFiles(running).Length <= Gateway.Tunnels.Sshd.SshdGate.PerAddress + 1);
            client.Dispose();
        }
        await world.UpAsync(device);
        await Wait.UntilAsync(() => Directory.GetFiles(running).Length == 1, "the end of the others", SshdWorld.Longer);
    }

    [Fact]
    public async Task Ssh_that_comes_through_another_stream_is_served_the_same()
    {
        await using var world = await SshdWorld.StartAsync(options => options with { SshListen = null });
        var device = await world.AddAsync("sop001");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        world.Run(["-F", "/dev/null", "-i", world.PathOf("sop001"), "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-p", port, "-N", "-R", $"{device.Master.Ssh}:127.0.0.1:{world.ServicePort}", SshdWorld.Account]);
        using var client = await listener.AcceptTcpClientAsync();
        using var cancellation = new CancellationTokenSource();
        var serving = world.Door.ServeAsync(client.GetStream(), "192.0.2.7", cancellation.Token);
        var tunnel = await world.UpAsync(device);
        Assert.Equal(("192.0.2.7", null), (tunnel.From, tunnel.RoundTrip));
        Assert.Equal(SshdWorld.Greeting, await SshdWorld.ReadAsync(tunnel, Service.Ssh));
        Assert.True(tunnel.Bytes is { In: > 1000, Out: > 1000 });
        await cancellation.CancelAsync();
        await serving.WaitAsync(SshdWorld.Longer);
        await world.DownAsync(tunnel);
    }

    private static void Signal(int pid)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-KILL", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static string Mode(string path)
    {
        var mode = File.GetUnixFileMode(path);
        return (Directory.Exists(path) ? "d" : "-") + string.Concat("rwxrwxrwx".Select((letter, bit) => ((int)mode >> (8 - bit) & 1) == 1 ? letter : '-'));
    }

    // SSH_MSG_DISCONNECT in a packet that is not encrypted yet (RFC 4253, 6 and 11.1).
    private static byte[] Disconnect(string description)
    {
        byte[] words = Encoding.ASCII.GetBytes(description);
        byte[] payload = [1, 0, 0, 0, 11, .. Number(words.Length), .. words, 0, 0, 0, 0];
        int padding = 8 - (5 + payload.Length) % 8;
        if (padding < 4) padding += 8;
        return [.. Number(1 + payload.Length + padding), (byte)padding, .. payload, .. new byte[padding]];

        static byte[] Number(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
    }
}
