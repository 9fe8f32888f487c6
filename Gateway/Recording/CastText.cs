using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.Recording;

/// <summary>Lines of an asciicast file. What one gives is good until the next.</summary>
internal sealed class CastText(int version)
{
    // Letters of all scripts stand as they are; control characters, and what HTML could take for its own, escaped.
    private static readonly JavaScriptEncoder Letters = JavaScriptEncoder.Create(UnicodeRanges.All);
    private static readonly JsonWriterOptions Form = new() { Encoder = Letters, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _line = new();
    private decimal _before;

    /// <summary>The first line.</summary>
    public ReadOnlyMemory<byte> Header(RecordingFacts facts, int columns, int rows)
    {
        using var json = Begin();
        json.WriteStartObject();
        json.WriteNumber("version", version);
        if (version == 3) json.WriteStartObject("term");
        json.WriteNumber(version == 3 ? "cols" : "width", columns);
        json.WriteNumber(version == 3 ? "rows" : "height", rows);
        if (version == 3)
        {
            json.WriteString("type", "xterm-256color");
            json.WriteEndObject();
        }
        json.WriteNumber("timestamp", facts.Started.ToUnixTimeSeconds());
        json.WriteString("title", TitleOf(facts));
        if (version == 2)
        {
            json.WriteNumber("duration", Rounded(facts.Seconds));
            json.WriteStartObject("env");
            json.WriteString("TERM", "xterm-256color");
            json.WriteEndObject();
        }
        json.WriteEndObject();
        return End(json);
    }

    /// <summary>The line of an event; nothing where the version has no such event.</summary>
    public ReadOnlyMemory<byte> Event(CastEvent happened)
    {
        if (version == 2 && happened.Code == CastCode.Exit) return default;
        decimal at = Rounded(happened.At);
        using var json = Begin();
        json.WriteStartArray();
        json.WriteNumberValue(version == 2 ? at : at - _before);
        json.WriteStringValue([happened.Code]);
        json.WriteStringValue(happened.Data);
        json.WriteEndArray();
        _before = at;
        return End(json);
    }

    /// <summary>What a recording is called.</summary>
    public static string TitleOf(RecordingFacts facts) => facts.Device.Length == 0 ? $"{facts.Method} {facts.User}@{facts.Place}" : $"{facts.Method} {facts.User}@{facts.Device} ({facts.Place})";

    /// <summary>Writes JSON of the same form to a buffer.</summary>
    internal static Utf8JsonWriter Json(IBufferWriter<byte> to) => new(to, Form);

    /// <summary>Seconds to the microsecond, as asciicast has them. Differences of these add up without drift.</summary>
    internal static decimal Rounded(double seconds) => Math.Round((decimal)seconds, 6);

    private Utf8JsonWriter Begin()
    {
        _line.ResetWrittenCount();
        return Json(_line);
    }

    private ReadOnlyMemory<byte> End(Utf8JsonWriter json)
    {
        json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }
}
