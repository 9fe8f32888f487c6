using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Gateway.Tests.Methods;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class OldDeviceTests
{
    private static readonly byte[] ByCharacters = [255, 251, 1, 255, 251, 3]; // IAC WILL ECHO, IAC WILL SUPPRESS-GO-AHEAD
    private static readonly byte[] Binary = [.. ByCharacters, 255, 253, 0, 255, 251, 0]; // IAC DO and WILL TRANSMIT-BINARY

    [Fact]
    public async Task A_device_with_old_algorithms_only_is_reached_with_them_and_refused_without()
    {
        using var scratch = new Scratch();
        await using var server = await SshServer.StartAsync(more: """
            KexAlgorithms diffie-hellman-group14-sha1
            Ciphers aes128-cbc
            MACs hmac-sha1
            """);
        var catalog = new MethodCatalog(Catalogs.Options with { Domain = "127.0.0.1", Home = scratch.Folder, IdentityFile = server.Identity });
        var target = new RemoteTarget { Port = server.Port, HostKeys = HostKeyPolicy.Bypass };

        catalog.Read("ssh", SshServer.User, target, out var plain);
        using var refused = new Run(plain!);
        var status = await refused.Pty.Exited.WaitAsync(HubClient.Patience);
        await Wait.UntilAsync(() => refused.Output.Contains("Their offer", StringComparison.Ordinal), "what was expected on the terminal");
        var outcome = plain!.Method.Explain(plain, status.Code, status.SignalName, refused.Output);
        Assert.Contains("allow diffie-hellman-group14-sha1 for this device", outcome.Hint, StringComparison.Ordinal);

        catalog.Read("ssh", SshServer.User, target with { Legacy = ["diffie-hellman-group14-sha1", "aes128-cbc", "hmac-sha1"] }, out var old);
        using var reached = new Run(old!);
        await Wait.UntilAsync(() => reached.Output.Contains("$ ", StringComparison.Ordinal), "what was expected on the terminal");
        reached.Pty.Kill();
        await reached.Pty.Exited;
    }

    [Fact]
    public async Task What_Enter_is_on_the_wire_of_telnet_depends_on_what_the_device_agreed_to()
    {
        Assert.Equal("610D00", await TypedAsync(ByCharacters, "a\r"));
        Assert.Equal("610D000A", await TypedAsync(ByCharacters, "a\r\n"));
        Assert.Equal("610D", await TypedAsync(Binary, "a\r"));
        Assert.Equal("610D0A", await TypedAsync(Binary, "a\r\n"));
        Assert.Equal("610D00", await TypedAsync(Binary, "a\r\0"));
    }

    // What the real client sends for something that is typed, once the device has said how it is to be talked to.
    private static async Task<string> TypedAsync(byte[] hello, string keys)
    {
        using var scratch = new Scratch();
        using var device = new TcpListener(IPAddress.Loopback, 0);
        device.Start();
        var catalog = new MethodCatalog(Catalogs.Options with { Domain = "127.0.0.1", Home = scratch.Folder });
        catalog.Read("telnet", "ops", new RemoteTarget { Port = ((IPEndPoint)device.LocalEndpoint).Port }, out var request);
        using var run = new Run(request!);
        using var connection = await device.AcceptTcpClientAsync().WaitAsync(HubClient.Patience);
        var stream = connection.GetStream();
        await stream.WriteAsync((byte[])[.. hello, .. "READY"u8]);
        await Wait.UntilAsync(() => run.Output.Contains("READY", StringComparison.Ordinal), "what was expected on the terminal");
        await run.Pty.WriteAsync(Encoding.Latin1.GetBytes(keys));
        // What follows says that all before it has come. Of what came first, the client's answers begin with IAC.
        await run.Pty.WriteAsync("~"u8.ToArray());
        List<byte> received = [];
        byte[] buffer = new byte[1024];
        using var patience = new CancellationTokenSource(HubClient.Patience);
        while (!received.Contains((byte)'~'))
        {
            int count = await stream.ReadAsync(buffer, patience.Token);
            Assert.NotEqual(0, count);
            received.AddRange(buffer.AsSpan(0, count));
        }
        run.Pty.Kill();
        await run.Pty.Exited;
        int from = received.IndexOf((byte)'a');
        return Convert.ToHexString([.. received.Skip(from).Take(received.IndexOf((byte)'~') - from)]);
    }

    private sealed class Run : IDisposable
    {
        private readonly StringBuilder _output = new();
        private readonly byte[] _buffer = new byte[4096];

        public Run(RemoteRequest request)
        {
            Pty = Pty.Spawn(request.Method.Build(request), new TerminalSize(80, 24));
            Pty.Watch(Take);
        }

        public Pty Pty { get; }

        public string Output
        {
            get { lock (_output) return _output.ToString(); }
        }

        public void Dispose() => Pty.Dispose();

        private bool Take()
        {
            while (true)
            {
                int count = Pty.Read(_buffer);
                if (count <= 0) return count < 0;
                lock (_output) _output.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            }
        }
    }
}
