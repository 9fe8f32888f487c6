namespace Gateway.Configuration;

/// <summary>Which devices there are, and how the domain is passed through to those with addresses of their own.</summary>
public sealed record InventorySettings
{
    /// <summary>Absolute path of the file, or of the folder of files; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>How the gateway signs in to the domain on the way to a device's own address.</summary>
    public JumpSettings Jump { get; init; } = new();
}

/// <summary>How the gateway signs in to the domain on the way to a device's own address.</summary>
public sealed record JumpSettings
{
    /// <summary>Port of the domain's ssh server, 1 to 65535.</summary>
    public int Port { get; init; } = 22;

    /// <summary>The account there; null where nothing is reached so.</summary>
    public string? User { get; init; }

    /// <summary>Absolute path of the private key that signs in; set with <see cref="User"/>.</summary>
    public string? IdentityFile { get; init; }
}
