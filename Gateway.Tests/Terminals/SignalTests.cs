using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Gateway.Tests.Methods;
using Gateway.Tests.People;
using Xunit;

namespace Gateway.Tests.Terminals;

/// <summary>BREAK by the real telnet client, and the relay that it goes through.</summary>
public sealed class SignalTests
{
    private static readonly byte[] ByCharacters = [255, 251, 1, 255, 251, 3]; // IAC WILL ECHO, IAC WILL SUPPRESS-GO-AHEAD
    private static readonly byte[] Break = [255, 243];

    [Fact]
    public async Task Break_arrives_between_what_is_typed_and_nothing_is_lost()
    {
        using var scratch = new Scratch();
        await using var device = new RecordingDevice();
        // Nothing but counting brings a signal to its place: no time passes.
        var time = new ManualTime();
        await using var gateway = await StartAsync(scratch, device.Port, time);
        await using var page = await gateway.OpenAsync("telnet", "ops", device.Port);
        Assert.True(page.Terminal.Traits.Signals);
        await using (var line = await device.AcceptAsync([.. ByCharacters, .. "READY"u8]))
        {
            await page.ExpectAsync("READY");
            await page.TypeAsync("<a\u001d"); // ^], which is a byte like another
            await SendAsync(page, "break");
            await page.TypeAsync("b>");
            await line.ReceiveAsync((byte)'>');
            byte[] before = [.. Enumerable.Repeat((byte)'x', 512 * 1024)], after = [.. Enumerable.Repeat((byte)'y', 512 * 1024)];
            var receiving = line.ReceiveAsync((byte)'|');
            await PasteAsync(page, before);
            await SendAsync(page, "break");
            await PasteAsync(page, after);
            await page.TypeAsync("|");
            byte[] received = await receiving;
            byte[] expected = [.. "<a\u001d"u8, .. Break, .. "b>"u8, .. before, .. Break, .. after, (byte)'|'];
            Assert.True(expected.AsSpan().SequenceEqual(received.AsSpan(Array.IndexOf(received, (byte)'<'))));

            await using var guest = await Page.VisitAsync(gateway.Address, await gateway.VisitAsync(), page.Terminal.Id, (await page.InviteAsync("type")).Secret);
            Assert.Equal("forbidden", (await guest.Hub.RefusalAsync("SendSignal", "break"))?.Code);
            Assert.Equal("invalid", (await page.Hub.RefusalAsync("SendSignal", "brk"))?.Code);
        }
        // The device has hung up.
        Assert.Equal("exited", (await page.ExpectEndAsync()).Reason);
        Assert.Equal("invalid", (await page.Hub.RefusalAsync("SendSignal", "break"))?.Code);

        // By lines the client keeps what was typed until Enter; the signal does not wait for that.
        await using var second = await gateway.OpenAsync("telnet", "ops", device.Port);
        await using var byLines = await device.AcceptAsync("READY"u8.ToArray());
        await second.ExpectAsync("READY");
        await second.TypeAsync("ab");
        await SendAsync(second, "interrupt");
        var arrived = byLines.ReceiveAsync(244);
        await Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return arrived.IsCompleted;
        }, "the signal");
        await second.TypeAsync("\r");
        Assert.EndsWith("FFF461620D0A", Convert.ToHexString(await byLines.ReceiveAsync((byte)'\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_refuses_the_connection_is_named_and_not_the_relay()
    {
        using var scratch = new Scratch();
        int port = Ports.Free();
        await using var gateway = await StartAsync(scratch, port, null);
        await using var page = await gateway.OpenAsync("telnet", "ops", port);
        await page.ExpectAsync("Connection refused");
        Assert.Equal($"Connection refused by port {port}.", (await page.ExpectEndAsync()).Message);
    }

    [Fact]
    public async Task Nobody_but_the_client_comes_in_at_the_relay_and_nothing_is_left_of_it()
    {
        using var scratch = new Scratch();
        await using var device = new RecordingDevice();
        using var relay = new TelnetRelay(new Waypoint("127.0.0.1", device.Port), TimeProvider.System);
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(IPAddress.Loopback, relay.Port); // before the client has been started
        var catalog = new MethodCatalog(Catalogs.Options with { Domain = "127.0.0.1", Home = scratch.Folder });
        catalog.Read("telnet", "ops", new RemoteTarget { Port = device.Port, Signals = true }, out var request);
        using var pty = Pty.Spawn(request!.Method.Build(request.Through(relay.Port)), new TerminalSize(80, 24));
        pty.Watch(() =>
        {
            byte[] buffer = new byte[4096];
            int count;
            while ((count = pty.Read(buffer)) > 0) { }
            return count < 0;
        });
        relay.Start(pty.Pid);
        await using (var line = await device.AcceptAsync(ByCharacters))
        {
            Assert.Equal(0, await EndOfAsync(stranger));
            await pty.WriteAsync("x"u8.ToArray());
            await line.ReceiveAsync((byte)'x');
            // It has had its one connection.
            using var late = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, relay.Port));
            pty.Kill();
            await pty.Exited.WaitAsync(HubClient.Patience);
            await relay.StopAsync(HubClient.Patience);
            Assert.True(await line.HasEndedAsync());
        }
        string end = $":{relay.Port:X4}";
        // A connection in TIME-WAIT is nobody's any more: number 0.
        await Wait.UntilAsync(
            () => !File.ReadLines("/proc/self/net/tcp").Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Any(row => (row[1].EndsWith(end, StringComparison.Ordinal) || row[2].EndsWith(end, StringComparison.Ordinal)) && row[9] != "0"),
            "the end of every socket of the relay");
    }

    [Fact]
    public void Only_a_target_with_signals_is_reached_by_a_relay_and_telnets_own_prompt_stays_away()
    {
        var catalog = new MethodCatalog(Catalogs.Options);
        catalog.Read("telnet", "ops", new RemoteTarget { Port = 7023, Signals = true }, out var signals);
        catalog.Read("telnet", "ops", new RemoteTarget { Port = 7023 }, out var plain);
        catalog.Read("ssh", "ops", new RemoteTarget { Port = 6022, Signals = true }, out var ssh);
        Assert.Equal("-E -c -l ops -- 127.0.0.1 4711", string.Join(' ', signals!.Method.Build(signals.Through(4711)).Arguments));
        Assert.Equal("-E -c -l ops -- 192.0.2.7 7023", string.Join(' ', plain!.Method.Build(plain).Arguments));
        Assert.Equal(new Waypoint("192.0.2.7", 7023), signals.Method.BehindRelay(signals));
        Assert.Equal(new Waypoint("192.0.2.9", 7023), signals.Method.BehindRelay(signals.PinnedTo(IPAddress.Parse("192.0.2.9"))));
        Assert.Null(plain.Method.BehindRelay(plain));
        Assert.Null(ssh!.Method.BehindRelay(ssh));
        Assert.Throws<ArgumentException>(() => plain.Method.Build(plain.Through(4711)));
        Assert.Throws<ArgumentException>(() => ssh.Method.Build(ssh.Through(4711)));
    }

    private static Task<TestGateway> StartAsync(Scratch scratch, int port, TimeProvider? time)
    {
        string inventory = scratch.Write("inventory.json", $$"""{ "devices": [ { "name": "console", "telnet": {{port}}, "terminal": { "signals": true } } ] }""");
        return TestGateway.StartAsync([port], change: file => file["inventory"] = new JsonObject { ["path"] = inventory }, time: time);
    }

    private static async Task SendAsync(Page page, string signal) => Assert.Null(await page.Hub.RefusalAsync("SendSignal", signal));

    private static async Task PasteAsync(Page page, byte[] bytes)
    {
        foreach (byte[] piece in bytes.Chunk(16 * 1024))
        {
            await page.TypeAsync(piece);
            using var patience = new CancellationTokenSource(HubClient.Patience);
            while (page.Typed - (await page.Hub.InvokeAsync("Ping")).GetInt64() > 64 * 1024) patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<int> EndOfAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(HubClient.Patience);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
