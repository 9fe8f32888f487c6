using System.Globalization;
using System.Text.Json;

namespace Gateway.Agent;

/// <summary>The agent's own log: a file of at most 1 MiB and the one before it, and standard output. It holds no secrets.</summary>
/// <param name="file">Its path; the one before it has ".1" behind.</param>
/// <param name="also">Where lines go too.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentLog(string file, TextWriter also, TimeProvider time)
{
    /// <summary>Most lines that anybody may ask for.</summary>
    public const int MostLines = 1000;

    private const long LargestFile = 1024 * 1024;
    private const int LongestLine = 500;

    private readonly Lock _lock = new();

    /// <summary>Writes a line. What others have said may be in it: it stays one line.</summary>
    public void Write(string text)
    {
        string line = $"{time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} {Printable(text)}";
        lock (_lock)
        {
            also.WriteLine(line);
            also.Flush();
            try
            {
                Append(line);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                also.WriteLine($"The log cannot be written: {exception.Message}"); // a full disk must not cut the device off
            }
        }
    }

    /// <summary>The end of a log, oldest line first; empty if there is none.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="lines">Lines at most.</param>
    /// <exception cref="AgentException">It may not be read.</exception>
    public static IReadOnlyList<string> End(string file, int lines)
    {
        var last = new Queue<string>();
        try
        {
            foreach (string line in new[] { file + ".1", file }.Where(File.Exists).SelectMany(File.ReadLines))
            {
                last.Enqueue(line);
                if (last.Count > Math.Clamp(lines, 0, MostLines)) last.Dequeue();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"The log cannot be read: {exception.Message}", exception);
        }
        return [.. last];
    }

    /// <summary>The last of some lines that one message has room for.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="room">Bytes of JSON at most.</param>
    public static string[] Fitting(IReadOnlyList<string> lines, int room)
    {
        int first = lines.Count;
        // Two quotation marks and a comma.
        while (first > 0 && (room -= JsonEncodedText.Encode(lines[first - 1]).EncodedUtf8Bytes.Length + 3) >= 0) first--;
        return [.. lines.Skip(first)];
    }

    private void Append(string line)
    {
        if (new FileInfo(file) is { Exists: true, Length: > LargestFile }) File.Move(file, file + ".1", overwrite: true);
        using var writer = new StreamWriter(file, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        writer.WriteLine(line);
    }

    /// <summary>What others have said, for a line of text.</summary>
    public static string Printable(string text) => new([.. text.Take(LongestLine).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)]);
}
