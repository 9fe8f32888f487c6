using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Gateway.Access.Audit;

/// <summary>A full file of the record.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Ended">When it was full, UTC.</param>
/// <param name="First">Number of its first line.</param>
internal sealed record AuditArchive(string Path, DateTimeOffset Ended, long First);

/// <summary>How far the record had come.</summary>
/// <param name="Number">Number of a line.</param>
/// <param name="Hash">Its SHA-256.</param>
internal sealed record AuditHead(long Number, string Hash);

/// <summary>
/// The files of one node's record: <c>audit.jsonl</c>, which is written; <c>audit-20260131-235959-4711.jsonl</c>, full
/// at that time and begun with that line; <c>audit.head</c>, the last line that is known to be on the disk; and
/// <c>audit.lock</c>, held by the process that writes.
/// </summary>
internal sealed partial class AuditFolder(string file)
{
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Stamp = "yyyyMMdd-HHmmss";

    private readonly string _stem = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file));
    private readonly string _extension = Path.GetExtension(file);

    /// <summary>The file that is written.</summary>
    public string Current => file;

    public string Folder => Path.GetDirectoryName(file)!;

    public string Lock => $"{_stem}.lock";

    public string HeadPath => $"{_stem}.head";

    /// <summary>Creates the folder for this account alone.</summary>
    public void Create() => Directory.CreateDirectory(Folder, Private | UnixFileMode.UserExecute);

    /// <summary>The full files, oldest first.</summary>
    /// <exception cref="IOException">They cannot be listed.</exception>
    public IReadOnlyList<AuditArchive> Archives()
    {
        string name = Path.GetFileName(_stem);
        return [.. Directory.EnumerateFiles(Folder, $"{name}-*{_extension}").Select(Archive).OfType<AuditArchive>().OrderBy(archive => archive.First)];
    }

    /// <summary>Whether a file has the name of a full one.</summary>
    public static bool IsArchive(string path) => FullName().IsMatch(Path.GetFileName(path));

    /// <summary>Under which name a file is kept that is full.</summary>
    public string ArchiveName(DateTimeOffset ended, long first) =>
        string.Create(CultureInfo.InvariantCulture, $"{_stem}-{ended.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture)}-{first}{_extension}");

    /// <summary>The head; null if there is none that can be read.</summary>
    public AuditHead? ReadHead()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(HeadPath), AuditHeadJson.Default.AuditHead) is { Number: > 0, Hash.Length: 64 } head ? head : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the head by one rename, so that whoever reads it sees the old one or the new one.</summary>
    public void WriteHead(AuditHead head)
    {
        string next = $"{HeadPath}.new";
        using (var stream = new FileStream(next, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private }))
        {
            JsonSerializer.Serialize(stream, head, AuditHeadJson.Default.AuditHead);
            stream.Flush(flushToDisk: true);
        }
        File.Move(next, HeadPath, overwrite: true);
    }

    private AuditArchive? Archive(string path)
    {
        string rest = path[_stem.Length..^_extension.Length];
        return Name().Match(rest) is { Success: true } name
            && DateTimeOffset.TryParseExact(name.Groups[1].Value, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var ended)
            && long.TryParse(name.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long first)
                ? new AuditArchive(path, ended, first) : null;
    }

    [GeneratedRegex(@"\A-(\d{8}-\d{6})-(\d{1,18})\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"-\d{8}-\d{6}-\d{1,18}(\.\w+)?\z")]
    private static partial Regex FullName();
}

[JsonSerializable(typeof(AuditHead))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class AuditHeadJson : JsonSerializerContext;
