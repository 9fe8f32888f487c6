namespace Gateway.Recording;

/// <summary>A file of a recording.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct StoredFile(string Name, long Length);

/// <summary>Where recordings are kept. A place is a recording's folder below the root, as <see cref="RecordingPath.Place"/> has it.</summary>
internal interface IRecordingStore
{
    /// <summary>The places of all recordings, in no certain order.</summary>
    IAsyncEnumerable<string> PlacesAsync(CancellationToken cancellation);

    /// <summary>The place of a recording; null if there is none.</summary>
    Task<string?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>The files of a recording; empty if there is none.</summary>
    Task<IReadOnlyList<StoredFile>> FilesAsync(string place, CancellationToken cancellation);

    /// <summary>Opens a file; null if there is none. The stream can be placed anywhere.</summary>
    Task<Stream?> OpenAsync(string place, string file, CancellationToken cancellation);

    /// <summary>Removes a recording for good.</summary>
    Task DeleteAsync(string place, CancellationToken cancellation);
}
