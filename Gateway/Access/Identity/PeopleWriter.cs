namespace Gateway.Access.Identity;

/// <summary>Changes the file of local people: whole, and by one at a time.</summary>
/// <param name="path">The file; it need not be there yet.</param>
/// <param name="keepOwner">Gives the second file the owner and group of the first. False if this account may not.</param>
public sealed class PeopleWriter(string path, Func<string, string, bool> keepOwner)
{
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Kept = Secret | UnixFileMode.GroupRead;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The file that is changed, where a link leads to.</summary>
    public string Path { get; } = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? System.IO.Path.GetFullPath(path);

    /// <summary>Everybody in it; nobody if it is not there.</summary>
    /// <exception cref="PeopleFileException">It is faulty.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not read it.</exception>
    public IReadOnlyList<LocalPerson> Read() => File.Exists(Path) ? PeopleText.Read(File.ReadAllBytes(Path)) : [];

    /// <summary>Changes it. What is read while this runs is the old or the new file, never a part.</summary>
    /// <param name="change">Makes the new people of the old ones.</param>
    /// <param name="cancellation">Ends the wait for somebody else's change.</param>
    /// <exception cref="PeopleFileException">It is faulty, or this account must not change it.</exception>
    /// <exception cref="IOException">It cannot be read or written, or somebody else has been changing it for 5 s.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not read or write it.</exception>
    public async Task ChangeAsync(Func<IReadOnlyList<LocalPerson>, IReadOnlyList<LocalPerson>> change, CancellationToken cancellation)
    {
        await using var held = await LockAsync(cancellation);
        if (File.Exists(Path)) keepOwner(Path, held.Name); // so that the next account that may change the one may lock the other
        byte[] text = PeopleText.Write([.. change(Read()).OrderBy(person => person.Name, StringComparer.Ordinal)]);
        string next = $"{Path}.{Guid.NewGuid():N}.new";
        try
        {
            await using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Secret }))
            {
                await file.WriteAsync(text, cancellation);
                file.Flush(flushToDisk: true);
            }
            if (File.Exists(Path))
            {
                if (!keepOwner(Path, next)) throw new PeopleFileException("it belongs to another account; run this as that account or as root");
                File.SetUnixFileMode(next, File.GetUnixFileMode(Path) & Kept | Secret);
            }
            File.Move(next, Path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }

    // The lock file stays: who removed it could remove the one that the next has just locked.
    private async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return new FileStream(Path + ".lock", new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = Secret });
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException) && DateTime.UtcNow < until)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }
}
