using Gateway.Methods;
using Gateway.Terminals;

namespace Gateway.Cluster;

/// <summary>Why no terminal may be opened, counted over all nodes.</summary>
public enum ClaimFailure
{
    /// <summary>The visitor has as many as allowed.</summary>
    VisitorLimit,

    /// <summary>The gateway has as many as allowed.</summary>
    GatewayLimit,

    /// <summary>The visitor or the address opens them too quickly.</summary>
    Rate,
}

/// <summary>What the directory knows of a terminal.</summary>
/// <param name="Owner">The visitor it belongs to.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Port">The port of the domain; 0 for a device's own address.</param>
/// <param name="Cols">Columns.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Since">When it was opened, UTC by its node's clock; only shown.</param>
/// <param name="Running">Whether its client runs.</param>
/// <param name="Device">The device's name; null for none.</param>
/// <param name="Address">The device's own address with its port; null for a port of the domain.</param>
public sealed record DirectoryEntry(string Owner, string Method, string User, int Port, int Cols, int Rows, DateTimeOffset Since, bool Running, string? Device = null, string? Address = null)
{
    internal static DirectoryEntry Of(Terminal terminal) => Of(terminal.Owner, terminal.Request, terminal.Size, terminal.Started, terminal.End is null);

    internal static DirectoryEntry Of(string owner, RemoteRequest request, TerminalSize size, DateTimeOffset since, bool running)
    {
        var target = request.Target;
        return new DirectoryEntry(
            owner, request.Method.Name, request.User, target.IsOfDomain ? target.Port : 0, size.Columns, size.Rows, since, running, target.Device, target.IsOfDomain ? null : target.Place);
    }
}

/// <summary>Where a terminal is.</summary>
/// <param name="Terminal">Its name.</param>
/// <param name="Node">Id of the node that runs it.</param>
/// <param name="Entry">What is known of it.</param>
/// <param name="Record">What that node says of itself; null if its heartbeat is missing, or was not asked for.</param>
public sealed record DirectoryPlace(string Terminal, string Node, DirectoryEntry Entry, NodeRecord? Record = null);

/// <summary>What the directory says.</summary>
/// <param name="Places">What was found.</param>
/// <param name="IsSure">Whether there is no more: every node's part is known to be complete. If not, the nodes can be asked themselves.</param>
public sealed record DirectoryAnswer(IReadOnlyList<DirectoryPlace> Places, bool IsSure)
{
    /// <summary>The directory could not be asked.</summary>
    public static DirectoryAnswer None { get; } = new([], false);
}

/// <summary>On which node a terminal lives, and how many there are on all.</summary>
public interface IDirectory
{
    /// <summary>Makes room for a terminal that is about to be opened here, if the limits over all nodes leave any.</summary>
    /// <param name="terminal">The name it will have.</param>
    /// <param name="owner">The visitor.</param>
    /// <param name="address">The visitor's address, as limits count it.</param>
    /// <param name="request">What will be opened.</param>
    /// <param name="size">Its size.</param>
    /// <returns>Null if it may be opened. A directory that cannot be asked says so too: then only this node's limits count.</returns>
    Task<ClaimFailure?> ClaimAsync(string terminal, string owner, string address, RemoteRequest request, TerminalSize size);

    /// <summary>Gives the room back: the terminal was not opened.</summary>
    void Release(string terminal, string owner);

    /// <summary>Something about a terminal of this node changed. Does not wait.</summary>
    void Note(Terminal terminal);

    /// <summary>Where a terminal is: one place, or none.</summary>
    Task<DirectoryAnswer> FindAsync(string terminal);

    /// <summary>The visitor's terminals on other nodes.</summary>
    Task<DirectoryAnswer> ListAsync(string owner);
}
