namespace Gateway.Recording;

/// <summary>The places where recordings are kept.</summary>
public sealed class RecordingStorage
{
    /// <summary>Nothing is opened or asked yet.</summary>
    public RecordingStorage(RecordingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Folder = new FolderStore(options.Folder);
        All = Folder;
    }

    internal RecordingOptions Options { get; }

    /// <summary>Where they are written.</summary>
    internal FolderStore Folder { get; }

    /// <summary>Where they are read.</summary>
    internal IRecordingStore All { get; }
}
