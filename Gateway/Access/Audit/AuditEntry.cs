using Gateway.Methods;

namespace Gateway.Access.Audit;

/// <summary>Everything that is put on record.</summary>
public enum AuditEvent
{
    /// <summary>The gateway started.</summary>
    GatewayStarted,

    /// <summary>The gateway stopped.</summary>
    GatewayStopped,

    /// <summary>Somebody signed in.</summary>
    SignedIn,

    /// <summary>Somebody tried to.</summary>
    SignInFailed,

    /// <summary>Somebody signed out.</summary>
    SignedOut,

    /// <summary>A sign-in was revoked.</summary>
    SignInRevoked,

    /// <summary>A sign-in came to its end.</summary>
    SignInExpired,

    /// <summary>Something was refused; the rule says why.</summary>
    Refused,

    /// <summary>A terminal was opened.</summary>
    TerminalOpened,

    /// <summary>A connection came to a terminal.</summary>
    TerminalJoined,

    /// <summary>A connection left a terminal.</summary>
    TerminalLeft,

    /// <summary>A terminal ended; the reason says why.</summary>
    TerminalEnded,

    /// <summary>Somebody asked to watch.</summary>
    WatchAsked,

    /// <summary>The owner answered.</summary>
    WatchAnswered,

    /// <summary>An owner made an invitation; the target is the person, the reason what it is for. Its secret is not on record.</summary>
    InvitationCreated,

    /// <summary>Somebody came in by an invitation.</summary>
    InvitationUsed,

    /// <summary>An owner ended an invitation.</summary>
    InvitationRevoked,

    /// <summary>The keyboard was given to somebody, or to everybody.</summary>
    KeyboardGranted,

    /// <summary>The owner took the keyboard back, or was given it.</summary>
    KeyboardTaken,

    /// <summary>Somebody's right to be on another's terminal ended; the reason says why.</summary>
    GuestSentAway,

    /// <summary>An administrator wrote to the people on a terminal; what he wrote is not on record.</summary>
    MessageSent,

    /// <summary>An administrator ended a terminal.</summary>
    TerminalEndOrdered,

    /// <summary>A right of a running terminal was taken away or cut down.</summary>
    RightWithdrawn,

    /// <summary>A changed policy is in force.</summary>
    PolicyChanged,

    /// <summary>A changed policy was not taken in.</summary>
    PolicyRefused,

    /// <summary>A changed inventory has come into force.</summary>
    InventoryChanged,

    /// <summary>A changed inventory was not taken in.</summary>
    InventoryRefused,

    /// <summary>Somebody was given a way in for a program of his own; the reason says which.</summary>
    DesktopOffered,

    /// <summary>A person's own program is connected to a device. What it sends is encrypted, and not on record.</summary>
    DesktopStarted,

    /// <summary>Such a connection ended; the reason says why, and how many bytes it carried.</summary>
    DesktopEnded,

    /// <summary>Somebody else, or the same for a second time, came to what was one person's and for one use.</summary>
    DesktopRefused,

    /// <summary>An API token was made.</summary>
    TokenCreated,

    /// <summary>An API token was used, at most once a minute.</summary>
    TokenUsed,

    /// <summary>An API token was revoked.</summary>
    TokenRevoked,

    /// <summary>The audit record was read.</summary>
    AuditRead,

    /// <summary>A terminal is being recorded; the target is the recording.</summary>
    RecordingStarted,

    /// <summary>A recording came to its end with its terminal.</summary>
    RecordingEnded,

    /// <summary>A recording could not begin, or broke off; the reason says why.</summary>
    RecordingFailed,

    /// <summary>Somebody replays a recording, at most once in ten minutes.</summary>
    RecordingReplayed,

    /// <summary>Somebody searches recordings; what for is not on record.</summary>
    RecordingSearched,

    /// <summary>Somebody downloads a recording.</summary>
    RecordingExported,

    /// <summary>A recording was removed: it was too old, or there were too many.</summary>
    RecordingPruned,

    /// <summary>A credential was added; the target is its name, the reason what it is for.</summary>
    CredentialAdded,

    /// <summary>A credential was changed, or its secret replaced.</summary>
    CredentialChanged,

    /// <summary>A credential was removed.</summary>
    CredentialRemoved,

    /// <summary>A terminal's client was given a credential; the target is its name.</summary>
    CredentialUsed,

    /// <summary>A credential could not be had, or the device did not accept it; the reason says which.</summary>
    CredentialFailed,

    /// <summary>A place shows another host key than the one on record; the target is the place, the reason the new fingerprint.</summary>
    HostKeyChanged,

    /// <summary>An administrator said that a changed host key is right.</summary>
    HostKeyApproved,

    /// <summary>An administrator put a changed host key aside.</summary>
    HostKeyDismissed,

    /// <summary>Host keys were put on record from a scan.</summary>
    HostKeysImported,

    /// <summary>A device that dials in was announced; the target is its name, the reason its ports.</summary>
    DialInAdded,

    /// <summary>A device that dials in was changed, stopped or started; the reason says how.</summary>
    DialInChanged,

    /// <summary>A device that dials in was removed.</summary>
    DialInRemoved,

    /// <summary>A device that dials in showed its code and enrolled a key; the reason is the key's fingerprint.</summary>
    DialInEnrolled,

    /// <summary>A device dialed in; the target is its name, the reason the road.</summary>
    TunnelUp,

    /// <summary>A device's tunnel ended; the reason says why.</summary>
    TunnelDown,

    /// <summary>Somebody who wanted to dial in was not let in; the reason says why.</summary>
    TunnelRefused,

    /// <summary>The service port of a pair leads to the other one now; the reason says to which and why.</summary>
    TunnelSwitched,

    /// <summary>Somebody came to the web pages of a device that dials in.</summary>
    WebOpened,

    /// <summary>The record's own: a file begins.</summary>
    FileBegun,

    /// <summary>The record's own: the line before was not finished, as the gateway was killed or the disk was full.</summary>
    LineTorn,

    /// <summary>The record's own: lines that had been written are not there any more.</summary>
    LinesMissing,

    /// <summary>The record's own: entries could not be written; the reason says how many and when.</summary>
    EntriesLost,

    /// <summary>The record's own: old files are removed; the reason says up to which line.</summary>
    FilesPruned,
}

/// <summary>One event for the record. Never what a terminal shows or takes, and never a secret.</summary>
/// <param name="Event">What happened.</param>
public sealed record AuditEntry(AuditEvent Event)
{
    /// <summary>Who did it: a person's id, a visitor's name, or null for the gateway itself.</summary>
    public string? Person { get; init; }

    /// <summary>The sign-in he used.</summary>
    public string? SignIn { get; init; }

    /// <summary>The address he came from.</summary>
    public string? Address { get; init; }

    /// <summary>Whom or what it was done to: another person, a sign-in, a token.</summary>
    public string? Target { get; init; }

    /// <summary>The terminal's name.</summary>
    public string? Terminal { get; init; }

    /// <summary>The terminal's method.</summary>
    public string? Method { get; init; }

    /// <summary>The terminal's remote user.</summary>
    public string? User { get; init; }

    /// <summary>The terminal's port of the domain; null for a device's own address.</summary>
    public int? Port { get; init; }

    /// <summary>The name of the terminal's device.</summary>
    public string? Device { get; init; }

    /// <summary>The device's own address with its port, such as <c>10.0.0.9:22</c>; null for a port of the domain.</summary>
    public string? Place { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Why, in the gateway's own words or one of its codes.</summary>
    public string? Reason { get; init; }

    /// <summary>The entry with what it is about: what may be, or is, open.</summary>
    public AuditEntry About(RemoteRequest remote)
    {
        var target = remote.Target;
        return this with { Method = remote.Method.Name, User = remote.User, Port = target.IsOfDomain ? target.Port : null, Device = target.Device, Place = target.IsOfDomain ? null : target.Place };
    }

    /// <summary>An entry about what a caller did.</summary>
    public static AuditEntry By(Caller? caller, AuditEvent happened) =>
        new(happened) { Person = caller?.Owner, SignIn = caller?.SignIn?.Id, Address = caller?.Address };
}

/// <summary>Where the record is kept.</summary>
public sealed record AuditOptions
{
    /// <summary>Absolute path of the file, for example <c>/var/lib/gateway/audit/audit.jsonl</c>; null for none.</summary>
    public string? File { get; init; }

    /// <summary>Size in bytes at which a new file is begun.</summary>
    public long FileSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long full files are kept.</summary>
    public TimeSpan Retain { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Where it is sent too, such as <c>udp://10.0.0.9:514</c> or <c>tcp://10.0.0.9:601</c>; null for nowhere.</summary>
    public Uri? Syslog { get; init; }

    /// <summary>Whether new terminals are opened although what happens cannot be put on record.</summary>
    public bool ContinueWithout { get; init; }

    /// <summary>The node's name.</summary>
    public required string Node { get; init; }
}
