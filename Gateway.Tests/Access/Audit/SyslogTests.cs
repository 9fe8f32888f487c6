using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Audit;

/// <summary>The copy of the record that a real socket receives, read strictly.</summary>
public sealed partial class SyslogTests : IDisposable
{
    private static readonly AuditEntry Hostile = new(AuditEvent.SignInFailed) { Person = "local:\"]\\ ä€😀\n<14>1 - - - - - -", Port = 22 };

    private readonly AuditRecord _record = new();

    public void Dispose() => _record.Dispose();

    [Fact]
    public async Task A_datagram_is_one_message()
    {
        using var collector = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using (var log = Open($"udp://127.0.0.1:{((IPEndPoint)collector.Client.LocalEndPoint!).Port}")) log.Write(Hostile);
        var messages = new[] { await ReceiveAsync(), await ReceiveAsync() };
        Assert.Equal(["fileBegun", "signInFailed"], messages.Select(message => message["msgid"]));
        Check(messages[1]);

        async Task<Dictionary<string, string>> ReceiveAsync() => Parse((await collector.ReceiveAsync().WaitAsync(HubClient.Patience)).Buffer);
    }

    [Fact]
    public async Task A_stream_counts_octets_and_comes_back_after_the_collector_was_away()
    {
        int port = Ports.Free();
        await using var log = Open($"tcp://127.0.0.1:{port}");
        Assert.True(await log.WriteAsync(Hostile)); // nobody listens: the file does not wait for it
        await Wait.UntilAsync(() => log.State.Words.Contains("syslog is away: ", StringComparison.Ordinal), () => log.State.Words);
        Assert.True(log.IsWell);

        using (var first = Listen(port))
        {
            using var client = await first.AcceptTcpClientAsync().WaitAsync(HubClient.Patience);
            Assert.Equal("1", (await ReadAsync(client.GetStream()))["number"]);
            Check(await ReadAsync(client.GetStream()));
        }
        using (var second = Listen(port))
        {
            Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TerminalOpened)));
            using var client = await second.AcceptTcpClientAsync().WaitAsync(HubClient.Patience);
            var message = await ReadAsync(client.GetStream());
            Assert.Equal(("3", "terminalOpened"), (message["number"], message["msgid"]));
            await Wait.UntilAsync(() => log.State.Words == "is written", () => log.State.Words);
        }
    }

    [Fact]
    public async Task A_collector_that_takes_nothing_holds_nobody_up()
    {
        using var listener = Listen(0);
        await using var log = Open($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var client = await listener.AcceptTcpClientAsync().WaitAsync(HubClient.Patience);
        for (int i = 0; i < 20_000; i++)
        {
            log.Write(new AuditEntry(AuditEvent.TokenUsed) { Reason = new string('x', 300) });
            if (i % 1000 == 0) Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TokenUsed)));
        }
        Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TokenUsed)));
        Assert.True(log.IsWell);
    }

    [Fact]
    public async Task What_a_slow_collector_misses_is_said_once_a_minute()
    {
        using var listener = Listen(0);
        listener.Server.ReceiveBufferSize = 64 * 1024; // or the kernel takes more and more
        var log = new ListLogger<SyslogTests>();
        byte[] json = AuditLine.Of(Hostile with { Reason = new string('x', 500) }, DateTimeOffset.UtcNow, "gw-1", 1, AuditLine.NoHash).ToUtf8();
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reading;
        // On this clock the minute does not pass, and the sender's patience does not end.
        await using (var sender = new SyslogSender(new Uri($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), new ManualTime(), log))
        {
            Send(sender, 30_000); // more than the queue and the kernel take
            reading = ReadAllAsync();
            await Wait.UntilAsync(() => Said().Length > 0, "a word about it");
            Send(sender, 30_000); // to one who has stopped reading
            both.SetResult();
            Assert.Single(Said());
        }
        await reading.WaitAsync(HubClient.Patience);
        Assert.Equal(2, Said().Length); // the rest at the end
        Assert.All(Said(), line => Assert.Matches("^Warning: The syslog collector tcp://.* is too slow; [1-9][0-9]* entries were dropped$", line));

        string[] Said() => [.. log.Lines.Where(line => line.Contains("too slow", StringComparison.Ordinal))];

        async Task ReadAllAsync()
        {
            using var client = await listener.AcceptTcpClientAsync().WaitAsync(HubClient.Patience);
            byte[] buffer = new byte[64 * 1024];
            while (Said().Length == 0) await client.GetStream().ReadExactlyAsync(buffer);
            await both.Task;
            await client.GetStream().CopyToAsync(Stream.Null);
        }

        void Send(SyslogSender sender, int count)
        {
            for (int i = 0; i < count; i++) sender.Send(AuditLine.Of(Hostile, DateTimeOffset.UtcNow, "gw-1", 1, AuditLine.NoHash), json);
        }
    }

    [Fact]
    public async Task Where_no_file_is_kept_it_is_said_too_that_the_collector_is_away()
    {
        await using var log = _record.Open(null, options => options with { File = null, Syslog = new Uri($"tcp://127.0.0.1:{Ports.Free()}") });
        log.Write(Hostile);
        await Wait.UntilAsync(() => log.State.Words.StartsWith("not kept; syslog is away: ", StringComparison.Ordinal), () => log.State.Words);
        Assert.True(log.State.Ok);
    }

    [Fact]
    public async Task It_is_sent_where_no_file_is_kept_too()
    {
        using var collector = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var log = _record.Open(null, options => options with { File = null, Syslog = new Uri($"udp://127.0.0.1:{((IPEndPoint)collector.Client.LocalEndPoint!).Port}") });
        Assert.True(await log.WriteAsync(Hostile));
        Assert.Equal("1", Parse((await collector.ReceiveAsync().WaitAsync(HubClient.Patience)).Buffer)["number"]);
    }

    private AuditLog Open(string collector) => _record.Open(null, options => options with { Syslog = new Uri(collector) });

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    private void Check(Dictionary<string, string> message)
    {
        Assert.Equal(("108", "gw-1", "gateway", "22", "2"), (message["pri"], message["host"], message["app"], message["port"], message["number"])); // 13 * 8 + 4
        Assert.Equal(Hostile.Person!.Replace('\n', '\uFFFD'), message["person"]);
        Assert.Equal(_record.Lines[1], message["msg"]);
    }

    // RFC 6587, 3.4.1: MSG-LEN SP SYSLOG-MSG.
    private static async Task<Dictionary<string, string>> ReadAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        var digits = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one, patience.Token);
            if (one[0] == ' ') break;
            Assert.InRange((char)one[0], digits.Length == 0 ? '1' : '0', '9');
            digits.Append((char)one[0]);
        }
        byte[] message = new byte[int.Parse(digits.ToString(), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(message, patience.Token);
        return Parse(message);
    }

    // RFC 5424, 6.
    private static Dictionary<string, string> Parse(byte[] message)
    {
        var match = Message().Match(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(message));
        Assert.True(match.Success, Encoding.UTF8.GetString(message));
        var parts = new[] { "pri", "host", "app", "msgid", "msg" }.ToDictionary(name => name, name => match.Groups[name].Value);
        foreach (Match parameter in Parameter().Matches(match.Groups["data"].Value)) parts[parameter.Groups[1].Value] = Escaped().Replace(parameter.Groups[2].Value, "$1");
        return parts;
    }

    [GeneratedRegex(@"\A<(?<pri>\d{1,3})>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z (?<host>[!-~]{1,255}) (?<app>[!-~]{1,48}) [!-~]{1,128} (?<msgid>[!-~]{1,32}) \[audit@32473(?<data>( [!#-<>-\\^-~]{1,32}=""([^""\\\]\x00-\x1f]|\\[""\\\]])*"")+)\] (?<msg>[ -~]+)\z")]
    private static partial Regex Message();

    [GeneratedRegex(@" ([!#-<>-\\^-~]{1,32})=""((?:[^""\\\]]|\\[""\\\]])*)""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\([""\\\]])")]
    private static partial Regex Escaped();
}
