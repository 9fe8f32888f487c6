using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Protocol;

/// <summary>
/// The reading half of <see cref="MessagePackHubProtocol"/>. An argument of a wrong type fails that call alone; a
/// message that is no MessagePack at all ends the connection.
/// </summary>
internal static class MessagePackHubParser
{
    /// <summary>The message in one frame, or null if it is of a type this version does not know.</summary>
    public static HubMessage? Parse(ReadOnlySequence<byte> frame, IInvocationBinder binder)
    {
        var reader = new MessagePackReader(frame);
        int fields = reader.ArrayHeader();
        switch (reader.Int32())
        {
            case 1: return Call(ref reader, binder, fields, streaming: false);
            case 4: return Call(ref reader, binder, fields, streaming: true);
            case 2: return Item(ref reader, binder);
            case 3: return Completion(ref reader, binder, frame);
            case 5:
                var headers = Headers(ref reader);
                return WithHeaders(new CancelInvocationMessage(reader.String() ?? throw new FormatException("A cancellation has no id.")), headers);
            case 6: return PingMessage.Instance;
            case 7:
                string? error = reader.String();
                bool reconnect = fields > 2 && reader.Boolean();
                return new CloseMessage(error, reconnect);
            case 8: return new AckMessage(reader.Integer());
            case 9: return new SequenceMessage(reader.Integer());
            default: return null;
        }
    }

    private static HubMessage Call(ref MessagePackReader reader, IInvocationBinder binder, int fields, bool streaming)
    {
        var headers = Headers(ref reader);
        string? id = reader.String();
        if (string.IsNullOrEmpty(id)) id = null;
        if (reader.String() is not { Length: > 0 } target) throw new FormatException("An invocation names no method.");
        object?[] arguments;
        string[]? streams = null;
        try
        {
            var types = binder.GetParameterTypes(target);
            int count = reader.ArrayHeader();
            if (count != types.Count) throw new InvalidDataException($"Invocation provides {count} argument(s) but target expects {types.Count}.");
            arguments = new object?[count];
            for (int i = 0; i < count; i++) arguments[i] = Value(ref reader, types[i]);
            if (fields > 5)
            {
                streams = new string[reader.ArrayHeader()];
                for (int i = 0; i < streams.Length; i++) streams[i] = reader.String() ?? "";
            }
        }
        catch (Exception exception)
        {
            return new InvocationBindingFailureMessage(id, target, ExceptionDispatchInfo.Capture(exception));
        }
        if (!streaming) return WithHeaders(new InvocationMessage(id, target, arguments, streams), headers);
        if (id is null) throw new FormatException("A stream invocation has no id.");
        return WithHeaders(new StreamInvocationMessage(id, target, arguments, streams), headers);
    }

    private static HubMessage Item(ref MessagePackReader reader, IInvocationBinder binder)
    {
        var headers = Headers(ref reader);
        string id = reader.String() ?? throw new FormatException("A stream item has no id.");
        try
        {
            return WithHeaders(new StreamItemMessage(id, Value(ref reader, binder.GetStreamItemType(id))), headers);
        }
        catch (Exception exception)
        {
            return new StreamBindingFailureMessage(id, ExceptionDispatchInfo.Capture(exception));
        }
    }

    private static CompletionMessage Completion(ref MessagePackReader reader, IInvocationBinder binder, ReadOnlySequence<byte> frame)
    {
        var headers = Headers(ref reader);
        string id = reader.String() ?? throw new FormatException("A completion has no id.");
        string? error = null;
        object? result = null;
        bool hasResult = false;
        switch (reader.Int32())
        {
            case 1:
                error = reader.String();
                break;
            case 3 when ReturnType(binder, id) is { } type:
                hasResult = true;
                if (type == typeof(RawResult))
                {
                    var from = reader.Position;
                    reader.Skip();
                    result = new RawResult(new ReadOnlySequence<byte>(frame.Slice(from, reader.Position).ToArray()));
                    break;
                }
                try
                {
                    result = Value(ref reader, type);
                }
                catch (Exception exception)
                {
                    (error, hasResult) = ($"Error trying to deserialize result to {type.Name}. {exception.Message}", false);
                }
                break;
        }
        return WithHeaders(new CompletionMessage(id, error, result, hasResult), headers);
    }

    // The binder throws where nobody waits for the result any more.
    private static Type? ReturnType(IInvocationBinder binder, string id)
    {
        try
        {
            return binder.GetReturnType(id);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static object? Value(ref MessagePackReader reader, Type type)
    {
        if (type == typeof(byte[])) return reader.Binary()?.ToArray();
        if (type == typeof(string)) return reader.String();
        if (type == typeof(int)) return reader.Int32();
        if (type == typeof(long)) return reader.Integer();
        if (type == typeof(bool)) return reader.Boolean();
        if (type == typeof(double)) return reader.Double();
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json)) reader.CopyTo(writer);
        return JsonSerializer.Deserialize(json.WrittenSpan, type, JsonSerializerOptions.Web);
    }

    private static Dictionary<string, string>? Headers(ref MessagePackReader reader)
    {
        int count = reader.MapHeader();
        if (count == 0) return null;
        var headers = new Dictionary<string, string>(count);
        while (count-- > 0)
        {
            string name = reader.String() ?? throw new FormatException("A header has no name.");
            headers[name] = reader.String() ?? "";
        }
        return headers;
    }

    private static T WithHeaders<T>(T message, Dictionary<string, string>? headers) where T : HubInvocationMessage
    {
        if (headers is not null) message.Headers = headers;
        return message;
    }
}
