using Gateway.Screens;

namespace Gateway.Terminals;

/// <summary>
/// Keeps the screen of a terminal, for whoever joins it: one more reader of its log, which works only when much waits or
/// when the screen is asked for. A terminal that says little costs it nothing but the reader.
/// </summary>
internal sealed class ScreenKeeper
{
    // So much at a time: a flood must not keep a thread of the pool from all others.
    private const int Turn = 128 * 1024;

    private readonly Terminal _terminal;
    private readonly Tap _tap;
    private readonly int _batch;
    private readonly ILogger _logger;
    private readonly DeviceText? _text;
    private TaskCompletionSource<ScreenSnapshot>? _asked;
    private TaskCompletionSource<ScreenSnapshot>? _answering;
    private Screen? _screen;
    private SizeChange _size;
    private long _end = long.MaxValue;
    private long _reached;
    private long _missed;
    private bool _failed;

    /// <summary>Begins to keep the screen of a terminal.</summary>
    /// <param name="terminal">The terminal; nothing has been read from it yet.</param>
    /// <param name="batch">Bytes that have to wait to be worth the work; less than the gate needs acknowledged to open.</param>
    /// <param name="logger">Where it is said if it fails.</param>
    public ScreenKeeper(Terminal terminal, int batch, ILogger logger)
    {
        (_terminal, _batch, _logger) = (terminal, batch, logger);
        _text = CharacterSet.Find(terminal.Request.Target.Encoding) is { } set ? new DeviceText(set) : null;
        _tap = terminal.OpenTap();
        _reached = _missed = _tap.Reader.Offset;
        _ = RunAsync();
    }

    /// <summary>The screen with all output that readers can see now. Those who ask at the same time share one.</summary>
    public Task<ScreenSnapshot> SnapshotAsync()
    {
        var asking = new TaskCompletionSource<ScreenSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        asking = Interlocked.CompareExchange(ref _asked, asking, null) ?? asking;
        _tap.Reader.Poke();
        return asking.Task;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await (_failed || _terminal.End is not null ? _tap.Reader.RestAsync() : _tap.Reader.WaitAsync(_batch));
            // Not on the thread that serves the terminals.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                if (!_failed && (_terminal.End is null || _answering is not null || Volatile.Read(ref _asked) is not null)) Take();
            }
            catch (Exception exception)
            {
                // Nobody's program is held for a screen that cannot be kept.
                _failed = true;
                _screen = null;
                _tap.Dispose();
                _logger.NoScreen(_terminal.Id, exception);
            }
            if (!_failed) continue;
            Answer(_answering, Blank());
            Answer(Interlocked.Exchange(ref _asked, null), Blank());
        }
    }

    // A flood has no end, but whoever asks waits only for what was there then.
    private void Take()
    {
        var reader = _tap.Reader;
        for (long taken = 0; ;)
        {
            if (_answering is null && (_answering = Interlocked.Exchange(ref _asked, null)) is not null) _end = _terminal.Log.End;
            if (reader.Offset >= _end) break;
            if (taken >= Turn)
            {
                reader.Poke(); // not yet up to the end, or as far as it was asked for
                return;
            }
            if (!reader.TryRead(out long offset, out var bytes)) break;
            // Nobody waits for the screen of a terminal that is being ended.
            _missed += offset - _reached;
            Feed(offset, bytes.Span);
            _reached = offset + bytes.Length;
            taken += bytes.Length;
            _tap.Acknowledge(_reached);
        }
        if (_answering is null) return;
        Fit(_terminal.Sizes[^1]);
        var screen = _screen!.Snapshot();
        Answer(_answering, _text is null ? screen with { Offset = screen.Offset + _missed } : _text.Whole(screen, _screen.Fed, _reached));
    }

    private void Feed(long offset, ReadOnlySpan<byte> bytes)
    {
        var sizes = _terminal.Sizes;
        if (_screen is null) Fit(sizes[0]);
        for (int i = 0; i < sizes.Count; i++)
        {
            var change = sizes[i];
            if (change.Offset >= offset + bytes.Length) break;
            if (i + 1 < sizes.Count && sizes[i + 1].Offset <= offset) continue;
            int before = (int)Math.Max(0, change.Offset - offset);
            if (before > 0) Feed(bytes[..before]);
            offset += before;
            bytes = bytes[before..];
            Fit(change);
        }
        Feed(bytes);
    }

    private void Feed(ReadOnlySpan<byte> bytes) => _screen!.Feed(_text is null ? bytes : _text.Take(bytes));

    // One that was taken in before its offset was reached, for somebody who asked, is not taken back.
    private void Fit(SizeChange change)
    {
        if (_screen is null) _screen = new Screen(change.Size.Columns, change.Size.Rows);
        else if (change.Offset >= _size.Offset && change.Size != _size.Size) _screen.Resize(change.Size.Columns, change.Size.Rows);
        else return;
        _size = change;
    }

    private void Answer(TaskCompletionSource<ScreenSnapshot>? asked, ScreenSnapshot snapshot)
    {
        (_answering, _end) = (null, long.MaxValue);
        asked?.SetResult(snapshot);
    }

    private ScreenSnapshot Blank() => new(_terminal.Log.End, _terminal.Size.Columns, _terminal.Size.Rows, []);
}
