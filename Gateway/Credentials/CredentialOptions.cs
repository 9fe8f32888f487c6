namespace Gateway.Credentials;

/// <summary>Where secrets come from, and what delivers them.</summary>
public sealed record CredentialOptions
{
    /// <summary>Reads the master key's content anew each time, so that a new one counts at the next use; null for none.</summary>
    public Func<byte[]>? MasterKey { get; init; }

    /// <summary>Vault; null for none.</summary>
    public VaultOptions? Vault { get; init; }

    /// <summary>Absolute path of the private folder for sockets; its files are this process' own. Short enough for a socket's name (unix(7)).</summary>
    public required string Folder { get; init; }

    /// <summary>Absolute path of the program that ssh asks: the gateway's own.</summary>
    public required string Program { get; init; }

    /// <summary>Folder of the .NET runtime that the program needs; null if it brings its own.</summary>
    public string? Runtime { get; init; }

    /// <summary>How long a key stays in an agent at most, if the sign-in takes so long.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>In which keys that people gave are read.</summary>
    internal KeyTurns Turns { get; init; } = new(2, TimeSpan.FromSeconds(10));

    /// <summary>Says what is configured, without any secret.</summary>
    public override string ToString() => MasterKey is null ? "no master key" : "a master key";
}

/// <summary>HashiCorp Vault's key/value store, version 2.</summary>
public sealed record VaultOptions
{
    /// <summary>Its address, such as <c>https://vault.example:8200</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Reads a token; null to sign in by AppRole.</summary>
    public Func<string>? Token { get; init; }

    /// <summary>Role id of AppRole; null for a token.</summary>
    public string? RoleId { get; init; }

    /// <summary>Reads the secret id of AppRole.</summary>
    public Func<string>? SecretId { get; init; }

    /// <summary>Where the store is mounted.</summary>
    public string Mount { get; init; } = "secret";

    /// <summary>Path below which the gateway's secrets are, without slashes at the ends; may be empty.</summary>
    public string Path { get; init; } = "gateway";

    /// <summary>PEM file of the authority that Vault's certificate has to be of; null for the system's.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
