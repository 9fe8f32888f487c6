using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Gateway.Recording;

/// <summary>
/// A line of a chain. Each holds the hash of the one before, and at its end a signature over all of it but the signature
/// itself.
/// </summary>
internal static class ChainLine
{
    private static ReadOnlySpan<byte> SignatureName => ",\"signature\":\""u8;

    /// <summary>A line, without newline.</summary>
    /// <param name="entry">A <see cref="ChainBegun"/>, <see cref="ChainSegment"/> or <see cref="ChainEnded"/>.</param>
    /// <param name="previous">Hash of the line before; empty in the first.</param>
    /// <param name="key">What signs it.</param>
    public static byte[] Write(object entry, string previous, RecordingKey key)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Members(json, entry);
            json.WriteString("previous", previous);
            json.WriteEndObject();
        }
        var signed = buffer.WrittenSpan;
        string signature = Convert.ToBase64String(key.Sign(signed));
        return [.. signed[..^1], .. SignatureName, .. System.Text.Encoding.ASCII.GetBytes(signature), (byte)'"', (byte)'}'];
    }

    /// <summary>A line's hash, in hexadecimal digits.</summary>
    public static string Hash(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    /// <summary>What was signed, and the signature; null if the line ends in none.</summary>
    public static (byte[] Signed, byte[] Signature)? Signature(ReadOnlySpan<byte> line)
    {
        int at = line.LastIndexOf(SignatureName);
        if (at < 0 || !line.EndsWith("\"}"u8)) return null;
        byte[] signature = new byte[64];
        var text = System.Text.Encoding.ASCII.GetString(line[(at + SignatureName.Length)..^2]);
        return Convert.TryFromBase64String(text, signature, out int length) && length == signature.Length ? ([.. line[..at], (byte)'}'], signature) : null;
    }

    /// <summary>What a line says, and which line it says is before it; null if it is none.</summary>
    public static (object Entry, string Previous)? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            object? entry = json.GetProperty("kind").GetString() switch
            {
                "begun" => Begun(json),
                "segment" => new ChainSegment(
                    json.GetProperty("number").GetInt32(), json.GetProperty("bytes").GetInt64(), Text(json, "sha256"), Seconds(json, "from"), Seconds(json, "to"),
                    json.GetProperty("events").GetInt64(), json.GetProperty("printed").GetInt64()),
                "ended" => new ChainEnded(Text(json, "reason"), Seconds(json, "seconds"), json.GetProperty("segments").GetInt32(), json.GetProperty("recovered").GetBoolean()),
                _ => null,
            };
            return entry is null ? null : (entry, Text(json, "previous"));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static ChainBegun Begun(JsonElement json) => new()
    {
        Id = Text(json, "id"),
        Owner = Text(json, "owner"),
        Name = Text(json, "name"),
        Method = Text(json, "method"),
        User = Text(json, "user"),
        Port = json.GetProperty("port").GetInt32(),
        Domain = Text(json, "domain"),
        Node = Text(json, "node"),
        // Older recordings have neither.
        Device = json.TryGetProperty("device", out _) ? Text(json, "device") : "",
        Address = json.TryGetProperty("address", out _) ? Text(json, "address") : "",
        Started = Time(json, "started"),
        Columns = Side(json, "columns"),
        Rows = Side(json, "rows"),
        Required = json.GetProperty("required").GetBoolean(),
        Key = Text(json, "key"),
        PublicKey = Text(json, "publicKey"),
    };

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    // Made up, these could be more than a time, a sum of times or a screen can hold.
    private static double Seconds(JsonElement json, string name) =>
        json.GetProperty(name).GetDouble() is >= 0 and <= CastReader.MostSeconds and var seconds ? seconds : throw new FormatException($"{name} is no time of a recording.");

    private static DateTimeOffset Time(JsonElement json, string name) =>
        json.GetProperty(name).GetDateTimeOffset() is { Year: >= 1970 and < 9000 } time ? time : throw new FormatException($"{name} is no time of a recording.");

    private static int Side(JsonElement json, string name) =>
        json.GetProperty(name).GetInt32() is > 0 and <= CastSize.Most and var side ? side : throw new FormatException($"{name} is no size of a terminal.");

    private static void Members(Utf8JsonWriter json, object entry)
    {
        switch (entry)
        {
            case ChainBegun begun:
                json.WriteString("kind", "begun");
                json.WriteString("id", begun.Id);
                json.WriteString("owner", begun.Owner);
                json.WriteString("name", begun.Name);
                json.WriteString("method", begun.Method);
                json.WriteString("user", begun.User);
                json.WriteNumber("port", begun.Port);
                json.WriteString("domain", begun.Domain);
                json.WriteString("node", begun.Node);
                if (begun.Device.Length > 0) json.WriteString("device", begun.Device);
                if (begun.Address.Length > 0) json.WriteString("address", begun.Address);
                json.WriteString("started", begun.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteNumber("columns", begun.Columns);
                json.WriteNumber("rows", begun.Rows);
                json.WriteBoolean("required", begun.Required);
                json.WriteString("key", begun.Key);
                json.WriteString("publicKey", begun.PublicKey);
                break;
            case ChainSegment segment:
                json.WriteString("kind", "segment");
                json.WriteNumber("number", segment.Number);
                json.WriteNumber("bytes", segment.Bytes);
                json.WriteString("sha256", segment.Sha256);
                json.WriteNumber("from", segment.From);
                json.WriteNumber("to", segment.To);
                json.WriteNumber("events", segment.Events);
                json.WriteNumber("printed", segment.Printed);
                break;
            case ChainEnded ended:
                json.WriteString("kind", "ended");
                json.WriteString("reason", ended.Reason);
                json.WriteNumber("seconds", ended.Seconds);
                json.WriteNumber("segments", ended.Segments);
                json.WriteBoolean("recovered", ended.Recovered);
                break;
            default:
                throw new ArgumentException($"{entry.GetType().Name} is no line of a chain.", nameof(entry));
        }
    }
}
