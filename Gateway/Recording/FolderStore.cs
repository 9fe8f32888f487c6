using System.Runtime.CompilerServices;

namespace Gateway.Recording;

/// <summary>Recordings in a folder.</summary>
internal sealed class FolderStore(string folder) : IRecordingStore
{
    private const string Gone = ".removed";

    /// <summary>A file's path.</summary>
    public string PathOf(string place, string file) => Path.Combine(folder, place, file);

    /// <summary>A recording's folder.</summary>
    public string PathOf(string place) => Path.Combine(folder, place);

    /// <summary>The places of all recordings, the newest day first.</summary>
    public IEnumerable<string> Places() =>
        from year in Parts("", 4)
        from month in Parts(year, 2)
        from day in Parts(month, 2)
        from id in Directory.EnumerateDirectories(PathOf(day)).Select(Path.GetFileName)
        where RecordingPath.IsId(id)
        select $"{day}/{id}";

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> PlacesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string place in Places())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return place;
        }
        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string?> FindAsync(string id, CancellationToken cancellation) => Task.FromResult(Find(id));

    /// <summary>The place of a recording; null if there is none.</summary>
    public string? Find(string id) =>
        !RecordingPath.IsId(id) ? null : (from year in Parts("", 4) from month in Parts(year, 2) from day in Parts(month, 2) where Directory.Exists(PathOf(day, id)) select $"{day}/{id}").FirstOrDefault();

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredFile>> FilesAsync(string place, CancellationToken cancellation) => Task.FromResult(Files(place));

    /// <summary>The files of a recording; empty if there is none.</summary>
    public IReadOnlyList<StoredFile> Files(string place)
    {
        try
        {
            return [.. new DirectoryInfo(PathOf(place)).EnumerateFiles().Where(IsOurs).Select(file => new StoredFile(file.Name, file.Length)).OrderBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            return []; // removed meanwhile
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string place, string file, CancellationToken cancellation) => Task.FromResult<Stream?>(RecordingFile.Read(PathOf(place, file)));

    /// <inheritdoc/>
    public Task DeleteAsync(string place, CancellationToken cancellation)
    {
        Delete(place);
        return Task.CompletedTask;
    }

    /// <summary>Removes a recording, and the folders of days that are empty then.</summary>
    public void Delete(string place)
    {
        if (!Directory.Exists(PathOf(place))) return;
        // Under a name that is no recording's, or somebody could find a half of it.
        string gone = $"{PathOf(place)}{Gone}";
        Directory.Move(PathOf(place), gone);
        Directory.Delete(gone, recursive: true);
        if (place.StartsWith(RecordingPath.Place(DateTimeOffset.UtcNow, ""), StringComparison.Ordinal)) return; // a recording may begin there just now
        for (string? day = Path.GetDirectoryName(gone); day is not null && day.Length > folder.Length && !Directory.EnumerateFileSystemEntries(day).Any(); day = Path.GetDirectoryName(day))
        {
            try
            {
                Directory.Delete(day);
            }
            catch (IOException)
            {
                return; // it is not empty any more
            }
        }
    }

    /// <summary>Removes what a process that was killed in the middle of it has left of recordings that it removed.</summary>
    public void Sweep()
    {
        var left = from year in Parts("", 4) from month in Parts(year, 2) from day in Parts(month, 2) from path in Directory.EnumerateDirectories(PathOf(day), $"*{Gone}") select path;
        foreach (string path in left.ToList())
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException)
            {
                // Another process is at it just now; if not, there is a next time.
            }
        }
    }

    private static bool IsOurs(FileInfo file) => file.Name == RecordingPath.Chain || RecordingPath.NumberOf(file.Name) > 0;

    private IEnumerable<string> Parts(string above, int digits)
    {
        string path = PathOf(above);
        if (!Directory.Exists(path)) return [];
        return Directory.EnumerateDirectories(path).Select(Path.GetFileName).Where(name => name!.Length == digits && name.All(char.IsAsciiDigit)).OrderDescending(StringComparer.Ordinal).Select(name => above == "" ? name! : $"{above}/{name}");
    }
}
