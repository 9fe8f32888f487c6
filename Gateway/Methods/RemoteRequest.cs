namespace Gateway.Methods;

/// <summary>A validated link: it can only be made by <see cref="MethodCatalog.Read"/>.</summary>
public sealed record RemoteRequest
{
    internal RemoteRequest(Method method, string user, int port) => (Method, User, Port) = (method, user, port);

    /// <summary>How the port is reached.</summary>
    public Method Method { get; }

    /// <summary>The remote user, within <see cref="RemoteUser"/>'s grammar.</summary>
    public string User { get; }

    /// <summary>An allowed port of the domain.</summary>
    public int Port { get; }
}

/// <summary>What a link's check came to.</summary>
public enum LinkVerdict
{
    /// <summary>The link may be opened.</summary>
    Allowed,

    /// <summary>No such method here.</summary>
    UnknownMethod,

    /// <summary>The user is outside the grammar.</summary>
    InvalidUser,

    /// <summary>The port is not a plain number from 1 to 65535.</summary>
    InvalidPort,

    /// <summary>The port is not among the allowed ones.</summary>
    PortNotAllowed,
}
