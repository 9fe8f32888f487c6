namespace Gateway.Web;

/// <summary>What the hub tells a page. SignalR makes the implementation.</summary>
public interface ITerminalClient
{
    /// <summary>So many bytes of this viewer's input have been given to the client program.</summary>
    Task Taken(long input);

    /// <summary>The terminal has this size now.</summary>
    Task Resized(int cols, int rows);

    /// <summary>The terminal closes in so many seconds unless somebody types; 0 takes it back.</summary>
    Task Idle(int seconds);

    /// <summary>This viewer's place was taken by another connection.</summary>
    Task TakenOver();

    /// <summary>The terminal has ended and every byte was delivered before.</summary>
    Task Ended(Ended ended);

    /// <summary>The node is being taken out of service: terminals on it end in so many seconds at the latest.</summary>
    Task Draining(int seconds);

    /// <summary>The visitor's list of terminals changed; for an administrator, anybody's.</summary>
    Task TerminalsChanged();

    /// <summary>For administrators: a node came, went or changed its state.</summary>
    Task NodesChanged();
}
