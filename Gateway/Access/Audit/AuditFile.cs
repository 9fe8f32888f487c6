using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Access.Audit;

/// <summary>Another process writes this record.</summary>
public sealed class AuditTakenException(string message, Exception inner) : IOException(message, inner);

/// <summary>
/// Writes the files of the record, each line chained to the one before, also over files. For one thread. After a failure
/// it has to be closed and opened again, which finds out what is there.
/// </summary>
internal sealed class AuditFile(AuditOptions options, string path, TimeProvider time, Action<AuditLine, byte[]> written) : IDisposable
{
    private static readonly TimeSpan HeadEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    private readonly AuditFolder _folder = new(path);
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly List<(AuditLine Line, byte[] Bytes)> _unwritten = [];

    private FileStream? _lock, _file;
    private long _length, _first, _number, _headNumber;
    private string _hash = AuditLine.NoHash;
    private long _headAt, _prunedAt;

    /// <summary>Whether it can be written.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Number of the last line; after <see cref="Close"/>, of the last that was written.</summary>
    public long Number => _number;

    /// <summary>When <see cref="Tend"/> has to be called, from now.</summary>
    public TimeSpan Due => _headNumber < _number ? HeadEvery : PruneEvery;

    /// <summary>Opens the record behind its last line.</summary>
    /// <exception cref="AuditTakenException">Another process writes it.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public void Open()
    {
        _folder.Create();
        TakeLock();
        _file = OpenFile(FileMode.OpenOrCreate);
        _length = RandomAccess.GetLength(_file.SafeFileHandle);
        bool isNew = _length == 0;
        var tail = isNew ? LastArchiveTail() : AuditTail.Of(_file.SafeFileHandle);
        // What this process has written, or the head tells of, was there.
        var head = _folder.ReadHead();
        long expected = Math.Max(_number, head?.Number ?? 0);
        bool missing = tail.Number < expected || head?.Number == tail.Number && head.Hash != tail.Hash || tail.IsDamaged;
        (_number, _hash) = (Math.Max(expected, tail.Number), tail.Hash);
        _first = isNew ? _number + 1 : tail.First;
        // What was not finished is kept, on a line of its own: it is evidence as well.
        if (!tail.IsFinished) _buffer.Write("\n"u8);
        if (isNew) Add(new AuditEntry(AuditEvent.FileBegun));
        if (tail.IsTorn) Add(new AuditEntry(AuditEvent.LineTorn) { Reason = "The line before is not finished: the gateway was killed, or the disk was full." });
        if (missing) Add(new AuditEntry(AuditEvent.LinesMissing) { Reason = string.Create(CultureInfo.InvariantCulture, $"The record had come to number {expected}, and ended with {(tail.IsDamaged ? "a damaged line after " : "")}{tail.Number}.") });
        Flush();
        Prune();
        WriteHead();
    }

    /// <summary>Takes an entry; it is written with <see cref="Flush"/> at the latest.</summary>
    /// <returns>Its number.</returns>
    public long Add(AuditEntry entry, DateTimeOffset? at = null)
    {
        if (_length + _buffer.WrittenCount >= options.FileSize && !IsOwn(entry.Event)) Rotate();
        var line = AuditLine.Of(entry, at ?? time.GetUtcNow(), options.Node, _number + 1, _hash);
        byte[] bytes = line.ToUtf8();
        _buffer.Write(bytes);
        _buffer.Write("\n"u8);
        _unwritten.Add((line, bytes));
        (_number, _hash) = (line.Number, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return line.Number;
    }

    /// <summary>Gives everything to the system.</summary>
    public void Flush()
    {
        if (_buffer.WrittenCount == 0) return;
        RandomAccess.Write(_file!.SafeFileHandle, _buffer.WrittenSpan, _length);
        _length += _buffer.WrittenCount;
        _buffer.ResetWrittenCount();
        // Writing to a file that was removed or replaced does not fail.
        if (new FileInfo(path) is not { Exists: true } there || there.LinkTarget is null && there.Length != _length) throw new IOException($"{path} was removed or changed by somebody else.");
        foreach (var (line, bytes) in _unwritten) written(line, bytes);
        _unwritten.Clear();
    }

    /// <summary>Does what is due: notes how far the record has come, and removes old files.</summary>
    public void Tend()
    {
        if (_headNumber < _number && time.GetElapsedTime(_headAt) >= HeadEvery) WriteHead();
        if (time.GetElapsedTime(_prunedAt) >= PruneEvery) Prune();
    }

    /// <summary>Notes how far the record has come. It is on the disk by then.</summary>
    public void WriteHead()
    {
        _headAt = time.GetTimestamp();
        RandomAccess.FlushToDisk(_file!.SafeFileHandle);
        _folder.WriteHead(new AuditHead(_number, _hash));
        _headNumber = _number;
    }

    /// <summary>Lets go of everything. What was not flushed is forgotten, and its numbers with it.</summary>
    public void Close()
    {
        if (_unwritten is [var (line, _), ..]) _number = line.Number - 1;
        if (_file is not null && _buffer.WrittenCount > 0) TakeBack(_file.SafeFileHandle);
        _unwritten.Clear();
        _buffer.ResetWrittenCount();
        _file?.Dispose();
        _lock?.Dispose();
        (_file, _lock) = (null, null);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void TakeLock()
    {
        try
        {
            // The lock is the system's (flock) and goes with the process; the file stays.
            _lock ??= new FileStream(_folder.Lock, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = AuditFolder.Private });
        }
        catch (IOException exception) when (File.Exists(_folder.Lock) && exception.GetType() == typeof(IOException) && IsTaken(exception))
        {
            throw new AuditTakenException($"Another process keeps its audit record in {path}. Each gateway needs a data folder, or audit.file, of its own.", exception);
        }
    }

    private FileStream OpenFile(FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0, UnixCreateMode = AuditFolder.Private,
    });

    // A full disk leaves the beginning of what was to be written. It is on no record yet, and a disk that is full still makes files shorter.
    private void TakeBack(SafeFileHandle file)
    {
        try
        {
            if (RandomAccess.GetLength(file) > _length) RandomAccess.SetLength(file, _length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the line is a torn one, as after a kill.
        }
    }

    private AuditTail LastArchiveTail()
    {
        if (_folder.Archives() is not [.., var last]) return new AuditTail { Hash = AuditLine.NoHash, IsFinished = true };
        using var handle = AuditLines.Open(last.Path);
        return AuditTail.Of(handle);
    }

    private void Rotate()
    {
        Flush();
        RandomAccess.FlushToDisk(_file!.SafeFileHandle);
        _file.Dispose();
        _file = null;
        File.Move(path, _folder.ArchiveName(time.GetUtcNow(), _first), overwrite: false);
        _file = OpenFile(FileMode.CreateNew);
        (_length, _first) = (0, _number + 1);
        Add(new AuditEntry(AuditEvent.FileBegun));
        Prune();
    }

    // Only the oldest, so that what is left is one piece; the removal is on record, and on the disk, before it is done.
    private void Prune()
    {
        _prunedAt = time.GetTimestamp();
        var archives = _folder.Archives();
        var old = archives.TakeWhile(archive => archive.Ended < time.GetUtcNow() - options.Retain).ToList();
        if (old.Count == 0) return;
        using (var handle = AuditLines.Open(old[^1].Path))
        {
            var tail = AuditTail.Of(handle);
            Add(new AuditEntry(AuditEvent.FilesPruned) { Target = Path.GetFileName(old[^1].Path), Reason = AuditPruning.Words(tail.Number, tail.Hash) });
        }
        Flush();
        RandomAccess.FlushToDisk(_file!.SafeFileHandle);
        foreach (var archive in old) File.Delete(archive.Path);
    }

    // EWOULDBLOCK of flock(2) comes as a plain IOException with that number.
    private static bool IsTaken(IOException exception) => exception.HResult == 11;

    private static bool IsOwn(AuditEvent happened) => happened is AuditEvent.FileBegun or AuditEvent.LineTorn or AuditEvent.LinesMissing or AuditEvent.FilesPruned;
}
