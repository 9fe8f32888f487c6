using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gateway.Web;
using Gateway.Web.Protocol;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Tests.Bench;

/// <summary>
/// A hub client that spends as little as possible on itself: blocking reads from the TCP socket, frames taken apart in
/// place. What it measures is then the gateway and not the measuring. It checks every offset.
/// </summary>
internal sealed class LeanPage : IDisposable
{
    private const string AttachCall = "attach";
    private static readonly MessagePackHubProtocol Protocol = new();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private readonly byte[] _messages;
    private readonly int _acknowledgeEvery;
    private int _start, _end, _from, _to;
    private long _frameLeft;
    private long _typed, _acknowledged;

    private LeanPage(Uri gateway, string cookie, string query, InvocationMessage attach, int buffer)
    {
        (_buffer, _messages) = (new byte[buffer], new byte[2 * buffer]);
        _socket.Connect(IPAddress.Loopback, gateway.Port);
        Send(Encoding.ASCII.GetBytes($"GET /hub{query} HTTP/1.1\r\nHost: {gateway.Authority}\r\nOrigin: {gateway.GetLeftPart(UriPartial.Authority)}\r\nCookie: {cookie}\r\n" +
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        string answer = "";
        while (!answer.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Fill();
            answer = Encoding.ASCII.GetString(_buffer, 0, _end);
        }
        if (!answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) throw new IOException(answer);
        _start = _end = 0;
        SendFrame(Encoding.UTF8.GetBytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e"), 0x81);
        while (_to < 3) Payload(); // the handshake's answer: {} and a record separator
        _from = 3;
        SendMessage(attach);
        Attached = null!;
        while (Attached is null) Next(out _, out _);
        _acknowledgeEvery = Attached.AcknowledgeEvery;
        (Offset, _acknowledged, _typed) = (Attached.Start, Attached.Start, Attached.Input);
        SendMessage(new StreamInvocationMessage("out", "Output", [Offset]));
    }

    public Attached Attached { get; private set; }

    /// <summary>Output offset reached.</summary>
    public long Offset { get; private set; }

    public static async Task<string> VisitAsync(Uri gateway)
    {
        using var browser = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "api/visit")) { Headers = { { "Origin", gateway.GetLeftPart(UriPartial.Authority) } } };
        using var response = await browser.SendAsync(request);
        return response.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    public static LeanPage Open(Uri gateway, string cookie, string user, int port, bool small = false) =>
        new(gateway, cookie, "", Attach("Open", new OpenRequest("ssh", user, port.ToString(System.Globalization.CultureInfo.InvariantCulture), 80, 24)), small ? 128 * 1024 : 512 * 1024);

    /// <summary>Comes back to a terminal through any node, as a page does that names it in the address of its hub connection; what it has shown is shown again.</summary>
    public static LeanPage Join(Uri gateway, string cookie, Attached terminal) =>
        new(gateway, cookie, $"?terminal={terminal.Id}", Attach("Join", new JoinRequest(terminal.Id, terminal.Viewer, terminal.Cols, terminal.Rows)), 512 * 1024);

    /// <summary>Sees every byte of output from now on.</summary>
    public Action<ReadOnlySpan<byte>>? Observe { get; set; }

    public void Type(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        SendMessage(new InvocationMessage(null, "Input", [_typed, bytes]));
        _typed += bytes.Length;
    }

    /// <summary>Reads until the marker has come; returns the number of output bytes.</summary>
    public long ReadTo(string marker)
    {
        var search = new MarkerSearch(marker);
        long from = Offset;
        while (true)
            if (Next(out int at, out int length) && search.Found(_messages.AsSpan(at, length))) return Offset - from;
    }

    /// <summary>Takes the next piece of output, whatever it is.</summary>
    public void ReadSome()
    {
        while (!Next(out _, out _))
        {
        }
    }

    public void Dispose() => _socket.Dispose();

    // Takes one hub message; true if it is terminal output.
    private bool Next(out int at, out int length)
    {
        (at, length) = (0, 0);
        var reader = new MessagePackReader(new System.Buffers.ReadOnlySequence<byte>(Message()));
        reader.ArrayHeader();
        switch (reader.Int32())
        {
            case 2:
                reader.MapHeader();
                reader.String();
                reader.ArrayHeader();
                long offset = reader.Integer();
                if (offset != Offset) throw new IOException($"Expected offset {Offset}, got {offset}.");
                var bytes = reader.Binary()!.Value.First;
                System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment);
                (at, length) = (segment.Offset, segment.Count);
                Offset += length;
                Observe?.Invoke(bytes.Span);
                if (Offset - _acknowledged >= _acknowledgeEvery) SendMessage(new InvocationMessage(null, "Acknowledge", [_acknowledged = Offset]));
                return true;
            case 3:
                reader.MapHeader();
                if (reader.String() != AttachCall) throw new IOException("The output has ended.");
                reader.Int32();
                var json = new System.Buffers.ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(json)) reader.CopyTo(writer);
                var reply = JsonSerializer.Deserialize<Reply>(json.WrittenSpan, JsonSerializerOptions.Web)!;
                Attached = reply.Terminal ?? throw new IOException(reply.Refusal!.ToString());
                return false;
            default:
                return false;
        }
    }

    // The next hub message, without its length. WebSocket frames cut the stream of messages anywhere.
    private ReadOnlyMemory<byte> Message()
    {
        while (true)
        {
            int length = 0, shift = 0, at = _from;
            while (at < _to)
            {
                byte bits = _messages[at++];
                length |= (bits & 0x7f) << shift;
                shift += 7;
                if ((bits & 0x80) != 0) continue;
                if (_to - at < length) break;
                _from = at + length;
                return new ReadOnlyMemory<byte>(_messages, at, length);
            }
            Payload();
        }
    }

    // Appends the payload of the next frame, or of the part of it that has come. Servers do not mask.
    private void Payload()
    {
        while (_frameLeft == 0)
        {
            int held = _end - _start;
            int size = held < 2 ? 0 : _buffer[_start + 1] & 0x7f;
            int header = size == 126 ? 4 : size == 127 ? 10 : 2;
            if (held < header)
            {
                Fill();
                continue;
            }
            _frameLeft = size == 126 ? BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 2))
                : size == 127 ? BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_start + 2)) : size;
            if ((_buffer[_start] & 0x0f) == 8) throw new IOException("The gateway closed the connection.");
            _start += header;
        }
        if (_start == _end) Fill();
        int count = (int)Math.Min(_frameLeft, _end - _start);
        if (_messages.Length - _to < count)
        {
            Buffer.BlockCopy(_messages, _from, _messages, 0, _to - _from);
            (_from, _to) = (0, _to - _from);
        }
        Buffer.BlockCopy(_buffer, _start, _messages, _to, count);
        _start += count;
        _to += count;
        _frameLeft -= count;
    }

    private void Fill()
    {
        if (_start == _end) _start = _end = 0;
        else if (_buffer.Length - _end < _buffer.Length / 4)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }
        int count = _socket.Receive(_buffer, _end, _buffer.Length - _end, SocketFlags.None);
        if (count == 0) throw new IOException("The connection has ended.");
        _end += count;
    }

    private static InvocationMessage Attach(string method, object request) => new(AttachCall, method, [request]);

    private void SendMessage(HubMessage message) => SendFrame(Protocol.GetMessageBytes(message).Span, 0x82);

    // Client frames are masked (RFC 6455, 5.3); a mask of zero leaves the payload as it is.
    private void SendFrame(ReadOnlySpan<byte> payload, byte opcode)
    {
        Span<byte> frame = new byte[payload.Length + 14];
        frame[0] = opcode;
        int header;
        if (payload.Length < 126) (frame[1], header) = ((byte)(0x80 | payload.Length), 6);
        else
        {
            (frame[1], header) = (0x80 | 126, 8);
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
        }
        payload.CopyTo(frame[header..]);
        Send(frame[..(header + payload.Length)]);
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }
}
