namespace Gateway.Configuration;

/// <summary>Which terminals are recorded.</summary>
public enum RecordedTerminals
{
    /// <summary>None; what a rule of the policy wants recorded is refused.</summary>
    None,

    /// <summary>Those that a rule of the policy wants recorded.</summary>
    Policy,

    /// <summary>All; one that no rule wants recorded goes on where that fails.</summary>
    All,

    /// <summary>All, and none goes on without.</summary>
    Required,
}

/// <summary>What is recorded, and where it is kept for how long.</summary>
public sealed record RecordingSettings
{
    /// <summary>Which terminals are recorded.</summary>
    public RecordedTerminals Terminals { get; init; } = RecordedTerminals.Policy;

    /// <summary>Absolute path of the folder; null for recordings in the data folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Time after which a new file of a recording is begun, 1 second to 1 hour.</summary>
    public TimeSpan SegmentTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Size in bytes at which one is begun, 64 KiB to 64 MiB.</summary>
    public int SegmentSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether what is typed is recorded, while the far end shows it.</summary>
    public bool Input { get; init; } = true;

    /// <summary>Days that recordings are kept, up to 36,500; zero is for ever.</summary>
    public int RetainDays { get; init; } = 90;

    /// <summary>Bytes that all recordings may take, up to 10^15; zero is any number.</summary>
    public long RetainBytes { get; init; }

    /// <summary>What counts for some ports instead; the first that names a port decides.</summary>
    public IReadOnlyList<RetainSettings> Retain { get; init; } = [];

    /// <summary>S3-compatible storage.</summary>
    public S3Settings S3 { get; init; } = new();

    /// <summary>Who may replay everybody's recordings, beside administrators.</summary>
    public AuditorSettings Auditors { get; init; } = new();

    /// <summary>Whether people may replay their own.</summary>
    public bool OwnersMayReplay { get; init; } = true;
}

/// <summary>How long the recordings of some ports are kept.</summary>
public sealed record RetainSettings
{
    /// <summary>The ports.</summary>
    public required IReadOnlyList<PortRange> Ports { get; init; }

    /// <summary>Days, up to 36,500; zero is for ever.</summary>
    public int Days { get; init; }

    /// <summary>Bytes that they may take together, up to 10^15; zero is any number.</summary>
    public long Bytes { get; init; }
}

/// <summary>S3-compatible storage for recordings.</summary>
public sealed record S3Settings
{
    /// <summary>Its address; null for Amazon's in <see cref="Region"/>.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The bucket; null for none.</summary>
    public string? Bucket { get; init; }

    /// <summary>The region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>What every name in the bucket begins with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Absolute path of the file with the access key's id; needed with a bucket.</summary>
    public string? AccessKeyFile { get; init; }

    /// <summary>Absolute path of the file with the secret key; needed with a bucket.</summary>
    public string? SecretKeyFile { get; init; }
}

/// <summary>Who may replay everybody's recordings.</summary>
public sealed record AuditorSettings
{
    /// <summary>Groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>People by name.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}
