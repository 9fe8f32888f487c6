using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Recording;

/// <summary>
/// Writes one recording: events into segments, a line of the chain for each segment that is full. For one thread. Its
/// times are milliseconds since the recording began.
/// </summary>
internal sealed class RecordingWriter(string folder, RecordingOptions options, RecordingKey key, ChainBegun begun, CastBuffer buffer) : IDisposable
{
    // More of it in one event only makes players jerk.
    private const int LargestOutput = 32 * 1024;

    private readonly ChainWriter _chain = new(folder, key);
    private readonly Utf8Pieces _text = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly OpenRecordings _open = new(options);
    private FileStream? _file;
    private IDisposable? _writing;
    private int _number;
    private long _length, _events, _printed, _opened, _from, _last;

    /// <summary>The recording's folder.</summary>
    public string Folder => folder;

    /// <summary>Whether a segment is open, so that it can be written on.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Bytes that were written into all segments.</summary>
    public long Total { get; private set; }

    /// <summary>Bytes that wait to be flushed.</summary>
    public int Waiting => buffer.Length;

    /// <summary>Makes the folder, the chain and the first segment.</summary>
    /// <exception cref="IOException">One of them cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">One of them may not be made.</exception>
    public void Begin()
    {
        _open.Add(begun.Id, RecordingPath.Place(begun.Started, begun.Id));
        Directory.CreateDirectory(folder, RecordingPath.Folder);
        _writing = RecordingLock.Write(folder);
        _chain.Add(begun with { Key = key.Fingerprint, PublicKey = Convert.ToBase64String(key.PublicKey) }, toDisk: true);
        Open(0);
        buffer.Raw(Header());
        Flush();
    }

    /// <summary>Output.</summary>
    public void Output(ReadOnlySpan<byte> bytes, long at)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, LargestOutput);
            Turn(at);
            int before = buffer.Length;
            buffer.Begin(Interval(at), CastCode.Output);
            int printed = _text.Take(bytes[..count], buffer);
            if (printed > 0) End(at, printed);
            else buffer.Cut(before); // nothing but the beginning of a character
            bytes = bytes[count..];
        }
    }

    /// <summary>Any other event.</summary>
    public void Event(char code, string data, long at)
    {
        Turn(at);
        buffer.Begin(Interval(at), code);
        buffer.Escaped(Encoding.UTF8.GetBytes(data));
        End(at, 0);
    }

    /// <summary>Gives everything to the system.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Flush()
    {
        if (buffer.Length == 0) return;
        var bytes = buffer.Written;
        RandomAccess.Write(_file!.SafeFileHandle, bytes, _length);
        _hash.AppendData(bytes);
        _length += bytes.Length;
        Total += bytes.Length;
        buffer.Clear();
    }

    /// <summary>Seals the segment if it is old enough.</summary>
    public void Tend(long at)
    {
        if (_events == 0 || at - _opened < options.SegmentTime.TotalMilliseconds) return;
        Seal(toDisk: true);
        Open(at);
    }

    /// <summary>Ends the recording; it is on the disk then.</summary>
    /// <param name="reason">Why, in words.</param>
    /// <param name="at">When.</param>
    /// <param name="recovered">Whether something went wrong.</param>
    public void End(string reason, long at, bool recovered = false)
    {
        if (_text.Held > 0)
        {
            buffer.Begin(Interval(at), CastCode.Output);
            End(at, _text.End(buffer));
        }
        Seal(toDisk: true);
        _chain.Add(new ChainEnded(reason, Seconds(_last), _number, recovered), toDisk: true);
        _open.Remove(begun.Id);
        RecordingLock.Forget(folder);
    }

    /// <summary>Forgets what was not written.</summary>
    public void Forget() => buffer.Clear();

    /// <summary>Takes back what was made, after it could not be begun.</summary>
    public void Undo()
    {
        buffer.Clear();
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            _open.Remove(begun.Id);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is still on the list, so the recovery does it.
        }
    }

    /// <summary>Forgets what was not written, and takes back what was written in part.</summary>
    public void TakeBack()
    {
        buffer.Clear();
        if (_file is { } file && RandomAccess.GetLength(file.SafeFileHandle) > _length) RandomAccess.SetLength(file.SafeFileHandle, _length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _writing?.Dispose();
        _hash.Dispose();
    }

    private void Turn(long at)
    {
        if (_length + buffer.Length < options.SegmentSize && at - _opened < options.SegmentTime.TotalMilliseconds || _events == 0) return;
        // A flood fills a segment many times a second: it is not to wait for the disk's own cache each time.
        Seal(toDisk: at - _opened >= options.SegmentTime.TotalMilliseconds);
        Open(at);
    }

    private void Open(long at)
    {
        (_file, _number) = (RecordingFile.Create(Path.Combine(folder, RecordingPath.Segment(_number + 1))), _number + 1);
        (_length, _events, _printed, _opened, _from) = (0, 0, 0, at, _last);
    }

    private void Seal(bool toDisk)
    {
        Flush();
        if (toDisk) _file!.Flush(flushToDisk: true);
        _file!.Dispose();
        _file = null;
        string hash = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _chain.Add(new ChainSegment(_number, _length, hash, Seconds(_from), Seconds(_last), _events, _printed), toDisk);
    }

    // Times never run back, whatever order things were noticed in.
    private long Interval(long at) => Math.Max(0, at - _last);

    private void End(long at, int printed)
    {
        buffer.End();
        _last = Math.Max(_last, at);
        _events++;
        _printed += printed;
    }

    private static double Seconds(long milliseconds) => milliseconds / 1000.0;

    private byte[] Header()
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            version = 3,
            term = new { cols = begun.Columns, rows = begun.Rows, type = "xterm-256color" },
            timestamp = begun.Started.ToUnixTimeSeconds(),
            title = begun.Device.Length > 0 ? $"{begun.Method} {begun.User} {begun.Device} ({begun.Place})" : string.Create(CultureInfo.InvariantCulture, $"{begun.Method} {begun.User} {begun.Port}"),
        });
        return [.. json, (byte)'\n'];
    }
}
