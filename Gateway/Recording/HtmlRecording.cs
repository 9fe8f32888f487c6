using System.Buffers;

namespace Gateway.Recording;

/// <summary>A recording as the JSON that stands in its page; nothing in it can end the script that holds it.</summary>
internal sealed class HtmlRecording(Stream to)
{
    private readonly ArrayBufferWriter<byte> _piece = new();
    private readonly List<RecordingMarker> _markers = [];
    private bool _isFirst = true;

    public Task BeginAsync(RecordingFacts facts, int columns, int rows, CancellationToken cancellation)
    {
        using (var json = CastText.Json(_piece))
        {
            json.WriteStartObject();
            json.WriteString("title", CastText.TitleOf(facts));
            json.WriteNumber("columns", columns);
            json.WriteNumber("rows", rows);
            json.WriteString("started", facts.Started.UtcDateTime);
            json.WriteStartArray("events");
        }
        return WriteAsync(cancellation);
    }

    public Task AddAsync(CastEvent happened, CancellationToken cancellation)
    {
        if (happened.Code == CastCode.Marker && _markers.Count < RecordingMarker.Most) _markers.Add(RecordingMarker.Of(happened.At, happened.Data));
        if (!_isFirst) _piece.Write(",\n"u8);
        _isFirst = false;
        using (var json = CastText.Json(_piece))
        {
            json.WriteStartArray();
            json.WriteNumberValue(CastText.Rounded(happened.At));
            json.WriteStringValue([happened.Code]);
            json.WriteStringValue(happened.Data);
            json.WriteEndArray();
        }
        return WriteAsync(cancellation);
    }

    public Task EndAsync(CancellationToken cancellation)
    {
        _piece.Write("],\"markers\":["u8);
        for (int i = 0; i < _markers.Count; i++)
        {
            var marker = _markers[i];
            if (i > 0) _piece.Write(","u8);
            using var json = CastText.Json(_piece);
            json.WriteStartObject();
            json.WriteNumber("at", CastText.Rounded(marker.At));
            json.WriteString("kind", marker.Kind);
            json.WriteString("label", marker.Label);
            json.WriteEndObject();
        }
        _piece.Write("]}"u8);
        return WriteAsync(cancellation);
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        await to.WriteAsync(_piece.WrittenMemory, cancellation);
        _piece.ResetWrittenCount();
    }
}
