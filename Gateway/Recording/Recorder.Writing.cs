using System.Text;
using Gateway.Screens;
using Gateway.Terminals;

namespace Gateway.Recording;

/// <summary>The part that runs on the scribe's thread.</summary>
public sealed partial class Recorder
{
    // After so much the others of the thread have their turn.
    private const long Turn = 1024 * 1024;

    private readonly EchoFilter? _echo;
    // A recording is UTF-8 whatever the device speaks; null where it does.
    private readonly CharacterDecoder? _decoder, _typedDecoder;
    private readonly Dictionary<string, long> _unshown = [];
    private RecordingWriter? _writer;
    private ReadOnlyMemory<byte> _rest; // read and not yet written
    private long _reached;
    private long _total;
    private int _next;
    private TerminalSize _size;
    private Participant? _person;

    /// <summary>Writes what there is.</summary>
    /// <returns>Whether there is more, which had to wait for the others' turn.</returns>
    internal bool Work()
    {
        Volatile.Write(ref _askedSoon, 0);
        Volatile.Write(ref _askedNow, 0);
        if (_writer is not { } writer) return false;
        try
        {
            if (_failure is null)
            {
                bool more = Write(writer);
                if (_failure is null && _writer is not null)
                {
                    long now = Now();
                    if (!more) Expire(now);
                    writer.Tend(now);
                    Flush(writer);
                }
                if (_failure is null) return more;
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, it ends this recording and not the thread that writes the others.
            LetGo($"The recording cannot be written: {exception.Message}");
        }
        Abandon();
        return false;
    }

    private bool Write(RecordingWriter writer)
    {
        long most = _reached + Turn;
        while (true)
        {
            if (_next == _working.Count)
            {
                _working.Clear();
                lock (_lock)
                {
                    (_items, _working, _next) = (_working, _items, 0);
                    (_waits, _silent, _typed) = (_working.Count > 0, 0, 0);
                }
                if (_working.Count == 0) return false;
            }
            var item = _working[_next];
            if (!Pump(writer, item.Offset, item.At, most)) return _reached >= most;
            _next++;
            if (item.Ends)
            {
                Finish(writer, item);
                return false;
            }
            if (item.Words is { } words) writer.Event(CastCode.Marker, words, item.At);
            else if (item.Note is { } note) Note(writer, note, item.At);
        }
    }

    // Writes output up to an offset. False if it is not all there yet, or the turn is over.
    private bool Pump(RecordingWriter writer, long to, long at, long most)
    {
        while (_reached < to)
        {
            if (_reached >= most) return false;
            if (_rest.IsEmpty)
            {
                if (!_tap.Reader.TryRead(out long offset, out _rest)) return false;
                if (offset > _reached) writer.Event(CastCode.Marker, $"notice: {offset - _reached} bytes of output are missing here", at);
                _reached = offset;
                if (_reached >= to) break;
            }
            var piece = _rest.Span[..(int)Math.Min(_rest.Length, to - _reached)];
            var text = _decoder is null ? piece : _decoder.Take(piece);
            writer.Output(text, at);
            if (_echo is { } echo)
            {
                echo.Shown(text, TimeSpan.FromMilliseconds(at));
                Judge(writer, at);
            }
            _rest = _rest[piece.Length..];
            _reached += piece.Length;
            if (writer.Waiting >= Much / 2) Flush(writer);
        }
        return true;
    }

    private void Note(RecordingWriter writer, TerminalNote note, long at)
    {
        switch (note)
        {
            case TerminalNote.Resized { Size: var size } when size != _size:
                _size = size;
                writer.Event(CastCode.Resize, $"{size.Columns}x{size.Rows}", at);
                break;
            case TerminalNote.Joined joined:
                writer.Event(CastCode.Marker, $"{(joined.Watches ? "watching" : "joined")}: {NameOf(joined.By)}", at);
                break;
            case TerminalNote.Left left:
                writer.Event(CastCode.Marker, $"left: {NameOf(left.By)}", at);
                break;
            case TerminalNote.Signalled signalled:
                writer.Event(CastCode.Marker, $"notice: {NameOf(signalled.By)} sent {Words(signalled.Signal)}", at);
                break;
            case TerminalNote.Typed typed:
                _echo!.Typed(typed.By, _typedDecoder is null ? typed.Bytes.Span : _typedDecoder.Take(typed.Bytes.Span), TimeSpan.FromMilliseconds(at));
                Judge(writer, at);
                break;
        }
    }

    private static string Words(DeviceSignal signal) => signal switch
    {
        DeviceSignal.Break => "BREAK",
        DeviceSignal.Interrupt => "the signal to interrupt",
        DeviceSignal.AbortOutput => "the signal to abort output",
        DeviceSignal.AreYouThere => "the question whether the device is there",
        DeviceSignal.EraseCharacter => "the signal to erase a character",
        _ => "the signal to erase the line",
    };

    private void Expire(long now)
    {
        if (_echo is not { IsWaiting: true } echo) return;
        echo.Expire(TimeSpan.FromMilliseconds(now));
        Judge(_writer!, now);
    }

    private void Judge(RecordingWriter writer, long at)
    {
        foreach (var (by, bytes) in _echo!.Verdicts())
        {
            if (bytes is null && _unshown.TryGetValue(by.Id, out long before) && at - before < 1000) continue;
            if (_person != by)
            {
                writer.Event(CastCode.Person, PersonOf(by), at);
                _person = by;
            }
            if (bytes is null) _unshown[by.Id] = at;
            writer.Event(bytes is null ? CastCode.Unshown : CastCode.Input, bytes is null ? "" : Encoding.UTF8.GetString(bytes), at);
        }
    }

    private void Flush(RecordingWriter writer)
    {
        writer.Flush();
        Volatile.Write(ref _total, writer.Total);
        lock (_lock) _silent = 0;
        Volatile.Write(ref _handled, _reached);
        _tap.Acknowledge(_reached);
    }

    private void Finish(RecordingWriter writer, Item end)
    {
        // What was typed last and not shown by now never will be.
        Expire(end.At + (long)EchoFilter.Patience.TotalMilliseconds + 1);
        if (_decoder is { Held: > 0 }) writer.Output(_decoder.End(), end.At);
        writer.End(end.Words!, end.At);
        Volatile.Write(ref _total, writer.Total);
        _writer = null;
        writer.Dispose();
        _terminal.Noted -= Take;
        _watch.Cancel();
        _rest = default;
        _tap.Dispose();
        _scribe.Leave();
        _completed.TrySetResult(null);
        _closed.TrySetResult();
    }

    // It has failed. If the disk can be written after all, the recording itself says so; else it is ended later.
    private void Abandon()
    {
        if (_writer is not { } writer) return;
        _writer = null;
        _rest = default;
        _working.Clear();
        _tap.Dispose();
        _scribe.Leave();
        Close(writer);
    }

    private void Close(RecordingWriter writer)
    {
        try
        {
            writer.TakeBack();
            if (writer.IsOpen)
            {
                writer.Event(CastCode.Marker, $"cut off: {_failure}", Now());
                writer.End(_failure!, Now(), recovered: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            writer.Forget();
        }
        writer.Dispose();
        _closed.TrySetResult();
    }

    private static string NameOf(Participant by) => by.Name.Length > 0 ? by.Name : "a visitor";
}
