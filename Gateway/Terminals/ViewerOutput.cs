namespace Gateway.Terminals;

/// <summary>A piece of a terminal's output for one viewer.</summary>
/// <param name="Offset">Where it stands; for a screen, where the stream goes on.</param>
/// <param name="Bytes">The bytes, in the log's own memory until the next piece is asked for.</param>
/// <param name="Screen">The size, if the bytes paint the whole screen anew; null for a part of the stream.</param>
public readonly record struct OutputPiece(long Offset, ReadOnlyMemory<byte> Bytes, TerminalSize? Screen);

/// <summary>
/// The output as one viewer gets it. It goes on, without a byte lost or repeated, when the viewer is given the keyboard or
/// loses it. For one consumer; made by <see cref="Viewer.Read"/>.
/// </summary>
public sealed class ViewerOutput : IDisposable
{
    private readonly Viewer _viewer;
    private readonly LogReader _reader;
    private readonly OutputPace _pace;
    private OutputPiece? _screen;
    private OutputStep _step;
    private long _skippedTo;
    private bool _began;
    private bool _held;

    internal ViewerOutput(Viewer viewer, LogReader reader, bool fromScreen)
    {
        (_viewer, _reader, _pace) = (viewer, reader, viewer.Terminal.Pace);
        _step = fromScreen ? OutputStep.Skip : OutputStep.Send;
        _held = viewer.Seat.Holds;
    }

    /// <summary>Whether it was cancelled, or somebody else took the viewer's place.</summary>
    public bool IsCancelled => _reader.IsCancelled;

    /// <summary>Whether the terminal has ended and the viewer has been given all of it.</summary>
    public bool HasEnded => _step == OutputStep.Send && _screen is null && _viewer.Terminal.End is not null && _reader.Offset >= _viewer.Terminal.Log.End;

    /// <summary>Takes the next piece, which is valid until the next call. False when there is none now.</summary>
    public bool TryTake(out OutputPiece piece)
    {
        piece = _screen.GetValueOrDefault();
        if (_screen is not null)
        {
            _screen = null;
            return true;
        }
        if (_step == OutputStep.Skip) return false;
        bool holds = _viewer.Seat.Holds;
        long most = long.MaxValue, expected = _reader.Offset;
        if (!(holds && _held)) // the path of the one who types stays short
        {
            var (terminal, acknowledged) = (_viewer.Terminal, _viewer.Acknowledged);
            _step = _pace.Next(holds, expected, acknowledged, _skippedTo, terminal.Log.Start, terminal.Log.End);
            if (_step != OutputStep.Send) return false;
            if (!holds) most = _pace.Window - (expected - acknowledged);
            _held = holds;
        }
        if (!_reader.TryRead(out long offset, out var bytes, most)) return false;
        if (offset != expected && (_began || !holds))
        {
            _step = OutputStep.Skip; // the log has dropped some since
            return false;
        }
        _began = true;
        piece = new OutputPiece(offset, bytes, null);
        return true;
    }

    /// <summary>Waits until it is worth to try again.</summary>
    public ValueTask WaitAsync() => _step switch
    {
        OutputStep.Skip => new ValueTask(SkipAsync()),
        OutputStep.Rest => _reader.RestAsync(),
        _ => _reader.WaitAsync(),
    };

    /// <summary>Ends it. Safe from any thread.</summary>
    public void Cancel() => _reader.Cancel();

    /// <summary>Leaves the log.</summary>
    public void Dispose() => _reader.Dispose();

    private async Task SkipAsync()
    {
        var snapshot = await _viewer.Terminal.SnapshotAsync();
        _reader.Seek(snapshot.Offset);
        _screen = new OutputPiece(snapshot.Offset, snapshot.Bytes, new TerminalSize(snapshot.Columns, snapshot.Rows));
        (_skippedTo, _step, _began, _held) = (snapshot.Offset, OutputStep.Send, true, _viewer.Seat.Holds);
    }
}
