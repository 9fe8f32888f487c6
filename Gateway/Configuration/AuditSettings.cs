namespace Gateway.Configuration;

/// <summary>What happens while the audit record cannot be written.</summary>
public enum AuditFailure
{
    /// <summary>No new terminal is opened.</summary>
    Refuse,

    /// <summary>The gateway goes on without a record.</summary>
    Continue,
}

/// <summary>The record of every decision.</summary>
public sealed record AuditSettings
{
    /// <summary>Absolute path of the file; null where it is switched off. By default audit/audit.jsonl in the data folder.</summary>
    public string? File { get; init; }

    /// <summary>Size in bytes at which a new file is begun, 64 KiB to 1 GiB.</summary>
    public int FileSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>Days that full files are kept, 1 to 3,650.</summary>
    public int RetainDays { get; init; } = 365;

    /// <summary>Where it is sent too (RFC 5424): udp:// or tcp://, host and port; null for nowhere.</summary>
    public Uri? Syslog { get; init; }

    /// <summary>What happens while it cannot be written.</summary>
    public AuditFailure OnFailure { get; init; } = AuditFailure.Refuse;

    /// <summary>The default file in a data folder.</summary>
    public static string DefaultFile(string data) => Path.Combine(data, "audit", "audit.jsonl");
}
