using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Gateway.Terminals;
using Gateway.Web;
using Gateway.Web.Protocol;

namespace Gateway.Tests.Harness;

/// <summary>
/// A page without a browser: speaks the hub protocol over a real WebSocket. It keeps no more output than the caller
/// asks for, and acknowledges only when told to.
/// </summary>
internal sealed class HubClient : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come: no proof, but what keeps it from hanging.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly ClientWebSocket _socket;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly ConcurrentDictionary<string, Channel<(long Offset, byte[] Bytes)>> _streams = new();
    private readonly ConditionalWeakTable<byte[], StrongBox<TerminalSize>> _screens = [];
    private readonly Channel<(string Name, JsonElement Arguments)> _events = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;

    private HubClient(ClientWebSocket socket) => _socket = socket;

    /// <summary>Events as they come: name and arguments.</summary>
    public ChannelReader<(string Name, JsonElement Arguments)> Events => _events.Reader;

    /// <summary>Every message as it came, once somebody wants them.</summary>
    public ConcurrentQueue<byte[]>? Kept { get; set; }

    /// <summary>Completes when the connection is gone.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Opens the WebSocket and shakes hands.</summary>
    public static async Task<HubClient> ConnectAsync(Uri gateway, CookieContainer cookies, string? origin = null, string protocol = "messagepack", Version? http = null, string? terminal = null, string? token = null, (string Name, string Value)? header = null)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (header is { } more) socket.Options.SetRequestHeader(more.Name, more.Value);
        // A script shows its token; a page cannot send one, but has an origin.
        if (token is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        else socket.Options.SetRequestHeader("Origin", origin ?? gateway.GetLeftPart(UriPartial.Authority));
        var address = new UriBuilder(gateway) { Scheme = gateway.Scheme == "https" ? "wss" : "ws", Path = gateway.AbsolutePath.TrimEnd('/') + "/hub", Query = terminal is null ? "" : $"terminal={terminal}" }.Uri;
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (http ?? HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
        if (gateway.Scheme == "https")
        {
            using var invoker = new HttpMessageInvoker(TestGateway.Handler(cookies)); // HTTP/2 insists on one
            await socket.ConnectAsync(address, invoker, timeout.Token);
        }
        else
        {
            socket.Options.Cookies = cookies;
            await socket.ConnectAsync(address, timeout.Token);
        }
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}{{'\u001e'}}"""), WebSocketMessageType.Text, true, timeout.Token);
        byte[] reply = new byte[1024];
        var received = await socket.ReceiveAsync(reply, timeout.Token);
        string text = Encoding.UTF8.GetString(reply, 0, received.Count);
        if (!text.StartsWith("{}\u001e", StringComparison.Ordinal)) throw new InvalidOperationException($"The hub refused the handshake: {text}");
        var client = new HubClient(socket);
        // The first message may have come in the same piece.
        _ = client.ReceiveAsync(reply.AsMemory(3, received.Count - 3));
        return client;
    }

    public async Task<Reply> OpenAsync(string method, string user, string port, int cols = 80, int rows = 24) =>
        (await InvokeAsync("Open", new OpenRequest(method, user, port, cols, rows))).Deserialize<Reply>(JsonSerializerOptions.Web)!;

    public async Task<Reply> JoinAsync(string terminal, string? viewer = null, int cols = 80, int rows = 24, string? invitation = null) =>
        (await InvokeAsync("Join", new JoinRequest(terminal, viewer, cols, rows, Invitation: invitation))).Deserialize<Reply>(JsonSerializerOptions.Web)!;

    public async Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        string id = NextId();
        var call = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new Microsoft.AspNetCore.SignalR.Protocol.InvocationMessage(id, method, arguments));
        // A call that came after the last look at the calls is answered by nobody.
        if (await Task.WhenAny(call.Task, _closed.Task).WaitAsync(Patience) != call.Task && !call.Task.IsCompleted)
            throw new InvalidOperationException("The hub connection is closed.");
        return await call.Task;
    }

    public Task SendAsync(string method, params object?[] arguments) =>
        SendAsync(new Microsoft.AspNetCore.SignalR.Protocol.InvocationMessage(null, method, arguments));

    public Task AcknowledgeAsync(long offset) => SendAsync("Acknowledge", offset);

    public Task InputAsync(long offset, byte[] bytes) => SendAsync("Input", offset, bytes);

    /// <summary>The output from an offset on. What the caller does not read waits in the socket, not here.</summary>
    public async Task<ChannelReader<(long Offset, byte[] Bytes)>> OutputAsync(long offset)
    {
        string id = NextId();
        // One frame: the receive loop stops at the second, as a page that does not read does.
        var frames = _streams[id] = Channel.CreateBounded<(long, byte[])>(1);
        await SendAsync(new Microsoft.AspNetCore.SignalR.Protocol.StreamInvocationMessage(id, "Output", [offset]));
        return frames.Reader;
    }

    /// <summary>The size that came with the bytes of a frame, if they are a whole screen.</summary>
    public TerminalSize? ScreenOf(byte[] bytes) => _screens.TryGetValue(bytes, out var size) ? size.Value : null;

    public async Task SendRawAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);
        }
        catch (OperationCanceledException exception)
        {
            // So says a socket that was cut while it was sending; nobody else can have cancelled it.
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, exception);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Cuts the connection as a lost network does, without a word.</summary>
    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        foreach (var stream in _streams.Values) stream.Writer.TryComplete();
        await _closed.Task.WaitAsync(Patience);
        _socket.Dispose();
        _sending.Dispose();
    }

    private static readonly MessagePackHubProtocol Protocol = new();

    private string NextId() => Interlocked.Increment(ref _lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private Task SendAsync(Microsoft.AspNetCore.SignalR.Protocol.HubMessage message) => SendRawAsync(Protocol.GetMessageBytes(message).ToArray());

    private async Task ReceiveAsync(ReadOnlyMemory<byte> first)
    {
        byte[] buffer = new byte[128 * 1024];
        first.CopyTo(buffer);
        int held = first.Length;
        try
        {
            while (true)
            {
                int used = 0;
                while (TryFrame(buffer.AsSpan(used, held - used), out int start, out int length))
                {
                    await HandleAsync(new ReadOnlyMemory<byte>(buffer, used + start, length));
                    used += start + length;
                }
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
                if (held == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var received = await _socket.ReceiveAsync(buffer.AsMemory(held), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) break;
                held += received.Count;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ChannelClosedException or ObjectDisposedException)
        {
        }
        foreach (var call in _calls.Values) call.TrySetException(new InvalidOperationException("The hub connection is closed."));
        foreach (var stream in _streams.Values) stream.Writer.TryComplete();
        _events.Writer.TryComplete();
        _closed.TrySetResult();
    }

    private static bool TryFrame(ReadOnlySpan<byte> bytes, out int start, out int length)
    {
        (start, length) = (0, 0);
        int shift = 0;
        foreach (byte bits in bytes)
        {
            start++;
            length |= (bits & 0x7f) << shift;
            shift += 7;
            if ((bits & 0x80) == 0) return bytes.Length - start >= length;
        }
        return false;
    }

    private async ValueTask HandleAsync(ReadOnlyMemory<byte> frame)
    {
        Kept?.Enqueue(frame.ToArray());
        var (type, id, offset, bytes) = Peek(frame);
        if (type == 2)
        {
            await _streams[id].Writer.WriteAsync((offset, bytes!));
            return;
        }
        var message = new ReadOnlySequence<byte>(frame);
        switch (type)
        {
            case 1:
                var (name, arguments) = ReadCall(message);
                _events.Writer.TryWrite((name, arguments));
                break;
            case 3:
                Complete(message);
                break;
        }
    }

    private (int Type, string Id, long Offset, byte[]? Bytes) Peek(ReadOnlyMemory<byte> frame)
    {
        var reader = new MessagePackReader(new ReadOnlySequence<byte>(frame));
        reader.ArrayHeader();
        int type = reader.Int32();
        if (type != 2) return (type, "", 0, null);
        reader.MapHeader();
        string id = reader.String()!;
        int fields = reader.ArrayHeader();
        long offset = reader.Integer();
        byte[] bytes = reader.Binary()!.Value.ToArray();
        if (fields == 4) _screens.Add(bytes, new StrongBox<TerminalSize>(new TerminalSize(reader.Int32(), reader.Int32())));
        return (type, id, offset, bytes);
    }

    private static (string, JsonElement) ReadCall(ReadOnlySequence<byte> message)
    {
        var reader = new MessagePackReader(message);
        reader.ArrayHeader();
        reader.Int32();
        reader.MapHeader();
        reader.String();
        return (reader.String()!, Json(ref reader));
    }

    private void Complete(ReadOnlySequence<byte> message)
    {
        var reader = new MessagePackReader(message);
        reader.ArrayHeader();
        reader.Int32();
        reader.MapHeader();
        string id = reader.String()!;
        int kind = reader.Int32();
        if (_streams.TryRemove(id, out var stream)) stream.Writer.TryComplete();
        if (!_calls.TryRemove(id, out var call)) return;
        if (kind == 1) call.TrySetException(new InvalidOperationException(reader.String()));
        else call.TrySetResult(kind == 3 ? Json(ref reader) : default);
    }

    private static JsonElement Json(ref MessagePackReader reader)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json)) reader.CopyTo(writer);
        return JsonElement.Parse(json.WrittenSpan);
    }
}
