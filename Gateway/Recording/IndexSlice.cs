using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Screens;

namespace Gateway.Recording;

/// <summary>A piece of a recording that is read into the index in one step.</summary>
internal sealed class IndexSlice
{
    // So much, or for so long, is read before it is written.
    private const long MostBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(400);

    // UTF-16 units: a person's id and name have far fewer.
    private const int LongestPerson = 4096;

    // About what an event takes in the file besides its data.
    private const int EventBytes = 24;

    private readonly IndexProgress _progress;
    private readonly Screen _screen;
    private readonly ScreenKeeping _keeping = new();
    private readonly List<RecordingMarker> _markers = [];
    private readonly List<(Keyframe Frame, bool Thins)> _keyframes = [];

    /// <summary>Goes on where a reading ended.</summary>
    /// <param name="progress">How far it came; goes on with this one.</param>
    /// <param name="screen">The screen as it was kept then.</param>
    public IndexSlice(IndexProgress progress, byte[] screen)
    {
        _progress = progress;
        _screen = screen.Length == 0 ? new Screen(progress.ScreenColumns, progress.ScreenRows) : ScreenKeeping.Restore(progress.ScreenColumns, progress.ScreenRows, screen);
    }

    /// <summary>Lines of text, in their order.</summary>
    public IReadOnlyList<TextBlock> Blocks { get; private set; } = [];

    /// <summary>Markers, in their order.</summary>
    public IReadOnlyList<RecordingMarker> Markers => _markers;

    /// <summary>Keyframes, their data compressed; and before which of them every second one has to go.</summary>
    public IReadOnlyList<(Keyframe Frame, bool Thins)> Keyframes => _keyframes;

    /// <summary>The screen at the end, as it is kept.</summary>
    public byte[] Screen { get; private set; } = [];

    /// <summary>Bytes that were read, about.</summary>
    public long Read { get; private set; }

    /// <summary>Whether there was nothing more.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Reads on. What cannot be read ends it.</summary>
    /// <exception cref="IOException">The recording cannot be read; what was read before it counts.</exception>
    public async Task ReadAsync(IAsyncEnumerable<CastEvent> events, CancellationToken cancellation)
    {
        using var text = new ScreenText(_screen, _progress.Text);
        try
        {
            var clock = Stopwatch.StartNew();
            await foreach (var happened in events.WithCancellation(cancellation))
            {
                Take(happened, text);
                if (Read >= MostBytes || clock.Elapsed >= Longest) return;
            }
            IsEnd = true;
        }
        finally
        {
            text.Sample();
            Blocks = text.Take();
            (_progress.ScreenColumns, _progress.ScreenRows) = (_screen.Columns, _screen.Rows);
            Screen = _keeping.Keep(_screen);
        }
    }

    private void Take(CastEvent happened, ScreenText text)
    {
        int bytes = 0;
        switch (happened.Code)
        {
            case CastCode.Output:
                bytes = Encoding.UTF8.GetByteCount(happened.Data);
                text.Feed(happened.At, happened.Data);
                _keeping.Fed(happened.Data);
                _progress.Activity.Add(happened.At, bytes);
                break;
            case CastCode.Resize when CastSize.Read(happened.Data) is { } size:
                text.Resize(happened.At, size.Columns, size.Rows);
                break;
            case CastCode.Person:
                _progress.Person = happened.Data.Length <= LongestPerson ? happened.Data : null;
                break;
            case CastCode.Marker when _progress.Markers + _markers.Count < RecordingMarker.Most:
                _markers.Add(RecordingMarker.Of(happened.At, happened.Data));
                break;
        }
        Read += bytes + EventBytes;
        _progress.Next = happened.Next;
        _progress.Pace.Since += bytes + EventBytes;
        if (!_progress.Pace.IsDue(happened.At)) return;
        var snapshot = _screen.Snapshot();
        // Within a sequence nothing can begin; soon it is over.
        if (snapshot.Offset == _screen.Fed)
            _keyframes.Add((new Keyframe(happened.At, snapshot.Columns, snapshot.Rows, ScreenKeeping.Pack(snapshot.Bytes), happened.Next, _progress.Person), _progress.Pace.Made(happened.At)));
    }
}

/// <summary>Sizes as asciicast has them: COLUMNSxROWS.</summary>
internal static class CastSize
{
    /// <summary>Most columns, and most rows: more than any terminal has that the gateway opens.</summary>
    public const int Most = 1000;

    /// <summary>Reads one; null for anything else.</summary>
    public static (int Columns, int Rows)? Read(string data) =>
        data.Split('x') is [var columns, var rows] && Side(columns) is { } width && Side(rows) is { } height ? (width, height) : null;

    private static int? Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is > 0 and <= Most ? side : null;
}
