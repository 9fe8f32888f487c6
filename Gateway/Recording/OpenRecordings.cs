namespace Gateway.Recording;

/// <summary>
/// The recordings that this node has begun and not ended: a file of the recording's name for each, which holds its place,
/// beside the node's key. What stands in the folder of recordings alone is never taken for this node's own.
/// </summary>
internal sealed class OpenRecordings(RecordingOptions options)
{
    private readonly string _folder = Path.Combine(Path.GetDirectoryName(options.KeyFile)!, "recording.open");

    /// <summary>Puts one on the list; it is on the disk then.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Add(string id, string place)
    {
        Directory.CreateDirectory(_folder, RecordingPath.Folder);
        using var file = RecordingFile.Create(Path.Combine(_folder, id));
        file.Write(System.Text.Encoding.ASCII.GetBytes(place));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Takes one off the list. That it stays is no fault: whoever looks next finds that it has ended.</summary>
    public void Remove(string id)
    {
        try
        {
            File.Delete(Path.Combine(_folder, id));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The recovery takes it off.
        }
    }

    /// <summary>Whether one is on the list.</summary>
    public bool Contains(string id) => RecordingPath.IsId(id) && File.Exists(Path.Combine(_folder, id));

    /// <summary>All on the list, with their places; the place is empty where it cannot be read.</summary>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public IReadOnlyList<(string Id, string Place)> All() =>
        !Directory.Exists(_folder) ? [] : [.. Directory.EnumerateFiles(_folder).Where(path => RecordingPath.IsId(Path.GetFileName(path))).Select(path => (Path.GetFileName(path), PlaceIn(path)))];

    // Half a place, of a node that was killed just then, is none.
    private static string PlaceIn(string path)
    {
        string place = File.ReadAllText(path);
        return place.EndsWith($"/{Path.GetFileName(path)}", StringComparison.Ordinal) && !place.Contains("..", StringComparison.Ordinal) && !Path.IsPathRooted(place) ? place : "";
    }
}
