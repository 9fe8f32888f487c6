using Gateway.Access;
using Gateway.Access.Sharing;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>One hub connection: who it is, and what it is attached to. It lives as long as the connection, a hub object for one call only.</summary>
/// <param name="id">SignalR's name of the connection.</param>
/// <param name="caller">Who it is; null for nobody known, who may do nothing.</param>
/// <param name="abort">Ends the connection.</param>
/// <param name="ended">Cancelled when the connection ends.</param>
public sealed class HubConnection(string id, Caller? caller, Action abort, CancellationToken ended)
{
    /// <summary>SignalR's name of the connection.</summary>
    public string Id { get; } = id;

    /// <summary>Who it is, with the groups of now.</summary>
    public Caller? Caller { get; internal set; } = caller;

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Ended { get; } = ended;

    /// <summary>Who it is, if he may still do anything.</summary>
    public Caller? Acting => WithdrawnAt is null ? Caller : null;

    /// <summary>Since when it is there, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>What it is attached to.</summary>
    public Viewer? Viewer { get; internal set; }

    /// <summary>Whether it hears of everybody's terminals.</summary>
    public bool Administers { get; internal set; }

    /// <summary>Whether it hears of the devices.</summary>
    public bool WatchesDevices { get; internal set; }

    /// <summary>Whether it watches as an administrator, not as a guest.</summary>
    public bool WatchesAsAdministrator { get; internal set; }

    /// <summary>What it came in by, on somebody else's terminal; null if it was not invited with a link.</summary>
    public StandingInvitation? Invitation { get; internal set; }

    /// <summary>When its right was found to have ended; null while it has one.</summary>
    internal DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>Whether it was told that its sign-in ends soon.</summary>
    internal bool IsWarned { get; set; }

    internal IDisposable? Place { get; set; }

    /// <summary>Ends the connection.</summary>
    public void Abort() => abort();
}
