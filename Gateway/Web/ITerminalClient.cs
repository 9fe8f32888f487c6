using Gateway.Web.Devices;

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

    /// <summary>The right to this terminal ends, or is announced to.</summary>
    Task Ending(Ending ending);

    /// <summary>Whether this viewer may type has changed: <c>type</c> or <c>watch</c>.</summary>
    Task MayChanged(string may);

    /// <summary>Who is on this terminal now, of those that are to be shown, and who types.</summary>
    Task CompanyChanged(Company company);

    /// <summary>This viewer's right to be here has ended, and it is not attached any more.</summary>
    Task SentAway(string reason);

    /// <summary>Somebody asks to watch.</summary>
    Task WatchAsked(WatchRequest request);

    /// <summary>A request to watch was answered elsewhere, or withdrawn.</summary>
    Task WatchSettled(string id);

    /// <summary>An administrator writes.</summary>
    Task MessageReceived(Message message);

    /// <summary>The visitor's list of terminals changed; for an administrator, anybody's.</summary>
    Task TerminalsChanged();

    /// <summary>For administrators: a node came, went or changed its state.</summary>
    Task NodesChanged();

    /// <summary>Ports of devices are other ones than before.</summary>
    Task DeviceStates(IReadOnlyList<DeviceStateChange> changes);

    /// <summary>The inventory has changed: what was listed of it may be different.</summary>
    Task DevicesChanged();

    /// <summary>Something is new about the devices that dial in; the page asks again.</summary>
    Task TunnelsChanged();

    /// <summary>Whether the terminal is recorded has changed; the same words as in <see cref="Attached"/>.</summary>
    Task RecordingChanged(string state);
}
