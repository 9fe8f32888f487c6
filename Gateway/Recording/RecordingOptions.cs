using Gateway.Methods;

namespace Gateway.Recording;

/// <summary>Where and how terminals are recorded.</summary>
public sealed record RecordingOptions
{
    /// <summary>The folder of all recordings; with <see cref="S3"/>, where they lie until they are stored.</summary>
    public required string Folder { get; init; }

    /// <summary>The private key that recordings are signed with, as PEM; made at first use.</summary>
    public required string KeyFile { get; init; }

    /// <summary>This node's name. Recordings of other nodes are read and never changed.</summary>
    public required string Node { get; init; }

    /// <summary>Longest time that a segment covers while there is output.</summary>
    public TimeSpan SegmentTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes after which a segment ends; it may be longer by one event.</summary>
    public int SegmentSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether typed input is kept where the far end shows it.</summary>
    public bool Input { get; init; } = true;

    /// <summary>How long recordings are kept; the first rule that fits a port decides. What fits none is kept for ever.</summary>
    public IReadOnlyList<RetentionRule> Retention { get; init; } = [];

    /// <summary>Where finished recordings are stored; null for the folder alone.</summary>
    public S3Options? S3 { get; init; }
}

/// <summary>How long recordings of some ports are kept.</summary>
/// <param name="Ports">The ports; null for all.</param>
/// <param name="Age">Time after their end when they are removed; null for never.</param>
/// <param name="Bytes">What all of this rule may hold together; the oldest are removed first. Null for no limit.</param>
public sealed record RetentionRule(PortSet? Ports, TimeSpan? Age, long? Bytes);

/// <summary>A bucket of Amazon S3 or a server that speaks like it.</summary>
public sealed record S3Options
{
    /// <summary>The server's address; null for Amazon's own of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The bucket; it has to be there.</summary>
    public required string Bucket { get; init; }

    /// <summary>The region's name that requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>What all names in the bucket begin with, such as <c>gateway/</c>; may be empty.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Reads the access key's name.</summary>
    public required Func<string> AccessKey { get; init; }

    /// <summary>Reads the secret key. It is in no log and no message.</summary>
    public required Func<string> SecretKey { get; init; }

    /// <summary>Bytes that may wait in the folder to be stored. Beyond that no recording begins.</summary>
    public long SpoolBytes { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>Bytes of stored recordings that are kept at hand after they were read.</summary>
    public long CacheBytes { get; init; } = 256 * 1024 * 1024;
}
