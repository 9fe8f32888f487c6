namespace Gateway.Configuration;

/// <summary>The gateway's own certificate. Both are set, or neither.</summary>
public sealed record TlsSettings
{
    /// <summary>Absolute path of a PEM file: the certificate, then the rest of its chain.</summary>
    public string? Certificate { get; init; }

    /// <summary>Absolute path of the certificate's unencrypted private key in PEM.</summary>
    public string? Key { get; init; }
}
