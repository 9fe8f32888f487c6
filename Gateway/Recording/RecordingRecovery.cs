using System.Security.Cryptography;

namespace Gateway.Recording;

/// <summary>
/// Ends recordings of this node that nobody writes any more: a last line that is not whole is cut off, the segments that
/// were open are sealed, and the chain ends with a word of it. Only those on the node's own list: else it would sign what
/// somebody else has put into the folder.
/// </summary>
internal sealed class RecordingRecovery(RecordingStorage storage, RecordingKey key, Func<string, bool> isLive, Action<string, Exception>? failed = null)
{
    private readonly FolderStore _folder = storage.Folder;
    private readonly OpenRecordings _open = new(storage.Options);

    /// <summary>Ends them. One that cannot be ended is told of, stays on the list, and keeps no other waiting.</summary>
    /// <param name="cancellation">Ends it between two recordings.</param>
    /// <returns>Those that were ended, and their length in seconds.</returns>
    public IEnumerable<(string Id, double Seconds)> Run(CancellationToken cancellation)
    {
        foreach (var (id, place) in _open.All())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!isLive(id) && TryEnd(id, place) is { } seconds) yield return (id, seconds);
        }
    }

    private double? TryEnd(string id, string place)
    {
        try
        {
            double? seconds = place.Length > 0 ? End(place) : null;
            if (place.Length > 0) RecordingLock.Forget(_folder.PathOf(place));
            _open.Remove(id);
            return seconds;
        }
        catch (Exception exception)
        {
            // Whatever is wrong with it, the others are to be ended.
            failed?.Invoke(id, exception);
            return null;
        }
    }

    private double? End(string place)
    {
        string path = _folder.PathOf(place, RecordingPath.Chain);
        byte[]? bytes = Read(path);
        if (bytes is null || RecordingChain.Read(bytes) is not { } chain)
        {
            // A node that was killed in the moment of beginning has left a folder, or the half of a line.
            if (_folder.Files(place).All(file => file.Name == RecordingPath.Chain)) _folder.Delete(place);
            return null;
        }
        if (chain.Begun.Node != storage.Options.Node || chain.Ended is not null) return null;
        if (chain.Length < bytes.Length) Cut(path, chain.Length);
        var writer = new ChainWriter(_folder.PathOf(place), key, chain.LastHash);
        double at = chain.Segments is [.., var last] ? last.To : 0;
        int number = chain.Segments.Count;
        while (SealNext(place, number + 1, at) is { } segment)
        {
            writer.Add(segment, toDisk: false);
            (number, at) = (segment.Number, segment.To);
        }
        writer.Add(new ChainEnded("The gateway was killed, or could not write on.", at, number, true), toDisk: true);
        return at;
    }

    private ChainSegment? SealNext(string place, int number, double from)
    {
        string path = _folder.PathOf(place, RecordingPath.Segment(number));
        if (Read(path) is not { } bytes) return null;
        var (length, to, events, printed) = Measure(bytes, from);
        if (length < bytes.Length) Cut(path, length);
        return new ChainSegment(number, length, Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length))), from, to, events, printed);
    }

    // Up to the last line that is one: a power cut may leave more than half a line of nonsense.
    private static (int Length, double To, long Events, long Printed) Measure(ReadOnlyMemory<byte> bytes, double to)
    {
        int length = 0;
        long events = 0, printed = 0;
        foreach (var line in RecordingChain.Lines(bytes))
        {
            try
            {
                if (CastReader.Event(line.Span) is var (interval, code, data))
                {
                    to = Math.Round(to + interval, 3);
                    events++;
                    if (code == CastCode.Output) printed += System.Text.Encoding.UTF8.GetByteCount(data);
                }
            }
            catch (InvalidDataException)
            {
                break;
            }
            length += line.Length + 1;
        }
        return (length, to, events, printed);
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static void Cut(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }
}
