using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Tunnels;

namespace Gateway.Web.Devices;

/// <summary>What a visitor's wish came to: where it leads, and how it is to be opened.</summary>
/// <param name="Remote">What is opened.</param>
/// <param name="Device">The device that it is; null for a port that no device has.</param>
public sealed record Destination(RemoteRequest Remote, Device? Device)
{
    /// <summary>Whether the gateway signs in.</summary>
    public bool Automatic { get; init; }

    /// <summary>Whether somebody chose that, and it is not the device's default.</summary>
    public bool AutomaticIsChosen { get; init; }

    /// <summary>With whose credentials.</summary>
    public CredentialChoice Credentials { get; init; }

    /// <summary>The password that was typed for this once; null for none. It is in no log and no record.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the user is whatever the credential says: the visitor named none.</summary>
    public bool UserIsCredentials { get; init; }

    /// <summary>Whether one browser only is let in.</summary>
    public bool OneClient { get; init; }

    /// <summary>Whether whoever opens the same place so too comes into the same terminal.</summary>
    public bool Share { get; init; }

    /// <summary>The old algorithms that are allowed, until when and why; empty for none.</summary>
    public string Legacy => Remote.Target.Legacy.IsEmpty ? "" : Device?.Legacy?.InWords() ?? "";

    /// <summary>The road by which a device that dials in was found; null for everything else, and before it was looked for.</summary>
    public Road? Dialed { get; init; }

    /// <summary>Which of a pair was found; null where there is no pair.</summary>
    public Gateway.Tunnels.Member? Member { get; init; }

    /// <summary>How it is reached, for the page.</summary>
    public string Road => Dialed switch
    {
        Gateway.Tunnels.Road.Ssh => "ssh-tunnel",
        Gateway.Tunnels.Road.WebSocket => "websocket",
        Gateway.Tunnels.Road.Direct => "direct",
        _ => Remote.Target switch { { IsOfDomain: true } => "domain", { Jump: null } => "direct", _ => "jump" },
    };

    /// <summary>Which of a pair it is, for the page; empty where there is no pair.</summary>
    public string MemberName => Member?.ToString().ToLowerInvariant() ?? "";

    /// <summary>What is particular about the terminal, for the page.</summary>
    public TerminalTraitsMessage Traits
    {
        get
        {
            var traits = Device?.Terminal ?? new TerminalTraits();
            return new TerminalTraitsMessage(
                traits.Enter.ToString().ToLowerInvariant(), traits.BackspaceIsBs ? "bs" : "del", traits.LocalEcho, traits.Encoding, Remote.Method.BehindRelay(Remote) is not null,
                (long)traits.LineDelay.TotalMilliseconds, traits.WaitFor);
        }
    }

    // Whatever writes a record out, a log for one, does not write the password.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(Remote.Method.Name).Append(' ').Append(Remote.User).Append(' ').Append(Remote.Target.Key);
        return true;
    }
}
