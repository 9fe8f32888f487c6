using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Agent.Protocol;
using Gateway.Tests.Harness;
using Gateway.Tunnels;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>The device's side of the protocol, word by word, so that it can also be spoken wrongly.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _gateway;
    private readonly bool _http2;
    private readonly ConcurrentQueue<AgentMessage> _heard = new();
    private Task _listening = Task.CompletedTask;

    private TestAgent(ClientWebSocket socket, HttpMessageInvoker invoker, Uri gateway, bool http2) => (_socket, _invoker, _gateway, _http2) = (socket, invoker, gateway, http2);

    /// <summary>What it has been asked to sign.</summary>
    public Challenge Challenge { get; private set; } = null!;

    /// <summary>Everything that was said to it since.</summary>
    public IReadOnlyCollection<AgentMessage> Heard => _heard;

    /// <summary>What it does with a stream that it opened; the service's other end. It may dispose the stream, or keep it.</summary>
    public Func<SocketStream, string, Task>? Serve { get; set; }

    /// <summary>Called with a stream's name in place of opening it.</summary>
    public Action<Open>? OnOpen { get; set; }

    /// <summary>Where its streams go; null for where it itself is connected.</summary>
    public Uri? StreamsTo { get; set; }

    /// <summary>Whether the gateway has ended the connection.</summary>
    public Task Over => _listening;

    public Refused? Refused => _heard.OfType<Refused>().SingleOrDefault();

    public Welcome? Welcome => _heard.OfType<Welcome>().SingleOrDefault();

    /// <summary>A service that says what it hears, and ends when it was ended.</summary>
    public static async Task EchoAsync(SocketStream stream)
    {
        await stream.CopyToAsync(stream);
        await stream.EndAsync();
        await stream.DisposeAsync();
    }

    public static string KeyOf(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        byte[] blob = [.. Text("ecdsa-sha2-nistp256"), .. Text("nistp256"), .. Text([4, .. point.X!, .. point.Y!])];
        return $"ecdsa-sha2-nistp256 {Convert.ToBase64String(blob)}";
    }

    /// <summary>Connects and waits for the challenge; nothing has been answered yet.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="from">The address of this machine that it comes from.</param>
    /// <param name="http2">Whether by HTTP/2, all on one connection.</param>
    /// <param name="change">Changes what is sent.</param>
    public static async Task<TestAgent> DialAsync(Uri gateway, string from = "127.0.0.1", bool http2 = false, Action<ClientWebSocketOptions>? change = null)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            InitialHttp2StreamWindowSize = 128 * 1024,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
            ConnectCallback = async (context, cancellation) =>
            {
                var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                tcp.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await tcp.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(tcp, ownsSocket: true);
            },
        };
        var agent = new TestAgent(new ClientWebSocket(), new HttpMessageInvoker(handler), gateway, http2);
        agent._socket.Options.AddSubProtocol(AgentWire.SubProtocol);
        change?.Invoke(agent._socket.Options);
        await agent.OpenAsync(agent._socket, AgentWire.ControlPath);
        agent.Challenge = (Challenge)(await agent.ReceiveAsync())!;
        return agent;
    }

    /// <summary>Connects, says who it is, and goes on listening.</summary>
    public static async Task<TestAgent> ConnectAsync(Uri gateway, string device, ECDsa key, string from = "127.0.0.1", bool http2 = false, string member = "master", string? origin = null)
    {
        var agent = await DialAsync(gateway, from, http2);
        await agent.SayAsync(agent.Signed(key, device, member, origin));
        agent.Listen();
        await Wait.UntilAsync(() => agent.Welcome is not null || agent.Refused is not null, "an answer to the agent");
        return agent;
    }

    /// <summary>A hello that is right, or wrong in what is given.</summary>
    public Hello Signed(ECDsa key, string device, string member = "master", string? origin = null, string? nonce = null)
    {
        origin ??= _gateway.GetLeftPart(UriPartial.Authority);
        byte[] signature = key.SignData(AgentWire.ToSign(origin, nonce ?? Challenge.Nonce, device, member), HashAlgorithmName.SHA256);
        return new Hello(device, member, origin, ["ssh", "app"], "test") { Key = KeyOf(key), Signature = Convert.ToBase64String(signature) };
    }

    public Task SayAsync(AgentMessage message) => SayAsync(JsonSerializer.Serialize(message, AgentJson.Default.AgentMessage));

    public async Task SayAsync(string words)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(words), WebSocketMessageType.Text, true, patience.Token);
    }

    /// <summary>Does what it is told from now on.</summary>
    public void Listen() => _listening = ListenAsync();

    /// <summary>The answer to a hello that is not let in.</summary>
    public async Task<Refused> RefusedAsync()
    {
        Listen();
        await Over.WaitAsync(HubClient.Patience);
        return Refused ?? throw new Xunit.Sdk.XunitException("It was not refused.");
    }

    /// <summary>Opens a stream as it was asked to.</summary>
    public async Task<SocketStream> OpenAsync(string name, string? node = null)
    {
        var socket = new ClientWebSocket();
        await OpenAsync(socket, $"{AgentWire.StreamPath}{node ?? Welcome!.Node}/{name}");
        return new SocketStream(socket);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _listening;
        _socket.Dispose();
        _invoker.Dispose();
    }

    private async Task OpenAsync(ClientWebSocket socket, string path)
    {
        if (_http2) (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        socket.Options.CollectHttpResponseDetails = true;
        using var patience = new CancellationTokenSource(HubClient.Patience);
        await socket.ConnectAsync(new UriBuilder(new Uri(path.StartsWith(AgentWire.StreamPath, StringComparison.Ordinal) ? StreamsTo ?? _gateway : _gateway, path)) { Scheme = _gateway.Scheme == "https" ? "wss" : "ws" }.Uri, _invoker, patience.Token);
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await ReceiveAsync() is { } message)
            {
                _heard.Enqueue(message);
                if (message is Ping ping) await SayAsync(new Pong(ping.Id));
                if (message is not Open open) continue;
                if (OnOpen is not null) OnOpen(open);
                else if (Serve is { } serve) _ = ServeAsync(serve, open);
            }
            if (_socket.State == WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It was ended in the middle of an answer, from here or from there.
        }
    }

    private async Task ServeAsync(Func<SocketStream, string, Task> serve, Open open)
    {
        try
        {
            await serve(await OpenAsync(open.Stream), open.Service);
        }
        catch (Exception exception) when (exception is IOException or WebSocketException or OperationCanceledException)
        {
            // Cut: the gateway's side says what the test wants to know.
        }
    }

    private async Task<AgentMessage?> ReceiveAsync()
    {
        byte[] buffer = new byte[AgentWire.LargestMessage];
        int length = 0;
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (got.MessageType == WebSocketMessageType.Close) return null;
                length += got.Count;
                if (got.EndOfMessage) return JsonSerializer.Deserialize(buffer.AsSpan(0, length), AgentJson.Default.AgentMessage);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static byte[] Text(string text) => Text(Encoding.ASCII.GetBytes(text));

    private static byte[] Text(byte[] bytes)
    {
        byte[] text = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(text, bytes.Length);
        bytes.CopyTo(text, 4);
        return text;
    }
}
