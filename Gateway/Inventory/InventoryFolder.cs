using System.Globalization;
using System.Text;
using Gateway.Inventory.Sources;

namespace Gateway.Inventory;

/// <summary>The file or folder that an inventory stands in. Of a folder, the files that end in .json, .yaml, .yml or .csv and do not begin with a dot; not those of folders within.</summary>
public static class InventoryFolder
{
    /// <summary>Bytes that all files may have together.</summary>
    public const int LargestSize = 32 * 1024 * 1024;

    private const int MostFiles = 1_000;

    /// <summary>Reads it.</summary>
    public static InventoryReading Load(string path, InventoryRules rules)
    {
        try
        {
            var files = new List<InventoryFile>();
            long size = 0;
            var paths = Paths(path);
            if (paths.Count > MostFiles) return Unread("holds more than 1,000 files.");
            foreach (string one in paths)
            {
                using var stream = new FileStream(one, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                size += stream.Length;
                if (size > LargestSize) return Unread("is larger than 32 MiB.");
                byte[] content = new byte[stream.Length];
                stream.ReadExactly(content);
                files.Add(new InventoryFile(Path.GetFileName(one), content));
            }
            if (files.Count == 0 && !Directory.Exists(path)) return Unread("does not end in .json, .yaml, .yml or .csv, which says how it is written.");
            return InventoryReader.Read(files, rules);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unread($"cannot be read by {Environment.UserName}: {exception.Message}");
        }

        InventoryReading Unread(string why) => new() { Unread = $"{path} {why}" };
    }

    /// <summary>Something that is different after every change: names, sizes and times of the files, not what they hold.</summary>
    public static string Stamp(string path)
    {
        try
        {
            var stamp = new StringBuilder();
            foreach (var file in Paths(path).Take(MostFiles + 1).Select(one => new FileInfo(one)))
            {
                // A link's own time says nothing of the file that it leads to.
                var real = file.LinkTarget is null ? file : (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
                stamp.Append(CultureInfo.InvariantCulture, $"{file.Name}\n{real.FullName}\n{real.Length}\n{real.LastWriteTimeUtc.Ticks}\n");
            }
            return stamp.ToString();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    private static List<string> Paths(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path).Where(one => !Path.GetFileName(one).StartsWith('.') && SourceFile.IsKnown(one)).Order(StringComparer.Ordinal)]
        : !File.Exists(path) ? throw new FileNotFoundException("there is no such file or folder.") : SourceFile.IsKnown(path) ? [path] : [];
}
