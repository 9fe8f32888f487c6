using System.Net;

namespace Gateway.Methods;

/// <summary>A validated request: it can only be made by <see cref="MethodCatalog"/>.</summary>
public sealed record RemoteRequest
{
    internal RemoteRequest(Method method, string user, RemoteTarget target) => (Method, User, Target) = (method, user, target);

    /// <summary>How the port is reached.</summary>
    public Method Method { get; }

    /// <summary>The remote user, within <see cref="RemoteUser"/>'s grammar.</summary>
    public string User { get; }

    /// <summary>Where it goes: an allowed port of the domain, or a device's own address.</summary>
    public RemoteTarget Target { get; private init; }

    /// <summary>The port of the domain, or of the device's own address.</summary>
    public int Port => Target.Port;

    /// <summary>How the client signs in by itself; null where the person does.</summary>
    public AutomaticSignIn? SignIn { get; init; }

    /// <summary>The port of 127.0.0.1 that leads to the target by way of the gateway itself; null where the client connects by itself.</summary>
    public int? Relay { get; private init; }

    /// <summary>The same, by way of a relay on a port of 127.0.0.1.</summary>
    public RemoteRequest Through(int relay) => this with { Relay = relay };

    /// <summary>The same, to the IP address that its target's address was found to be.</summary>
    public RemoteRequest PinnedTo(IPAddress address) => this with { Target = Target with { Pinned = address.ToString() } };

    /// <summary>The same, to a port of a device that dials in, which is still to be found.</summary>
    /// <param name="keysOnly">Whether people sign in there with keys only.</param>
    public RemoteRequest OfDialIn(bool keysOnly) => this with { Target = Target with { DialsIn = true, KeysOnly = keysOnly } };

    /// <summary>The same, with where the device was found that dials in.</summary>
    /// <param name="address">Where its ports are open; null for the domain itself.</param>
    /// <param name="port">The port there.</param>
    /// <param name="hostKeyPort">The port of the domain under whose name its host key stands.</param>
    public RemoteRequest FoundAt(IPAddress? address, int port, int hostKeyPort) => this with { Target = Target with { Pinned = address?.ToString(), PinnedPort = port, HostKeyPort = hostKeyPort } };
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
