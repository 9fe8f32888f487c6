using Microsoft.Win32.SafeHandles;

namespace Gateway.Access.Audit;

/// <summary>Some lines of one node's record, the newest first.</summary>
/// <param name="Entries">The lines.</param>
/// <param name="Next">Older ones have smaller numbers than this; 0 if there are none.</param>
public sealed record AuditSlice(IReadOnlyList<AuditLine> Entries, long Next)
{
    /// <summary>Of a node that has no record.</summary>
    public static readonly AuditSlice Nothing = new([], 0);
}

/// <summary>Reads one node's record from the end, also while it is written. Little memory and a bounded time, however large it is.</summary>
/// <param name="file">The file that is written.</param>
public sealed class AuditReader(string file)
{
    /// <summary>Lines at most in one answer.</summary>
    public const int Most = 1000;

    // A slice that finds little ends after so much, in well under a second, and the next goes on from there.
    private const long Budget = 32 * 1024 * 1024;

    // Lines stand in the order in which they were written; a clock that was put right may be behind itself.
    private static readonly TimeSpan ClockTurn = TimeSpan.FromHours(1);

    private readonly AuditFolder _folder = new(file);

    /// <summary>The next lines that fit.</summary>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="before">Only lines with smaller numbers; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Perhaps fewer than there are, or none, with a <see cref="AuditSlice.Next"/> to go on from.</returns>
    /// <exception cref="IOException">The record cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The record may not be read.</exception>
    public AuditSlice Read(AuditFilter filter, long before, int limit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        List<AuditLine> found = [];
        long read = 0;
        foreach (var line in Lines(before))
        {
            cancellation.ThrowIfCancellationRequested();
            if (line.Line is { } one)
            {
                if (one.Time < filter.After - ClockTurn) return new AuditSlice(found, 0);
                if (filter.Fits(one)) found.Add(one);
                if (found.Count == limit || read > Budget) return new AuditSlice(found, one.Number);
            }
            read += line.Length;
        }
        return new AuditSlice(found, 0);
    }

    private IEnumerable<(AuditLine? Line, int Length)> Lines(long before)
    {
        long seen = long.MaxValue;
        foreach (string path in Files(before))
        {
            if (OpenIfThere(path) is not { } opened) continue; // renamed or removed meanwhile
            using var handle = opened;
            long end = before == long.MaxValue ? RandomAccess.GetLength(handle) : AuditLines.EndOfSmaller(handle, before);
            long first = seen;
            foreach (var raw in AuditLines.Backward(handle, end))
            {
                var line = AuditLine.Read(raw.Bytes.Span);
                if (line is not null) first = Math.Min(first, line.Number);
                // A file that was renamed while it was read is met again.
                yield return (line?.Number < before && line.Number < seen ? line : null, raw.Bytes.Length + 1);
            }
            seen = first;
        }
    }

    private IEnumerable<string> Files(long before)
    {
        yield return _folder.Current;
        if (!Directory.Exists(_folder.Folder)) yield break;
        foreach (var archive in _folder.Archives().Reverse())
            if (archive.First < before) yield return archive.Path;
    }

    private static SafeFileHandle? OpenIfThere(string path)
    {
        try
        {
            return AuditLines.Open(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
