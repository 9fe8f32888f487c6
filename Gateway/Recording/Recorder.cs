using System.Text.Json;
using Gateway.Screens;
using Gateway.Terminals;

namespace Gateway.Recording;

/// <summary>
/// Records one terminal while it runs: its output by a tap, which holds the program while the disk is slower than it, and
/// what happens beside it by <see cref="Terminal.Noted"/>. Made by <see cref="Recorders.StartAsync"/>.
/// </summary>
public sealed partial class Recorder
{
    /// <summary>How long a disk may take before the recording is given up, and the terminal let go.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    // What waits on top of this is written without waiting for more.
    private const int Much = 128 * 1024;

    // Pieces that come within so many milliseconds are one event.
    private const int Together = 4;

    // A terminal on a disk that hangs is given up long before it has so many notes.
    private const int MostItems = 20_000;

    // Nor has one that is typed into more than this: what goes beyond is not kept, and the filter forgets that line.
    private const int MostTyped = 1024 * 1024;

    private static readonly byte[] TooMuch = new byte[EchoFilter.Most + 1];

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<string?> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Terminal _terminal;
    private readonly Scribe _scribe;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly LogReader _watch;
    private readonly Tap _tap;
    private readonly long _worth;
    private List<Item> _items = [], _working = [];
    private long _handled; // offset below which everything is in the file
    private bool _waits;
    private int _typed; // bytes in the notes that wait
    private int _silent; // how many looks found no progress
    private int _askedSoon, _askedNow;
    private bool _begun; // the scribe has it, and ends it
    private volatile string? _failure;

    internal Recorder(string id, Terminal terminal, Scribe scribe, TimeProvider time, bool input)
    {
        (Id, _terminal, _scribe, _time, _start) = (id, terminal, scribe, time, time.GetTimestamp());
        _echo = input ? new EchoFilter() : null;
        if (CharacterSet.Find(terminal.Request.Target.Encoding) is { } set) (_decoder, _typedDecoder) = (new CharacterDecoder(set), new CharacterDecoder(set));
        Started = time.GetUtcNow();
        terminal.Noted += Take;
        _tap = terminal.OpenTap();
        _reached = _handled = _tap.Reader.Offset;
        _watch = terminal.Log.OpenReader(_handled);
        _worth = Math.Min(Much, _tap.Slack / 2);
        var sizes = terminal.Sizes;
        _size = sizes[0].Size;
        FirstSize = _size;
        foreach (var change in sizes.Skip(1)) Add(new Item(change.Offset, 0, new TerminalNote.Resized(change.Offset, Nobody, change.Size), null));
    }

    private static readonly Participant Nobody = new("", "");

    // Without note and words it is output, up to the offset.
    private readonly record struct Item(long Offset, long At, TerminalNote? Note, string? Words, bool Ends = false)
    {
        public bool IsOutput => Note is null && Words is null;
    }

    /// <summary>The recording's name.</summary>
    public string Id { get; }

    /// <summary>Completes when the recording has ended: with null, or with why it failed.</summary>
    public Task<string?> Completed => _completed.Task;

    /// <summary>Completes when nothing is written any more, which after a failure may be later.</summary>
    internal Task Closed => _closed.Task;

    /// <summary>Bytes written so far.</summary>
    internal long Bytes => Volatile.Read(ref _total);

    internal DateTimeOffset Started { get; }

    internal CastBuffer Buffer => _scribe.Buffer;

    internal Scribe Scribe => _scribe;

    internal TerminalSize FirstSize { get; }

    /// <summary>Puts a notice into the recording.</summary>
    public void Notice(string text) => Add(new Item(_terminal.BytesReceived, Now(), null, $"notice: {text}"));

    /// <summary>Begins to listen, once there is something to write to.</summary>
    /// <returns>False if it was given up meanwhile: what was begun has ended then, and says why.</returns>
    internal bool Start(RecordingWriter writer)
    {
        lock (_lock) _begun = _failure is null;
        if (!_begun)
        {
            Close(writer);
            return false;
        }
        _writer = writer;
        _scribe.Join();
        _ = WatchAsync();
        return true;
    }

    /// <summary>Ends it before the terminal does.</summary>
    internal void Stop(string reason)
    {
        Add(new Item(_terminal.Log.End, Now(), null, reason, Ends: true));
        AskNow();
    }

    /// <summary>Nothing is begun, or not in time: the terminal goes on as if there had been no recording.</summary>
    internal void Withdraw(string failure)
    {
        LetGo(failure);
        lock (_lock)
            if (_begun) return; // the scribe reads by now, and sees to the rest
        _watch.Dispose();
        _tap.Dispose();
    }

    /// <summary>It could not be begun, and nothing of it is written any more.</summary>
    internal void NeverBegun() => _closed.TrySetResult();

    /// <summary>Gives up if the disk has been silent for too long, or for a reason from outside. Called about once a second, from any thread but the scribe's.</summary>
    internal void Look(string? giveUp)
    {
        bool hangs;
        lock (_lock) hangs = _waits && ++_silent >= Patience.TotalSeconds;
        if (hangs) LetGo($"The disk did not answer for {Patience.TotalSeconds:0} seconds.");
        else if (giveUp is not null) LetGo(giveUp);
        AskSoon(); // a segment may be old enough
    }

    // Runs where the terminals are read: notes when output came, and leaves it where it is.
    private async Task WatchAsync()
    {
        while (true)
        {
            await _watch.WaitAsync();
            long end = _watch.Offset;
            while (_watch.TryRead(out long offset, out var bytes)) end = offset + bytes.Length;
            if (_watch.IsCancelled) break;
            if (end == _last)
            {
                if (_terminal.End is null) continue;
                Stop(_terminal.End?.Outcome.Message ?? "The terminal has ended.");
                break;
            }
            _last = end;
            Add(new Item(end, Now(), null, null));
            if (end - Volatile.Read(ref _handled) >= _worth) AskNow();
        }
        _watch.Dispose();
    }

    private long _last = -1;

    // Called under the terminal's lock.
    private void Take(TerminalNote note)
    {
        if (note is TerminalNote.Typed && _echo is null) return;
        Add(new Item(note.Offset, Now(), note, null));
    }

    private void Add(Item item)
    {
        lock (_lock)
        {
            if (_failure is not null) return;
            if (item.Note is TerminalNote.Typed typed)
            {
                if (_typed + typed.Bytes.Length > MostTyped) item = item with { Note = typed with { Bytes = TooMuch } };
                else _typed += typed.Bytes.Length;
            }
            if (item.IsOutput && _items is [.., { IsOutput: true } before] && item.At - before.At <= Together) _items[^1] = before with { Offset = item.Offset };
            else if (_items.Count < MostItems || item.Ends) _items.Add(item);
            _waits = true;
        }
        AskSoon();
    }

    private void AskSoon()
    {
        if (Interlocked.Exchange(ref _askedSoon, 1) == 0) _scribe.Soon(this);
    }

    private void AskNow()
    {
        if (Interlocked.Exchange(ref _askedNow, 1) == 0) _scribe.Now(this);
    }

    private void LetGo(string failure)
    {
        lock (_lock)
        {
            if (_failure is not null || _completed.Task.IsCompleted) return;
            _failure = failure;
            _items.Clear(); // typed input among it
        }
        _terminal.Noted -= Take;
        _watch.Cancel();
        _tap.Acknowledge(long.MaxValue);
        _completed.TrySetResult(failure);
    }

    private long Now() => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    private static string PersonOf(Participant by) => JsonSerializer.Serialize(new { id = by.Id, name = by.Name });
}
