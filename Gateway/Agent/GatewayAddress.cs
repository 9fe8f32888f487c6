namespace Gateway.Agent;

/// <summary>Where a gateway is.</summary>
internal sealed class GatewayAddress
{
    private readonly string _base;

    private GatewayAddress(Uri address) => (_base, Origin) = (address.GetLeftPart(UriPartial.Path).TrimEnd('/'), address.GetLeftPart(UriPartial.Authority));

    /// <summary>Scheme, host and port, as a signature names them: "https://gateway.example".</summary>
    public string Origin { get; }

    /// <summary>Reads an address: https or wss; http and ws to this machine alone, unless that is asked for.</summary>
    /// <exception cref="AgentException">It is no such address.</exception>
    public static GatewayAddress Read(string text, bool insecure)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var given) || Scheme(given.Scheme) is not { } scheme || given.Host.Length == 0)
            throw new AgentException($"{text}: that is no address of a gateway, as https://gateway.example is one.");
        if (given.UserInfo.Length > 0 || given.Query.Length > 0 || given.Fragment.Length > 0) throw new AgentException("The gateway's address has no user, no question mark and no #.");
        if (scheme == Uri.UriSchemeHttp && !given.IsLoopback && !insecure)
            throw new AgentException($"{text}: without TLS everybody on the way could pass for the gateway. Give https://, or --insecure.");
        return new GatewayAddress(new UriBuilder(given) { Scheme = scheme, Port = given.IsDefaultPort ? -1 : given.Port }.Uri);
    }

    /// <summary>A path of it to be asked.</summary>
    public Uri Web(string path) => new(_base + path);

    /// <summary>A path of it for a WebSocket: "wss://…".</summary>
    public Uri Socket(string path) => new("ws" + _base["http".Length..] + path);

    public override string ToString() => _base;

    private static string? Scheme(string given) => given switch { "https" or "wss" => Uri.UriSchemeHttps, "http" or "ws" => Uri.UriSchemeHttp, _ => null };
}
