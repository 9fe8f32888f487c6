namespace Gateway.Web.Tunnels;

/// <summary>The devices that dial in, as somebody may see them; see protocol.ts.</summary>
/// <param name="May">Whether this person may announce, change, stop, start and remove them.</param>
/// <param name="Ssh">Where plain ssh dials in, "gateway.example:2222"; empty where it cannot.</param>
/// <param name="Tunnels">Them, by name.</param>
public sealed record TunnelList(bool May, string Ssh, IReadOnlyList<TunnelRow> Tunnels);

/// <summary>A device that dials in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stopped">Whether an administrator has stopped it.</param>
/// <param name="ServicePort">Port that leads to whichever of the pair is live; null for none.</param>
/// <param name="ServiceOn">Which of the pair that is now, <c>master</c> or <c>clone</c>; empty for neither.</param>
/// <param name="Preferred">Which of the pair it is when both are live.</param>
/// <param name="Direct">Port of the domain that leads to it without its dialing in; null for none.</param>
/// <param name="Members">The device, or the two of a pair.</param>
public sealed record TunnelRow(string Name, bool Stopped, int? ServicePort, string ServiceOn, string Preferred, int? Direct, IReadOnlyList<TunnelMember> Members);

/// <summary>A device of a pair, or the only one.</summary>
/// <param name="Member"><c>master</c> or <c>clone</c>.</param>
/// <param name="Ssh">Port of the domain that leads to its ssh.</param>
/// <param name="Http">The same for its web pages; null for none.</param>
/// <param name="App">The same for its own TCP service; null for none.</param>
/// <param name="Identity">What it shows: <c>key</c>, <c>token</c>, or <c>none</c> while it is not enrolled.</param>
/// <param name="Fingerprint">Its key's; empty without a key.</param>
/// <param name="Web">Address of its web pages; empty where there are none to open.</param>
/// <param name="Roads">The roads that are up.</param>
/// <param name="LastSeen">When it was last up, ISO 8601; null for never.</param>
/// <param name="Flaps">How often it came up in the last 24 hours.</param>
/// <param name="Refusal">Why it was last refused; null if it was not since it last came up.</param>
/// <param name="Problems">What is wrong with its ports on some node, in words.</param>
public sealed record TunnelMember(
    string Member, int Ssh, int? Http, int? App, string Identity, string Fingerprint, string Web, IReadOnlyList<TunnelRoad> Roads, DateTimeOffset? LastSeen, int Flaps, TunnelLine? Refusal,
    IReadOnlyList<string> Problems);

/// <summary>A road that is up.</summary>
/// <param name="Road"><c>ssh</c> or <c>websocket</c>.</param>
/// <param name="Node">Name of the node that it came to.</param>
/// <param name="Since">Since when, ISO 8601.</param>
/// <param name="From">The address it came from; empty where that is not known, or not for this person.</param>
/// <param name="RoundTrip">Milliseconds to the device and back; null if not measured.</param>
/// <param name="Received">Bytes from the device.</param>
/// <param name="Sent">Bytes to it.</param>
/// <param name="Services">What it carries: <c>ssh</c>, <c>http</c>, <c>app</c>.</param>
public sealed record TunnelRoad(string Road, string Node, DateTimeOffset Since, string From, double? RoundTrip, long Received, long Sent, IReadOnlyList<string> Services);

/// <summary>A line of a device's history.</summary>
/// <param name="At">When, ISO 8601.</param>
/// <param name="Event"><c>up</c>, <c>down</c>, <c>refused</c>, <c>switched</c> or <c>changed</c>.</param>
/// <param name="Member">Which of a pair.</param>
/// <param name="Road"><c>ssh</c>, <c>websocket</c>, <c>direct</c>; empty for none.</param>
/// <param name="From">The address it came from; empty where that is not known.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Node">Name of the node.</param>
public sealed record TunnelLine(DateTimeOffset At, string Event, string Member, string Road, string From, string Reason, string Node);

/// <summary>More about one device, for administrators.</summary>
/// <param name="Row">What the list says.</param>
/// <param name="History">What happened to it, the latest first.</param>
/// <param name="Ports">Each of its ports on this node.</param>
/// <param name="Setups">What to run on it.</param>
public sealed record TunnelDetail(TunnelRow Row, IReadOnlyList<TunnelLine> History, IReadOnlyList<TunnelPort> Ports, IReadOnlyList<TunnelSetup> Setups);

/// <summary>A port of a device on the node that was asked.</summary>
/// <param name="Port">The port.</param>
/// <param name="Leads">What it leads to, in words: "ssh of the master".</param>
/// <param name="Holder">Who listens there: the process, "this gateway", "nobody".</param>
/// <param name="Fault">What is wrong with that; empty for nothing.</param>
public sealed record TunnelPort(int Port, string Leads, string Holder, string Fault);

/// <summary>What to run on a device, ready to copy.</summary>
/// <param name="Member">Which of a pair.</param>
/// <param name="Road"><c>ssh</c> or <c>websocket</c>.</param>
/// <param name="Command">The command line.</param>
/// <param name="Unit">The systemd unit that keeps it up.</param>
public sealed record TunnelSetup(string Member, string Road, string Command, string Unit);

/// <summary>A device to be announced, or a series of them.</summary>
/// <param name="Name">Its name, or those of a series, "sop001..sop050": each further device has the next of every port.</param>
/// <param name="Ssh">Ports of the device, or of the master.</param>
/// <param name="Http">See <paramref name="Ssh"/>.</param>
/// <param name="App">See <paramref name="Ssh"/>.</param>
/// <param name="CloneSsh">Port of the clone's ssh; null for no clone.</param>
/// <param name="CloneHttp">See <paramref name="CloneSsh"/>.</param>
/// <param name="CloneApp">See <paramref name="CloneSsh"/>.</param>
/// <param name="Service">Port that follows whichever is live.</param>
/// <param name="Preferred">Which of a pair that is when both are live, <c>master</c> or <c>clone</c>; null for the master.</param>
/// <param name="Direct">Port of the domain that leads to its ssh without its dialing in; null for none.</param>
/// <param name="Passwords">Whether people may sign in to its ssh with a password.</param>
/// <param name="Token">Whether each is to have a token in place of a key.</param>
public sealed record TunnelRequest(string? Name, int Ssh, int? Http, int? App, int? CloneSsh, int? CloneHttp, int? CloneApp, int? Service, string? Preferred, int? Direct, bool Passwords, bool Token);

/// <summary>What was announced.</summary>
/// <param name="Tokens">The tokens that were made, in order. They are shown this once.</param>
public sealed record TunnelAnnounced(IReadOnlyList<TunnelToken> Tokens);

/// <summary>The token of a device.</summary>
/// <param name="Name">The device's name.</param>
/// <param name="Member">Which of a pair, <c>master</c> or <c>clone</c>; empty for a device that is none.</param>
/// <param name="Token">The token.</param>
/// <param name="Command">What to run on the device.</param>
public sealed record TunnelToken(string Name, string Member, string Token, string Command)
{
    // A log that writes a record out holds no token.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }
}

/// <summary>A key to be enrolled, or a code to be made where there is none.</summary>
/// <param name="Member"><c>master</c> or <c>clone</c>.</param>
/// <param name="Key">The public key's line; null for a code.</param>
public sealed record TunnelEnrolment(string? Member, string? Key);

/// <summary>A code that enrols a device once. It is shown this once.</summary>
/// <param name="Code">The code; empty where a key was enrolled.</param>
/// <param name="Until">Until when it counts, ISO 8601; null without a code.</param>
/// <param name="Command">What to run on the device.</param>
public sealed record TunnelCode(string Code, DateTimeOffset? Until, string Command);

/// <summary>The end of an agent's own log.</summary>
/// <param name="Lines">Lines, oldest first.</param>
public sealed record TunnelLogLines(IReadOnlyList<string> Lines);
