using System.Globalization;

namespace Gateway.Recording;

/// <summary>The places where recordings are kept.</summary>
public sealed class RecordingStorage : IDisposable
{
    private readonly S3Store? _stored;

    /// <summary>Nothing is opened or asked yet.</summary>
    public RecordingStorage(RecordingOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Folder = new FolderStore(options.Folder);
        // A process's own, or a command beside the gateway would throw away what the gateway reads.
        string cache = Path.Combine(options.Folder, $"{RecordingCache.Prefix}{RecordingPath.NewId()}");
        if (options.S3 is { } s3) _stored = new S3Store(Folder, new S3Bucket(s3), new RecordingCache(cache, s3.CacheBytes), time ?? TimeProvider.System);
    }

    internal RecordingOptions Options { get; }

    /// <summary>Where they are written.</summary>
    internal FolderStore Folder { get; }

    /// <summary>Where they are read.</summary>
    internal IRecordingStore All => _stored is { } stored ? stored : Folder;

    /// <summary>Where they are stored in the end; null for where they are written.</summary>
    internal S3Bucket? Bucket => _stored?.Bucket;

    /// <summary>Bytes that wait to be stored, as far as it is known.</summary>
    internal long Waiting { get; set; }

    /// <summary>Why nothing can be stored now; null if it can.</summary>
    internal string? Trouble { get; set; }

    /// <summary>Why no recording may begin: too much waits to be stored. Null if one may.</summary>
    internal string? Full => Options.S3 is { } s3 && Waiting >= s3.SpoolBytes ? Words(s3) : null;

    /// <summary>Why those that are written have to end. A good deal later, so that they do not all end with the first that was refused.</summary>
    internal string? Overfull => Options.S3 is { } s3 && Waiting >= s3.SpoolBytes + s3.SpoolBytes / 4 ? Words(s3) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Bucket?.Dispose();
        _stored?.Dispose();
    }

    private string Words(S3Options s3) => string.Create(CultureInfo.InvariantCulture, $"{Waiting} bytes wait to be stored, of at most {s3.SpoolBytes}. {Trouble}").TrimEnd();
}
