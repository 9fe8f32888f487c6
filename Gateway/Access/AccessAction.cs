namespace Gateway.Access;

/// <summary>Everything that somebody may or may not do here. Each route and each hub method names one.</summary>
public enum AccessAction
{
    /// <summary>What is for everybody, signed in or not: pages without content, health, signing in and out.</summary>
    Anyone,

    /// <summary>Something about oneself: name, settings, sign-ins, API tokens. The subject is the person.</summary>
    Self,

    /// <summary>See a list of one's own terminals.</summary>
    ListTerminals,

    /// <summary>See a list of the devices that one may open or watch.</summary>
    ListDevices,

    /// <summary>Open a terminal; the request says which.</summary>
    OpenTerminal,

    /// <summary>Have the gateway carry the bytes of one's own program; the request says where to. Asked again while it does.</summary>
    OpenDesktop,

    /// <summary>Come back to a terminal of one's own, to type; the request says which. Asked again while it runs.</summary>
    UseTerminal,

    /// <summary>End a terminal of one's own.</summary>
    CloseTerminal,

    /// <summary>See who else is on a port that one may open.</summary>
    SeePresence,

    /// <summary>Ask whoever is on a port that one may open or watch to be let in as a watcher.</summary>
    AskToWatch,

    /// <summary>Watch somebody else's terminal.</summary>
    WatchTerminal,

    /// <summary>Share a terminal of one's own: invite to it, and say who types.</summary>
    ShareTerminal,

    /// <summary>Come to somebody else's terminal by an invitation. Asked again while it lasts.</summary>
    JoinByInvitation,

    /// <summary>See everybody's terminals and sign-ins, and all nodes.</summary>
    Administer,

    /// <summary>End somebody else's terminal.</summary>
    EndTerminal,

    /// <summary>Write a message to the people on a terminal.</summary>
    SendMessage,

    /// <summary>See which settings are in force, and where each was written.</summary>
    SeeSettings,

    /// <summary>Read the audit record.</summary>
    ReadAudit,

    /// <summary>End somebody else's sign-in.</summary>
    RevokeSignIn,

    /// <summary>Look after the gateway's credentials: list, add, replace, remove and test them. Their secrets are shown to nobody.</summary>
    ManageCredentials,

    /// <summary>See the host keys on record, and accept changed ones.</summary>
    AcceptHostKey,

    /// <summary>See how those devices dial in that one may open or watch.</summary>
    SeeTunnels,

    /// <summary>See all devices that dial in; announce, change, stop, start and remove them.</summary>
    ManageTunnels,

    /// <summary>Open the web pages of a device that dials in; the request says which. Asked again for each request.</summary>
    OpenWeb,

    /// <summary>See a list of the recordings that one may see.</summary>
    ListRecordings,

    /// <summary>Replay a recording; the request says whose. Asked again for each part of it.</summary>
    ReplayRecording,

    /// <summary>Search what stood on the screens of the recordings that one may see.</summary>
    SearchRecordings,

    /// <summary>Download a recording; the request says whose.</summary>
    ExportRecording,
}
