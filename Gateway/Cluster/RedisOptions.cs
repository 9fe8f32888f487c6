namespace Gateway.Cluster;

/// <summary>The shared Redis.</summary>
public sealed record RedisOptions
{
    /// <summary>Host and port.</summary>
    public required string Address { get; init; }

    /// <summary>The password; null for none. Never logged.</summary>
    public string? Password { get; init; }

    /// <summary>Number of the database.</summary>
    public int Database { get; init; }

    /// <summary>What every key and channel begins with.</summary>
    public string Prefix { get; init; } = "gateway:";

    /// <summary>How long one command may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>PEM file with the authorities that may have signed the server's certificate; null for the system's.</summary>
    public string? Authority { get; init; }

    /// <summary>PEM file of the client certificate; null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the client certificate's private key.</summary>
    public string? Key { get; init; }

    // The compiler's own would print the password.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(Address);
        return true;
    }
}
