namespace Gateway.Recording;

/// <summary>Adds lines to a recording's chain. For one thread.</summary>
/// <param name="folder">The recording's folder.</param>
/// <param name="key">What signs the lines.</param>
/// <param name="previous">Hash of the last line there; empty for a new chain.</param>
internal sealed class ChainWriter(string folder, RecordingKey key, string previous = "")
{
    private readonly string _path = Path.Combine(folder, RecordingPath.Chain);
    private string _previous = previous;

    /// <summary>Adds a line, whole or not at all, and has it on the disk.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(object entry, bool toDisk)
    {
        byte[] line = ChainLine.Write(entry, _previous, key);
        using var file = new FileStream(_path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, BufferSize = 0, UnixCreateMode = RecordingPath.File,
        });
        long length = file.Length;
        try
        {
            RandomAccess.Write(file.SafeFileHandle, [.. line, (byte)'\n'], length);
        }
        catch (IOException)
        {
            file.SetLength(length); // a full disk takes the beginning of what was written
            throw;
        }
        if (toDisk) file.Flush(flushToDisk: true);
        _previous = ChainLine.Hash(line);
    }
}
