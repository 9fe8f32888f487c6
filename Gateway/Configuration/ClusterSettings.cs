namespace Gateway.Configuration;

/// <summary>How the nodes of one gateway reach each other. Used only with Redis.</summary>
public sealed record ClusterSettings
{
    /// <summary>The node's name for people, 1 to 63 of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>Where other nodes are listened to.</summary>
    public ListenAddress Listen { get; init; } = new(false, "127.0.0.1", 0);

    /// <summary>The address that other nodes use, where <see cref="Listen"/> does not say it: an http or https URL without a path. Null takes <see cref="Listen"/>.</summary>
    public Uri? Address { get; init; }

    /// <summary>Absolute path of the PEM certificate (with its chain) for an https <see cref="Listen"/>.</summary>
    public string? Certificate { get; init; }

    /// <summary>Absolute path of the certificate's unencrypted private key in PEM.</summary>
    public string? Key { get; init; }

    /// <summary>Absolute path of the PEM file with the authorities that may have signed the other nodes' certificates; null for the system's.</summary>
    public string? Authority { get; init; }

    /// <summary>The machine's name, with <c>-</c> for every character that a node's name may not have.</summary>
    public static string DefaultName
    {
        get
        {
            string name = new([.. Environment.MachineName.Take(63).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-')]);
            return name.Length > 0 ? name : "gateway";
        }
    }
}
