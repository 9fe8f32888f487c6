using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Gateway.Web;

namespace Gateway.Tests.Harness;

/// <summary>Follows a terminal byte by byte over any number of connections. It keeps nothing of what it has handed out.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly Uri _gateway;
    private readonly CookieContainer _cookies;
    private ChannelReader<(long Offset, byte[] Bytes)>? _frames;
    private ReadOnlyMemory<byte> _rest;
    private long _typed;
    private long _taken;

    private Follower(Uri gateway, CookieContainer cookies, HubClient hub, Attached terminal) =>
        (_gateway, _cookies, Hub, Terminal, Offset, _typed) = (gateway, cookies, hub, terminal, terminal.Start, terminal.Input);

    public HubClient Hub { get; private set; }

    public Attached Terminal { get; private set; }

    /// <summary>Offset of the next byte that was not received.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether a received frame is acknowledged at once.</summary>
    public bool Acknowledges { get; set; } = true;

    public CookieContainer Cookies => _cookies;

    public static async Task<Follower> OpenAsync(Uri gateway, CookieContainer cookies, string method, string user, int port)
    {
        var hub = await HubClient.ConnectAsync(gateway, cookies);
        var reply = await hub.OpenAsync(method, user, port.ToString(CultureInfo.InvariantCulture));
        return new Follower(gateway, cookies, hub, reply.Terminal ?? throw new InvalidOperationException($"Refused: {reply.Refusal}"));
    }

    public static async Task<Follower> OpenAsync(TestGateway gateway, SshServer server) =>
        await OpenAsync(gateway.Address, await gateway.VisitAsync(), "ssh", SshServer.User, server.Port);

    /// <summary>The next bytes, or null at the end of the terminal. An offset that is not the expected one fails the test.</summary>
    public async Task<ReadOnlyMemory<byte>?> NextAsync()
    {
        if (!_rest.IsEmpty)
        {
            var rest = _rest;
            _rest = default;
            return rest;
        }
        var frame = await FrameAsync();
        if (frame is not { } received) return null;
        if (received.Offset != Offset) throw new Xunit.Sdk.XunitException($"Expected offset {Offset}, got {received.Offset}.");
        await TakeAsync(received);
        return received.Bytes;
    }

    /// <summary>The next frame whatever its offset is; to be handed to <see cref="TakeAsync"/>.</summary>
    public async Task<(long Offset, byte[] Bytes)?> FrameAsync()
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        _frames ??= await Hub.OutputAsync(Offset);
        return await _frames.WaitToReadAsync(timeout.Token) && _frames.TryRead(out var frame) ? frame : null;
    }

    public async Task TakeAsync((long Offset, byte[] Bytes) frame)
    {
        Offset = frame.Offset + frame.Bytes.Length;
        _rest = default; // lies before this frame
        if (Acknowledges) await Hub.AcknowledgeAsync(Offset);
    }

    /// <summary>Reads on until these words have gone by; what follows them comes next.</summary>
    public async Task PassAsync(string words)
    {
        byte[] sought = Encoding.Latin1.GetBytes(words);
        byte[] window = [];
        while (await NextAsync() is { } bytes)
        {
            byte[] both = [.. window, .. bytes.Span];
            int at = both.AsSpan().IndexOf(sought);
            if (at >= 0)
            {
                _rest = both.AsMemory(at + sought.Length);
                return;
            }
            window = both[Math.Max(0, both.Length - Math.Max(sought.Length, 2000))..];
        }
        throw new Xunit.Sdk.XunitException($"The terminal ended without \"{words}\". Its last words:\n{Encoding.Latin1.GetString(window)}");
    }

    public async Task TypeAsync(byte[] bytes)
    {
        await Hub.InputAsync(_typed, bytes).WaitAsync(HubClient.Patience);
        _typed += bytes.Length;
    }

    /// <summary>Types any amount, in pieces and within the window, as a page does.</summary>
    public async Task PasteAsync(byte[] bytes)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        foreach (byte[] piece in bytes.Chunk(Terminal.InputSize))
        {
            while (_typed + piece.Length - _taken > Terminal.InputWindow)
            {
                var (name, arguments) = await Hub.Events.ReadAsync(timeout.Token);
                if (name == "Taken") _taken = arguments[0].GetInt64();
            }
            await TypeAsync(piece);
        }
    }

    /// <summary>Cuts the connection and comes back on another one to the same place.</summary>
    public async Task ReconnectAsync()
    {
        await Hub.DisposeAsync();
        Hub = await HubClient.ConnectAsync(_gateway, _cookies);
        Terminal = (await Hub.JoinAsync(Terminal.Id, Terminal.Viewer)).Terminal ?? throw new InvalidOperationException("The terminal is gone.");
        _frames = null;
    }

    /// <summary>How the list of the visitor shows this terminal; asked over another connection.</summary>
    public async Task<TerminalSummary> SummaryAsync()
    {
        await using var other = await HubClient.ConnectAsync(_gateway, _cookies);
        var list = (await other.InvokeAsync("List")).Deserialize<TerminalSummary[]>(JsonSerializerOptions.Web)!;
        return list.Single(terminal => terminal.Id == Terminal.Id);
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
