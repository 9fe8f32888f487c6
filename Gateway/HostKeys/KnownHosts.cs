namespace Gateway.HostKeys;

/// <summary>
/// The node's known-hosts file. ssh reads it at each opening and appends to it, so a change takes its place whole; what ssh
/// appends in that very moment is learnt again at the next opening.
/// </summary>
public sealed class KnownHosts(string path)
{
    // Far above what ten thousand devices need.
    private const long Largest = 32 * 1024 * 1024;

    private readonly Lock _writing = new();

    /// <summary>All keys in it, in its order; none if there is no file yet.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public IReadOnlyList<HostKey> All() => [.. Lines().Select(line => HostKey.TryRead(line, out var key) ? key : null).OfType<HostKey>()];

    /// <summary>The keys of a place.</summary>
    /// <inheritdoc cref="All"/>
    public IReadOnlyList<HostKey> Of(string name) => [.. All().Where(key => key.Name == name)];

    /// <summary>Puts keys in the place of all that a place had; none removes it.</summary>
    /// <returns>Whether that changed anything.</returns>
    /// <exception cref="ArgumentException">One is of another place.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public bool Replace(string name, IReadOnlyList<HostKey> keys)
    {
        if (keys.Any(key => key.Name != name)) throw new ArgumentException("A key is of another place.", nameof(keys));
        lock (_writing)
        {
            var lines = Lines();
            var kept = lines.Where(line => !(HostKey.TryRead(line, out var key) && key.Name == name)).ToList();
            var before = lines.Except(kept).Select(line => HostKey.TryRead(line, out var key) ? key : null);
            if (before.ToHashSet().SetEquals(keys)) return false;
            Write([.. kept, .. keys.Select(key => key.Line)]);
            return true;
        }
    }

    /// <summary>Adds keys of places that have none. A place with any key on record takes no other: whoever stands between would offer just that one.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="replace">Whether keys that differ take the place of those that are there.</param>
    /// <returns>How many were new, how many were there already, and those that differ from what is there.</returns>
    /// <inheritdoc cref="Replace"/>
    public (int Added, int Known, IReadOnlyList<HostKey> Different) Import(IReadOnlyCollection<HostKey> keys, bool replace = false)
    {
        lock (_writing)
        {
            var there = All().ToLookup(key => key.Name, StringComparer.Ordinal);
            List<HostKey> added = [], different = [];
            int known = 0;
            foreach (var key in keys.Distinct())
            {
                if (!there.Contains(key.Name)) added.Add(key);
                else if (there[key.Name].Contains(key)) known++;
                else different.Add(key);
            }
            var replaced = replace ? different.Select(key => key.Name).ToHashSet(StringComparer.Ordinal) : [];
            if (added.Count > 0 || replaced.Count > 0)
            {
                // Of a place whose key differs nothing old is left: its other keys are as doubtful.
                var kept = Lines().Where(line => !(HostKey.TryRead(line, out var key) && replaced.Contains(key.Name)));
                Write([.. kept, .. added.Concat(replace ? different : []).Select(key => key.Line)]);
            }
            return (added.Count, known, different);
        }
    }

    private string[] Lines()
    {
        var file = new FileInfo(path);
        if (!file.Exists) return [];
        if (file.Length > Largest) throw new IOException($"{path} is larger than {Largest / (1024 * 1024)} MiB.");
        return [.. File.ReadAllLines(path).Where(line => line.Length > 0)];
    }

    private void Write(IEnumerable<string> lines)
    {
        string next = $"{path}.new";
        using (var stream = new FileStream(next, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        using (var writer = new StreamWriter(stream))
        {
            foreach (string line in lines) writer.Write($"{line}\n");
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }
}
