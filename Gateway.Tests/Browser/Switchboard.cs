using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Web;
using Gateway.Web.Protocol;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Playwright;

namespace Gateway.Tests.Browser;

/// <summary>Stands between a visitor's pages and the hub, and says in its place what it takes several nodes to say.</summary>
internal sealed class Switchboard
{
    private static readonly MessagePackHubProtocol Protocol = new();

    private readonly ConcurrentDictionary<string, Refusal> _refusals = new();
    private readonly ConcurrentDictionary<string, Action<JsonNode>> _changes = new();
    private readonly ConcurrentQueue<IWebSocketRoute> _connections = new();
    private int _refused;

    /// <summary>Calls refused so far.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public static async Task<Switchboard> PutBeforeAsync(Visitor visitor)
    {
        var board = new Switchboard();
        await visitor.Context.RouteWebSocketAsync(url => new Uri(url).AbsolutePath.EndsWith("/hub", StringComparison.Ordinal), board.Connect);
        return board;
    }

    /// <summary>From now on this call does not reach the hub.</summary>
    public void Refuse(string method, string code, string title, string detail) => _refusals[method] = new Refusal(code, title, detail);

    /// <summary>Calls reach the hub again.</summary>
    public void Allow() => _refusals.Clear();

    /// <summary>From now on the hub's answer to this call is changed on its way.</summary>
    public void Change(string method, Action<JsonNode> change) => _changes[method] = change;

    /// <summary>Ends every connection.</summary>
    public async Task CutAsync()
    {
        while (_connections.TryDequeue(out var connection)) await connection.CloseAsync(new() { Code = 1012 });
    }

    private void Connect(IWebSocketRoute page)
    {
        var hub = page.ConnectToServer();
        var waiting = new ConcurrentDictionary<string, Action<JsonNode>>();
        _connections.Enqueue(page);
        bool greeted = false;
        page.OnMessage(frame =>
        {
            // The first is the handshake, which is text. The hub takes it either way, and Playwright does not say which it was.
            byte[] passing = greeted ? [.. Messages(frame.Binary!).Where(message => !Answered(message.Body)).SelectMany(message => message.Whole)] : frame.Binary!;
            greeted = true;
            if (passing.Length > 0) hub.Send(passing);
        });
        hub.OnMessage(frame => page.Send(waiting.IsEmpty ? frame.Binary! : [.. Messages(frame.Binary!).SelectMany(message => Changed(message, waiting))]));

        bool Answered(byte[] body)
        {
            if (Read(body) is not { Type: 1, Id: { } id, Named: var method }) return false;
            if (!_refusals.TryGetValue(method, out var refusal))
            {
                if (_changes.TryGetValue(method, out var change)) waiting[id] = change;
                return false;
            }
            Interlocked.Increment(ref _refused);
            page.Send(Protocol.GetMessageBytes(new CompletionMessage(id, null, Reply.Of(refusal), true)).ToArray());
            return true;
        }
    }

    private static byte[] Changed((byte[] Whole, byte[] Body) message, ConcurrentDictionary<string, Action<JsonNode>> waiting)
    {
        if (Read(message.Body) is not { Type: 3, Id: { } id, Named: var answer } || !waiting.TryRemove(id, out var change)) return message.Whole;
        var node = JsonNode.Parse(answer)!;
        change(node);
        return Protocol.GetMessageBytes(new CompletionMessage(id, null, node, true)).ToArray();
    }

    // What it names: the method of a call, the answer of a completion.
    private static (int Type, string? Id, string Named) Read(byte[] body)
    {
        var reader = new MessagePackReader(new ReadOnlySequence<byte>(body));
        reader.ArrayHeader();
        int type = reader.Int32();
        if (type is not (1 or 3)) return (type, null, "");
        reader.MapHeader();
        string? id = reader.String();
        if (type == 1) return (type, id, reader.String()!);
        if (reader.Int32() != 3) return (type, null, "");
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json)) reader.CopyTo(writer);
        return (type, id, System.Text.Encoding.UTF8.GetString(json.WrittenSpan));
    }

    // Several may share a frame, each behind its length in pieces of seven bits.
    private static IEnumerable<(byte[] Whole, byte[] Body)> Messages(byte[] frame)
    {
        for (int start = 0; start < frame.Length;)
        {
            int at = start, length = 0, shift = 0;
            do
            {
                length |= (frame[at] & 0x7f) << shift;
                shift += 7;
            }
            while ((frame[at++] & 0x80) != 0);
            yield return (frame[start..(at + length)], frame[at..(at + length)]);
            start = at + length;
        }
    }
}
