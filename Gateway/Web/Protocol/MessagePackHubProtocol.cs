using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gateway.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Protocol;

/// <summary>
/// SignalR's MessagePack hub protocol, version 2 (dotnet/aspnetcore, src/SignalR/docs/specs/HubProtocol.md), as the
/// stock npm client speaks it. Stands in for Microsoft.AspNetCore.SignalR.Protocols.MessagePack, under the same name,
/// and writes terminal output straight from the log into the connection.
/// </summary>
public sealed class MessagePackHubProtocol : IHubProtocol
{
    private const int Invocation = 1, StreamItem = 2, Completion = 3, StreamInvocation = 4, CancelInvocation = 5, Ping = 6, Close = 7, Ack = 8, Sequence = 9;
    private const int ErrorResult = 1, VoidResult = 2, ValueResult = 3;

    // Bytes of the longest length prefix.
    private const int LargestLength = 5;

    // SignalR starts every stream that is asked for at once, even under a name in use, and its answer waits in memory
    // while the client does not read. A page opens one stream each time it attaches.
    private const int MostStreams = 200;

    // A pooled body larger than this is given back to the collector.
    private const int KeptBuffer = 128 * 1024;

    [ThreadStatic] private static ArrayBufferWriter<byte>? t_body;

    // Each connection has a binder of its own.
    private readonly ConditionalWeakTable<IInvocationBinder, StrongBox<int>> _streams = [];

    /// <inheritdoc/>
    public string Name => "messagepack";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public TransferFormat TransferFormat => TransferFormat.Binary;

    /// <inheritdoc/>
    public bool IsVersionSupported(int version) => version <= Version;

    /// <inheritdoc/>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, out HubMessage message)
    {
        while (TryReadFrame(ref input, out var frame))
        {
            if (MessagePackHubParser.Parse(frame, binder) is not { } parsed) continue; // a type of a later version
            if (parsed is StreamInvocationMessage && ++_streams.GetOrCreateValue(binder).Value > MostStreams)
                throw new InvalidDataException($"A connection may open {MostStreams} streams.");
            message = parsed;
            return true;
        }
        message = null!;
        return false;
    }

    /// <inheritdoc/>
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        var body = t_body ?? new ArrayBufferWriter<byte>(256);
        t_body = null; // writing a body may write another message
        var tail = WriteBody(message, new MessagePackWriter(body));
        // In one piece: what lies in several pieces of the connection's pipe goes out as so many WebSocket frames.
        int length = body.WrittenCount + tail.Length;
        var span = output.GetSpan(LargestLength + length);
        int at = WriteLength(span, length);
        body.WrittenSpan.CopyTo(span[at..]);
        tail.Span.CopyTo(span[(at + body.WrittenCount)..]);
        output.Advance(at + length);
        if (body.Capacity > KeptBuffer) return;
        body.ResetWrittenCount();
        t_body = body;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteMessage(message, output);
        return output.WrittenMemory;
    }

    // Returns the bytes that end the message, so that terminal output is copied once.
    private static ReadOnlyMemory<byte> WriteBody(HubMessage message, MessagePackWriter writer)
    {
        switch (message)
        {
            case StreamItemMessage { Item: OutputFrame frame } item:
                Start(4, StreamItem, item);
                writer.String(item.InvocationId);
                writer.ArrayHeader(frame.Screen is null ? 2 : 4);
                writer.Integer(frame.Offset);
                if (frame.Screen is { } size)
                {
                    writer.Binary(frame.Bytes.Span);
                    writer.Integer(size.Columns);
                    writer.Integer(size.Rows);
                    break;
                }
                writer.BinaryHeader(frame.Bytes.Length);
                return frame.Bytes;
            case InvocationMessage call:
                Start(6, Invocation, call);
                writer.String(NullIfEmpty(call.InvocationId));
                Call(call);
                break;
            case StreamInvocationMessage call:
                Start(6, StreamInvocation, call);
                writer.String(call.InvocationId);
                Call(call);
                break;
            case StreamItemMessage item:
                Start(4, StreamItem, item);
                writer.String(item.InvocationId);
                Value(writer, item.Item);
                break;
            case CompletionMessage completion:
                int kind = completion.Error is not null ? ErrorResult : completion.HasResult ? ValueResult : VoidResult;
                Start(kind == VoidResult ? 4 : 5, Completion, completion);
                writer.String(completion.InvocationId);
                writer.Integer(kind);
                if (kind == ErrorResult) writer.String(completion.Error);
                else if (kind == ValueResult) Value(writer, completion.Result);
                break;
            case CancelInvocationMessage cancel:
                Start(3, CancelInvocation, cancel);
                writer.String(cancel.InvocationId);
                break;
            case PingMessage:
                writer.ArrayHeader(1);
                writer.Integer(Ping);
                break;
            case CloseMessage close:
                writer.ArrayHeader(3);
                writer.Integer(Close);
                writer.String(NullIfEmpty(close.Error));
                writer.Boolean(close.AllowReconnect);
                break;
            case AckMessage ack:
                writer.ArrayHeader(2);
                writer.Integer(Ack);
                writer.Integer(ack.SequenceId);
                break;
            case SequenceMessage sequence:
                writer.ArrayHeader(2);
                writer.Integer(Sequence);
                writer.Integer(sequence.SequenceId);
                break;
            default:
                throw new InvalidDataException($"The hub protocol has no message of type {message.GetType().Name}.");
        }
        return default;

        void Start(int fields, int type, HubInvocationMessage headed)
        {
            writer.ArrayHeader(fields);
            writer.Integer(type);
            writer.MapHeader(headed.Headers?.Count ?? 0);
            if (headed.Headers is null) return;
            foreach (var (name, value) in headed.Headers)
            {
                writer.String(name);
                writer.String(value);
            }
        }

        void Call(HubMethodInvocationMessage call)
        {
            writer.String(call.Target);
            writer.ArrayHeader(call.Arguments.Length);
            foreach (object? argument in call.Arguments) Value(writer, argument);
            writer.ArrayHeader(call.StreamIds?.Length ?? 0);
            foreach (string stream in call.StreamIds ?? []) writer.String(stream);
        }
    }

    private static void Value(MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.Nil(); break;
            case byte[] bytes: writer.Binary(bytes); break;
            case string text: writer.String(text); break;
            case bool boolean: writer.Boolean(boolean); break;
            case int integer: writer.Integer(integer); break;
            case long integer: writer.Integer(integer); break;
            case double number: writer.Double(number); break;
            case RawResult raw: writer.Raw(raw.RawSerializedData); break;
            default: writer.Json(JsonSerializer.SerializeToElement(value, value.GetType(), JsonSerializerOptions.Web)); break;
        }
    }

    // Messages are framed by their length, seven bits a byte, the lowest first.
    private static int WriteLength(Span<byte> output, int length)
    {
        int count = 0;
        for (uint rest = (uint)length; ; )
        {
            byte bits = (byte)(rest & 0x7f);
            rest >>= 7;
            output[count++] = rest == 0 ? bits : (byte)(bits | 0x80);
            if (rest == 0) return count;
        }
    }

    private static bool TryReadFrame(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(input);
        uint length = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (!reader.TryRead(out byte bits)) return false;
            if (shift == 28 && bits > 7) throw new FormatException("A message over 2 GiB is not supported.");
            length |= (uint)(bits & 0x7f) << shift;
            if ((bits & 0x80) == 0) break;
        }
        if (reader.Remaining < length) return false;
        frame = input.Slice(reader.Position, length);
        input = input.Slice(frame.End);
        return true;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
