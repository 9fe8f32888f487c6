using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Access.Audit;

/// <summary>How a file of the record ends.</summary>
internal sealed record AuditTail
{
    /// <summary>Number of the last line that can be read; 0 if there is none.</summary>
    public long Number { get; init; }

    /// <summary>Number of the first line; 0 if there is none.</summary>
    public long First { get; init; }

    /// <summary>Hash of the last line, whatever it holds.</summary>
    public required string Hash { get; init; }

    /// <summary>Whether the file ends with a newline.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Whether its last line was not written to the end.</summary>
    public bool IsTorn { get; init; }

    /// <summary>Whether its last line has an end, but is no line of the record.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>Length of the file, in bytes.</summary>
    public long End { get; init; }

    /// <summary>Reads the end of a file.</summary>
    public static AuditTail Of(SafeFileHandle file)
    {
        long end = RandomAccess.GetLength(file);
        RawLine? last = null;
        AuditLine? whole = null;
        foreach (var raw in AuditLines.Backward(file, end))
        {
            last ??= raw;
            whole = AuditLine.Read(raw.Bytes.Span);
            if (whole is not null) break;
        }
        if (last is not { } line) return new AuditTail { Hash = AuditLine.NoHash, IsFinished = true };
        bool readable = AuditLine.Read(line.Bytes.Span) is not null;
        return new AuditTail
        {
            Number = whole?.Number ?? 0,
            First = AuditLines.Forward(file).Select(raw => AuditLine.Read(raw.Bytes.Span)?.Number).FirstOrDefault() ?? 0,
            Hash = HashOf(file, line.Start, line.IsFinished ? end - 1 : end),
            IsFinished = line.IsFinished,
            IsTorn = !line.IsFinished && !readable,
            IsDamaged = line.IsFinished && !readable,
            End = end,
        };
    }

    // A file whose end was not written when the power failed may hold any length of zeros.
    private static string HashOf(SafeFileHandle file, long start, long end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[64 * 1024];
        while (start < end && RandomAccess.Read(file, chunk.AsSpan(0, (int)Math.Min(chunk.Length, end - start)), start) is > 0 and var read)
        {
            hash.AppendData(chunk, 0, read);
            start += read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What the record says of files that were removed because they were old.</summary>
internal static partial class AuditPruning
{
    /// <summary>The words of the line.</summary>
    /// <param name="number">Number of the last line that is removed.</param>
    /// <param name="hash">Its hash.</param>
    public static string Words(long number, string hash) => string.Create(CultureInfo.InvariantCulture, $"up to number {number}, sha256 {hash}");

    /// <summary>Reads them; null for other words.</summary>
    public static (long Number, string Hash)? Read(string? words) =>
        words is not null && Pattern().Match(words) is { Success: true } found && long.TryParse(found.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (number, found.Groups[2].Value) : null;

    [GeneratedRegex(@"\Aup to number (\d{1,18}), sha256 ([0-9a-f]{64})\z")]
    private static partial Regex Pattern();
}
