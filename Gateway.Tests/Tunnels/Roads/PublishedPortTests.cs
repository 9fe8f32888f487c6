using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Xunit;

namespace Gateway.Tests.Tunnels.Roads;

/// <summary>A port of the domain is open while its device is connected, and leads to it and to nothing else.</summary>
public sealed class PublishedPortTests
{
    private const int Much = 8 * 1024 * 1024;

    [Fact]
    public async Task Eight_mebibytes_each_way_at_once_are_the_same_bytes_and_each_direction_ends_by_itself()
    {
        byte[] up = RandomNumberGenerator.GetBytes(Much), down = RandomNumberGenerator.GetBytes(Much);
        byte[] got = [];
        await using var service = new TcpService(async (stream, cancellation) =>
        {
            var sending = stream.WriteAsync(down, cancellation).AsTask();
            using var all = new MemoryStream();
            await stream.CopyToAsync(all, cancellation); // until the client has ended its direction
            await sending;
            got = SHA256.HashData(all.ToArray());
            await stream.WriteAsync(got, cancellation); // the other direction goes on
        });
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(devices: device);
        world.Up(device, service.Port);
        await using var client = (await DialInWorld.ConnectAsync(device.Master.Ssh))!;
        using var received = new MemoryStream();
        var receiving = client.CopyToAsync(received);
        await client.WriteAsync(up);
        client.Socket.Shutdown(SocketShutdown.Send);
        await receiving.WaitAsync(HubClient.Patience);
        Assert.Equal(Much + SHA256.HashSizeInBytes, received.Length);
        Assert.Equal(SHA256.HashData(up), received.ToArray()[Much..]);
        Assert.True(received.ToArray().AsSpan(0, Much).SequenceEqual(down));
        await Wait.UntilAsync(() => world.Ports.Connections == 0, "the connection to be counted no more");
    }

    [Fact]
    public async Task A_port_is_open_only_while_a_road_leads_there_and_is_free_at_once_for_who_takes_it()
    {
        await using var service = TcpService.Echo("hello");
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(devices: device);
        Assert.Null(await DialInWorld.ConnectAsync(device.Master.Ssh));
        var tunnel = world.Up(device, service.Port);
        await using var first = (await DialInWorld.ConnectAsync(device.Master.Ssh))!;
        Assert.Equal("hello", await ReadAsync(first, 5));

        world.Tunnels.Take(device.Name, Member.Master);
        using (var sshd = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            sshd.Bind(new IPEndPoint(IPAddress.Loopback, device.Master.Ssh));
            sshd.Listen();
            var reverse = world.Up(device, service.Port, road: Road.Ssh);
            // Who was there stays, by the road that he came by.
            await first.WriteAsync("still"u8.ToArray());
            Assert.Equal("still", await ReadAsync(first, 5));
            await using var held = await DialInWorld.ConnectAsync(device.Master.Ssh);
            Assert.True(sshd.Poll(HubClient.Patience, SelectMode.SelectRead)); // it came to who took the port
            world.Tunnels.Remove(reverse);
            // Somebody else holds it now, and that is said until he lets go.
            await Wait.UntilAsync(() => world.Ports.Problems.Any(problem => problem.Port.Port == device.Master.Ssh && problem.Reason.EndsWith($"(process {Environment.ProcessId}) holds it", StringComparison.Ordinal)), "this process to be named");
            Assert.False(world.Ports.Leads(world.Book.Current.FindByPort(device.Master.Ssh)!));
        }
        await Wait.UntilAsync(() => world.Ports.Problems.Count == 0, "the port to be opened again");
        await using var second = (await DialInWorld.ConnectAsync(device.Master.Ssh))!;
        Assert.Equal("hello", await ReadAsync(second, 5));

        world.Tunnels.Remove(tunnel);
        Assert.Null(await DialInWorld.ConnectAsync(device.Master.Ssh));
        await AssertCutAsync(first);
        await AssertCutAsync(second);
    }

    [Fact]
    public async Task A_stopped_device_has_no_ports_and_nobody_is_left_on_them()
    {
        await using var service = TcpService.Echo("hello");
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(devices: device);
        world.Up(device, service.Port);
        await using var client = (await DialInWorld.ConnectAsync(device.Master.Http!.Value))!;
        Assert.Equal("hello", await ReadAsync(client, 5));
        var stopped = await world.ChangeAsync(device, now => now with { Stopped = true });
        await AssertCutAsync(client);
        Assert.Null(await DialInWorld.ConnectAsync(device.Master.Http!.Value));
        await world.ChangeAsync(stopped, now => now with { Stopped = false });
        await using var again = (await DialInWorld.ConnectAsync(device.Master.Http!.Value))!;
        Assert.Equal("hello", await ReadAsync(again, 5));
    }

    [Fact]
    public async Task A_connection_that_is_slow_to_end_holds_up_nobody_who_changes_devices()
    {
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(devices: device);
        using var ended = new ManualResetEventSlim();
        var asked = new TaskCompletionSource();
        world.Tunnels.Add(new TestTunnel(device.Name, Member.Master, Road.WebSocket, 1)
        {
            Connecting = async cancellation =>
            {
                await using var slow = cancellation.Register(() => ended.Wait(2 * HubClient.Patience));
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        });
        await using var client = (await DialInWorld.ConnectAsync(device.Master.Ssh))!;
        await asked.Task.WaitAsync(HubClient.Patience);
        await Task.Run(() => world.ChangeAsync(device, now => now with { Stopped = true })).WaitAsync(HubClient.Patience);
        Assert.False(ended.IsSet);
        Assert.Null(await DialInWorld.ConnectAsync(device.Master.Ssh));
        ended.Set();
        await AssertCutAsync(client);
    }

    [Fact]
    public async Task Whether_a_client_is_still_there_is_asked_of_the_network()
    {
        await using var service = TcpService.Echo("hello");
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(devices: device);
        world.Up(device, service.Port);
        await using var client = (await DialInWorld.ConnectAsync(device.Master.Ssh))!;
        Assert.Equal("hello", await ReadAsync(client, 5));
        // Established (01), and the timer that runs is that of keep-alive (02), once what was sent is acknowledged.
        string local = $"0100007F:{device.Master.Ssh:X4}";
        await Wait.UntilAsync(() => File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Any(fields => fields[1] == local && fields[3] == "01" && fields[5].StartsWith("02:", StringComparison.Ordinal)),
            () => $"a keep-alive timer of {local}:\n{File.ReadAllText("/proc/net/tcp")}");
    }

    [Fact]
    public async Task A_hundred_come_in_by_a_port_and_the_next_one_when_one_has_gone()
    {
        await using var service = TcpService.Echo("hello");
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(devices: device);
        world.Up(device, service.Port);
        List<NetworkStream> clients = [];
        for (int one = 0; one < ConnectionCount.PerPort; one++)
        {
            clients.Add((await DialInWorld.ConnectAsync(device.Master.Ssh))!);
            Assert.Equal("hello", await ReadAsync(clients[one], 5));
        }
        await AssertSentAwayAsync(device.Master.Ssh);
        await using var other = (await DialInWorld.ConnectAsync(device.Master.Http!.Value))!; // another port has its own
        Assert.Equal("hello", await ReadAsync(other, 5));
        await clients[0].DisposeAsync();
        await Wait.UntilAsync(() => world.Ports.Connections == ConnectionCount.PerPort, "the place to be free");
        await using var next = (await DialInWorld.ConnectAsync(device.Master.Ssh))!;
        Assert.Equal("hello", await ReadAsync(next, 5));
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_does_not_read_holds_up_his_device_and_no_memory()
    {
        const int most = 64 * 1024 * 1024;
        long sent = 0;
        await using var service = new TcpService(async (stream, cancellation) =>
        {
            byte[] piece = new byte[64 * 1024];
            while (Interlocked.Read(ref sent) < most)
            {
                await stream.WriteAsync(piece, cancellation);
                Interlocked.Add(ref sent, piece.Length);
            }
        });
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(devices: device);
        world.Up(device, service.Port);
        await using var client = (await DialInWorld.ConnectAsync(device.Master.Ssh))!;
        long before = -1;
        int still = 0;
        await Wait.UntilAsync(() =>
        {
            (still, before) = (Interlocked.Read(ref sent) == before && before > 0 ? still + 1 : 0, Interlocked.Read(ref sent));
            return still == 30;
        }, () => $"the device to be held up, at {before} bytes");
        // The kernel holds what is under way, a few megabytes for each of the two connections.
        Assert.InRange(before, 1, most / 2);
        long received = 0;
        byte[] buffer = new byte[256 * 1024];
        for (int read; (read = await client.ReadAsync(buffer).AsTask().WaitAsync(HubClient.Patience)) > 0;) received += read;
        Assert.Equal(most, received);
    }

    internal static async Task<string> ReadAsync(Stream stream, int length)
    {
        byte[] buffer = new byte[length];
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(HubClient.Patience);
        return Encoding.ASCII.GetString(buffer);
    }

    internal static async Task AssertCutAsync(NetworkStream stream)
    {
        try
        {
            Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(HubClient.Patience));
        }
        catch (IOException)
        {
            // Reset, as what was cut off has to be.
        }
    }

    // The kernel lets it in before anybody here can say no, so the reset may come before the connection is reported.
    private static async Task AssertSentAwayAsync(int port)
    {
        try
        {
            await using var client = (await DialInWorld.ConnectAsync(port))!;
            await AssertCutAsync(client);
        }
        catch (SocketException exception)
        {
            Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
        }
    }
}
