namespace Gateway.Configuration;

/// <summary>How people are signed in to devices with what is kept for them. Without a master key and without Vault nobody is.</summary>
public sealed record CredentialSettings
{
    /// <summary>Absolute path of the file with the master key: 32 bytes, or these in hexadecimal or base64; null for none.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>Name of the environment variable with the master key in hexadecimal or base64, which is removed once it was read; null for none.</summary>
    public string? MasterKeyVariable { get; init; }

    /// <summary>HashiCorp Vault.</summary>
    public VaultSettings Vault { get; init; } = new();
}

/// <summary>HashiCorp Vault's key/value store, version 2; not used without an address.</summary>
public sealed record VaultSettings
{
    /// <summary>Its address, such as <c>https://vault.example:8200</c>; null for none.</summary>
    public Uri? Address { get; init; }

    /// <summary>Absolute path of the file with a token; null for AppRole.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Role id of AppRole; null for a token.</summary>
    public string? RoleId { get; init; }

    /// <summary>Absolute path of the file with AppRole's secret id.</summary>
    public string? SecretIdFile { get; init; }

    /// <summary>Where the store is mounted.</summary>
    public string Mount { get; init; } = "secret";

    /// <summary>Path below which the secrets are.</summary>
    public string Path { get; init; } = "gateway";

    /// <summary>PEM file of the authority that its certificate has to be of; null for the system's.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>How long an answer may take, 1 second to 1 minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
