using Microsoft.Win32.SafeHandles;

namespace Gateway.Access.Audit;

/// <summary>A line as it lies in a file.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Bytes">What it holds, without the newline; the first <see cref="AuditLines.Longest"/> bytes of a longer one.</param>
/// <param name="IsFinished">Whether a newline follows.</param>
internal readonly record struct RawLine(long Start, ReadOnlyMemory<byte> Bytes, bool IsFinished);

/// <summary>Reads the lines of a file in either direction, with little memory whatever is in the file.</summary>
internal static class AuditLines
{
    /// <summary>More than any line that the gateway writes, in bytes. What is longer is no line.</summary>
    public const int Longest = 256 * 1024;

    private const int Chunk = 64 * 1024;

    /// <summary>Opens a file beside the gateway that may write and rename it.</summary>
    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>All lines from the start.</summary>
    public static IEnumerable<RawLine> Forward(SafeFileHandle file)
    {
        byte[] window = new byte[Chunk];
        long start = 0; // of the window, which begins with a line
        int filled = 0, looked = 0;
        long skipped = 0;
        while (true)
        {
            int newline = Array.IndexOf(window, (byte)'\n', looked, filled - looked);
            if (newline >= 0)
            {
                yield return new RawLine(start - skipped, window.AsMemory(0, newline).ToArray(), true);
                Array.Copy(window, newline + 1, window, 0, filled - newline - 1);
                start += newline + 1;
                (filled, looked, skipped) = (filled - newline - 1, 0, 0);
                continue;
            }
            looked = filled;
            if (filled >= Longest)
            {
                // Only its beginning is of use, to say that it is no line.
                (start, skipped, filled, looked) = (start + filled - Chunk, skipped + filled - Chunk, Chunk, Chunk);
            }
            if (filled == window.Length) Array.Resize(ref window, window.Length * 2);
            int read = RandomAccess.Read(file, window.AsSpan(filled), start + filled);
            if (read == 0) break;
            filled += read;
        }
        if (filled > 0) yield return new RawLine(start - skipped, window.AsMemory(0, filled).ToArray(), false);
    }

    /// <summary>All lines that begin before an offset, the last first.</summary>
    /// <param name="file">The file.</param>
    /// <param name="end">Where a line ends, or the file.</param>
    public static IEnumerable<RawLine> Backward(SafeFileHandle file, long end)
    {
        byte[] window = [];
        long start = end; // of the window
        int lineEnd = 0, unsearched = 0; // in the window; bytes from here on hold no newline
        bool finished = false;
        while (true)
        {
            int newline = Array.LastIndexOf(window, (byte)'\n', unsearched - 1, unsearched);
            if (newline < 0 && start > 0)
            {
                // What a line has beyond the longest is let go of.
                int kept = Math.Min(lineEnd, Longest), more = (int)Math.Min(Chunk, start);
                byte[] next = new byte[more + kept];
                Fill(file, next.AsSpan(0, more), start - more);
                window.AsSpan(0, kept).CopyTo(next.AsSpan(more));
                (window, start, lineEnd, unsearched) = (next, start - more, more + kept, more);
                continue;
            }
            if (newline + 1 < lineEnd || finished) yield return new RawLine(start + newline + 1, window.AsMemory(newline + 1, lineEnd - newline - 1).ToArray(), finished);
            if (newline < 0) yield break;
            (lineEnd, unsearched, finished) = (newline, newline, true);
        }
    }

    /// <summary>An offset up to which all lines with smaller numbers lie, found without reading the whole file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="number">The number.</param>
    public static long EndOfSmaller(SafeFileHandle file, long number)
    {
        long low = 0, high = RandomAccess.GetLength(file);
        while (high - low > 2 * Chunk)
        {
            long middle = low + (high - low) / 2;
            if (FirstAfter(file, middle) is not { } found || found.Start >= high) break; // nothing to read there: the rest is read line by line
            if (found.Number < number) low = found.Start;
            else high = found.Start;
        }
        return high;
    }

    // The first line that begins in the chunk after an offset and can be read.
    private static (long Start, long Number)? FirstAfter(SafeFileHandle file, long offset)
    {
        byte[] bytes = new byte[Chunk];
        int length = RandomAccess.Read(file, bytes, offset);
        for (int at = Array.IndexOf(bytes, (byte)'\n', 0, length) + 1; at > 0;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', at, length - at);
            if (end < 0) return null;
            if (AuditLine.Read(bytes.AsSpan(at, end - at)) is { } line) return (offset + at, line.Number);
            at = end + 1;
        }
        return null;
    }

    private static void Fill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(file, bytes, offset);
            if (read == 0) throw new EndOfStreamException("The file became shorter while it was read.");
            bytes = bytes[read..];
            offset += read;
        }
    }
}
