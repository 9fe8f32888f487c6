using System.Text;
using System.Text.Json;

namespace Gateway.Recording;

/// <summary>Reads the whole lines of a segment, also while it is written.</summary>
/// <param name="file">The segment.</param>
/// <param name="offset">Where a line begins.</param>
internal sealed class CastReader(Stream file, long offset)
{
    // Far above what the gateway writes in one event. What is longer is no line of it.
    private const int Longest = 4 * 1024 * 1024;

    /// <summary>Seconds that no recording is longer than: far below what times and decimals can hold.</summary>
    public const double MostSeconds = 1e9;

    private byte[] _window = new byte[128 * 1024];
    private int _from, _to;
    private bool _placed;

    /// <summary>Offset behind the last line.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>The next line without its newline, valid until the next call; null if there is no whole one.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It has no lines.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellation)
    {
        if (!_placed) file.Position = Offset;
        _placed = true;
        int looked = 0;
        while (true)
        {
            int at = _window.AsSpan(_from + looked, _to - _from - looked).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _window.AsMemory(_from, looked + at);
                _from += looked + at + 1;
                Offset += looked + at + 1;
                return line;
            }
            looked = _to - _from;
            if (_to == _window.Length) MakeRoom();
            int read = await file.ReadAsync(_window.AsMemory(_to), cancellation);
            if (read == 0) return null;
            _to += read;
        }
    }

    /// <summary>What an event's line says; null for the header and for comments.</summary>
    /// <exception cref="InvalidDataException">It is no line of an asciicast.</exception>
    public static (double Interval, char Code, string Data)? Event(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] is (byte)'#' or (byte)'{') return null;
        try
        {
            var json = new Utf8JsonReader(line);
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray) throw new InvalidDataException("A line is no event.");
            json.Read();
            double interval = json.GetDouble();
            json.Read();
            string? code = json.GetString();
            json.Read();
            if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) throw new InvalidDataException("A line is no event.");
            // The exit status is a number in some programs' recordings.
            string data = json.TokenType == JsonTokenType.String ? json.GetString()! : Encoding.UTF8.GetString(json.ValueSpan);
            json.Read();
            if (json.TokenType != JsonTokenType.EndArray || json.Read() || code is not [var letter] || interval is not (>= 0 and <= MostSeconds)) throw new InvalidDataException("A line is no event.");
            return (interval, letter, data);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("A line is no event.", exception);
        }
    }

    private void MakeRoom()
    {
        if (_from > 0)
        {
            _window.AsSpan(_from, _to - _from).CopyTo(_window);
            (_from, _to) = (0, _to - _from);
            return;
        }
        if (_window.Length >= Longest) throw new InvalidDataException("A line is too long for an event.");
        Array.Resize(ref _window, _window.Length * 2);
    }
}
