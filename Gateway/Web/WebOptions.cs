using Gateway.Access;

namespace Gateway.Web;

/// <summary>How the gateway shows itself to browsers.</summary>
public sealed record WebOptions
{
    /// <summary>The address people know, or null where the listening address is that.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Path under which the gateway is hosted, for example <c>/gateway</c>, or empty.</summary>
    public PathString PathBase => PublicUrl is null ? PathString.Empty : new PathString(PublicUrl.AbsolutePath.TrimEnd('/'));

    /// <summary>Addresses and networks whose forwarding headers are believed.</summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Whether every way to the gateway is https, so that the cookie can insist on it.</summary>
    public bool AlwaysHttps { get; init; }

    /// <summary>How long a visitor is remembered after the last sign of life.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a node that was told to stop waits for its terminals to end.</summary>
    public TimeSpan DrainTimeout { get; init; }

    /// <summary>Folder with the built web client.</summary>
    public string ClientFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>What the operations door asks for where it can be reached through a port; null for nothing.</summary>
    public BearerToken? OperationsToken { get; init; }

    /// <summary>How often a page has to acknowledge, in bytes.</summary>
    public int AcknowledgeEvery { get; init; } = 128 * 1024;

    /// <summary>Largest single input, in bytes.</summary>
    public int InputSize { get; init; } = 16 * 1024;

    /// <summary>Input bytes a page may have on their way.</summary>
    public int InputWindow { get; init; } = 256 * 1024;
}
