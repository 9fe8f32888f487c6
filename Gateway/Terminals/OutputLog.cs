namespace Gateway.Terminals;

/// <summary>
/// All output of a terminal, addressed by byte offset since its start, of which the last part is kept. One writer
/// reads the PTY straight into it; any number of readers take what lies behind their offset.
/// </summary>
public sealed class OutputLog
{
    /// <summary>Largest segment, in bytes. The first ones are smaller, since most terminals say little.</summary>
    public const int SegmentSize = 64 * 1024;

    private const int FirstSegmentSize = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<LogSegment> _segments = new();
    private readonly List<LogReader> _readers = [];
    private readonly int _capacity;
    private LogSegment _tail;
    private LogSegment? _spare;
    private int _held;
    private long _published;
    private bool _completed;

    /// <summary>An empty log that keeps at most <paramref name="capacity"/> bytes, at least two segments.</summary>
    public OutputLog(int capacity)
    {
        _capacity = Math.Max(capacity, 2 * SegmentSize);
        _tail = Append(FirstSegmentSize);
    }

    /// <summary>Offset of the first byte that is still held.</summary>
    public long Start
    {
        get { lock (_lock) return _segments.Peek().Offset; }
    }

    /// <summary>Offset behind the last byte that readers can see.</summary>
    public long End
    {
        get { lock (_lock) return _published; }
    }

    /// <summary>Where the writer puts its next bytes; never empty. Only for the one writer.</summary>
    public Memory<byte> Reserve()
    {
        lock (_lock)
        {
            if (_tail.Length == _tail.Buffer.Length) _tail = Append(Math.Min(_tail.Buffer.Length * 2, SegmentSize));
            return _tail.Buffer.AsMemory(_tail.Length);
        }
    }

    /// <summary>
    /// Counts <paramref name="count"/> bytes as written. They are shown to readers by <see cref="Publish"/>, or by
    /// themselves once the segment is full. True when there is room left and nothing was published.
    /// </summary>
    public bool Commit(int count)
    {
        bool full;
        lock (_lock)
        {
            _tail.Length += count;
            full = _tail.Length == _tail.Buffer.Length;
        }
        if (full) Publish();
        return !full;
    }

    /// <summary>Shows everything committed to the readers and wakes them.</summary>
    public void Publish()
    {
        lock (_lock)
        {
            if (_published == _tail.End) return;
            _published = _tail.End;
            foreach (var reader in _readers) reader.Wake(_published);
        }
    }

    /// <summary>There will be no more output.</summary>
    public void Complete()
    {
        Publish();
        lock (_lock)
        {
            _completed = true;
            foreach (var reader in _readers) reader.Wake();
        }
    }

    /// <summary>Starts to read at <paramref name="offset"/>, or at the first byte still held if that lies later.</summary>
    public LogReader OpenReader(long offset)
    {
        // A negative offset would for ever be behind the end of an empty log, and its reader would never wait.
        var reader = new LogReader(this, Math.Max(0, offset));
        lock (_lock) _readers.Add(reader);
        return reader;
    }

    /// <summary>The last <paramref name="count"/> bytes or fewer, copied.</summary>
    public byte[] Tail(int count)
    {
        lock (_lock)
        {
            long from = Math.Max(_segments.Peek().Offset, _published - count);
            byte[] bytes = new byte[_published - from];
            foreach (var segment in _segments)
            {
                long begin = Math.Max(segment.Offset, from), end = Math.Min(segment.End, _published);
                if (begin < end)
                    segment.Buffer.AsSpan((int)(begin - segment.Offset), (int)(end - begin)).CopyTo(bytes.AsSpan((int)(begin - from)));
            }
            return bytes;
        }
    }

    internal void Close(LogReader reader)
    {
        lock (_lock) _readers.Remove(reader);
    }

    /// <summary>Whether a reader at <paramref name="offset"/> need not wait.</summary>
    internal bool HasNews(long offset)
    {
        lock (_lock) return offset < _published || _completed;
    }

    /// <summary>Pins the bytes from <paramref name="offset"/> to the end of their segment. Null at the end of the log.</summary>
    internal (LogSegment Segment, long Offset, ReadOnlyMemory<byte> Bytes)? Pin(long offset)
    {
        lock (_lock)
        {
            offset = Math.Max(offset, _segments.Peek().Offset);
            if (offset >= _published) return null;
            // Readers are at the end nearly always, so look there first.
            var segment = offset >= _tail.Offset ? _tail : _segments.First(candidate => offset < candidate.End);
            int from = (int)(offset - segment.Offset), to = (int)(Math.Min(segment.End, _published) - segment.Offset);
            segment.Pins++;
            return (segment, offset, segment.Buffer.AsMemory(from, to - from));
        }
    }

    internal void Unpin(LogSegment segment)
    {
        lock (_lock) segment.Pins--;
    }

    private LogSegment Append(int size)
    {
        long offset = _segments.Count == 0 ? 0 : _tail.End;
        while (_held + size > _capacity)
        {
            var oldest = _segments.Dequeue();
            _held -= oldest.Buffer.Length;
            // A steady flood runs on the same memory; a segment that a slow reader still sends from is left to it.
            if (oldest.Pins == 0 && oldest.Buffer.Length == SegmentSize) _spare = oldest;
        }
        LogSegment segment;
        if (_spare is { } spare && size == SegmentSize)
        {
            (_spare, segment) = (null, spare);
            segment.Reuse(offset);
        }
        else
        {
            segment = new LogSegment(offset, GC.AllocateUninitializedArray<byte>(size));
        }
        _segments.Enqueue(segment);
        _held += size;
        return segment;
    }
}
