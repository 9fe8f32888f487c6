namespace Gateway.Configuration;

/// <summary>The Redis that several nodes share. Without an address the gateway is one node and keeps everything in memory.</summary>
public sealed record RedisSettings
{
    /// <summary>Host name or IP address (IPv6 in brackets) and port, such as <c>127.0.0.1:6379</c>; null for none.</summary>
    public string? Address { get; init; }

    /// <summary>Absolute path of the file that holds the password, which only the gateway's account and group may read; null for none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Number of the database, 0 to 1,023.</summary>
    public int Database { get; init; }

    /// <summary>What every key and channel begins with, so that several gateways can share a Redis: 1 to 64 of letters, digits and <c>. _ : { } -</c>.</summary>
    public string Prefix { get; init; } = "gateway:";

    /// <summary>How long one command may take before the gateway goes on without Redis, 1 to 5 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>Absolute path of the PEM file with the authorities that may have signed the server's certificate; null for the system's.</summary>
    public string? Authority { get; init; }

    /// <summary>Absolute path of the client certificate in PEM; null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>Absolute path of the client certificate's unencrypted private key in PEM; set with <see cref="Certificate"/>.</summary>
    public string? Key { get; init; }
}
