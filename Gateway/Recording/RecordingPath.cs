using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Recording;

/// <summary>Names of files and folders. Nothing that a person chose is ever part of one.</summary>
internal static class RecordingPath
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public const string Chain = "chain.jsonl";

    /// <summary>The file in a recording's folder whose lock its writer holds.</summary>
    public const string Writing = "writing.lock";

    public const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode Folder = File | UnixFileMode.UserExecute;

    /// <summary>A new name for a recording.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether this can be a recording's name; nothing else is looked for.</summary>
    public static bool IsId(string? id) => id is { Length: 32 } && !id.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>Where a recording lies below the folder, or the prefix: <c>2026/01/31/id</c>.</summary>
    public static string Place(DateTimeOffset started, string id) => string.Create(CultureInfo.InvariantCulture, $"{started.UtcDateTime:yyyy'/'MM'/'dd}/{id}");

    /// <summary>A segment's file.</summary>
    public static string Segment(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:000000}.cast");

    /// <summary>The number of a segment's file; 0 for another file.</summary>
    public static int NumberOf(string file) =>
        file.EndsWith(".cast", StringComparison.Ordinal) && int.TryParse(file.AsSpan(0, file.Length - 5), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && Segment(number) == file ? number : 0;

    /// <summary>The file whose lock the process holds that records for a node.</summary>
    public static string Lock(string folder, string node) =>
        Path.Combine(folder, $".{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(node)))[..16]}.lock");
}
