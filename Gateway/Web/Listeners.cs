using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Web;

/// <summary>The sockets that the gateway listens on, by door. Filled while the server is built; a port that the system chooses is known once it listens.</summary>
public sealed class Listeners
{
    private readonly List<Listener> _all = [];

    /// <summary>Notes a listener and marks every connection that comes in through it.</summary>
    /// <param name="door">What it is for.</param>
    /// <param name="scheme"><c>http</c> or <c>https</c>.</param>
    /// <param name="host">As configured; <c>*</c> for every address. For a socket of the file system, its path.</param>
    /// <param name="options">The server's own options for it.</param>
    public void Add(Door door, string scheme, string host, ListenOptions options)
    {
        _all.Add(new Listener(door, scheme, host, options));
        var mark = new DoorMark(door, options.SocketPath is not null);
        options.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });
    }

    /// <summary>The addresses of a door that a client can be given; an address for every interface is left as <c>0.0.0.0</c>.</summary>
    public IReadOnlyList<Uri> Of(Door door) => [.. _all.Where(listener => listener.Door == door && listener.Options.IPEndPoint is not null).Select(listener => listener.Address)];

    /// <summary>The door that a request came through. One that came through none, as no real request does, is anybody's.</summary>
    public static Door DoorOf(HttpContext context) => context.Features.Get<DoorMark>()?.Door ?? Door.Public;

    /// <summary>Whether a request came through a socket of the file system, whose mode says who may.</summary>
    public static bool CameBySocket(HttpContext context) => context.Features.Get<DoorMark>() is { IsSocket: true };

    private sealed record DoorMark(Door Door, bool IsSocket);

    private sealed record Listener(Door Door, string Scheme, string Host, ListenOptions Options)
    {
        public Uri Address => new UriBuilder(Scheme, Host == "*" ? IPAddress.Any.ToString() : Host, Options.IPEndPoint!.Port).Uri;
    }
}
