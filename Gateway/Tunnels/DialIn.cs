using System.Text.Json.Serialization;

namespace Gateway.Tunnels;

/// <summary>Which of a pair of devices is meant; a device without a pair is a master.</summary>
public enum Member
{
    /// <summary>The first.</summary>
    Master,

    /// <summary>The one that stands in for it.</summary>
    Clone,
}

/// <summary>What a device publishes.</summary>
public enum Service
{
    /// <summary>Its ssh server.</summary>
    Ssh,

    /// <summary>Its web pages.</summary>
    Http,

    /// <summary>Any TCP service of its own.</summary>
    App,
}

/// <summary>By which road a device is reached.</summary>
public enum Road
{
    /// <summary>A reverse tunnel of plain OpenSSH.</summary>
    Ssh,

    /// <summary>The agent's WebSocket.</summary>
    WebSocket,

    /// <summary>A port of the domain that leads to it without its dialing in.</summary>
    Direct,
}

/// <summary>A device that dials in: who it is, and the ports of the domain that lead to it while it is there.</summary>
public sealed record DialIn
{
    /// <summary>Its name, of which there is one, within the grammar of <see cref="Inventory.Device.Name"/>; of a host name too, so without underscore or dot, if it publishes http.</summary>
    public required string Name { get; init; }

    /// <summary>The device, or the first of a pair.</summary>
    public required DialInMember Master { get; init; }

    /// <summary>The second of a pair; null where there is none.</summary>
    [JsonPropertyName("clone")]
    public DialInMember? CloneMember { get; init; }

    /// <summary>Port of the domain that leads to the ssh of whichever of the pair is live; null for none.</summary>
    public int? ServicePort { get; init; }

    /// <summary>Which of the pair <see cref="ServicePort"/> leads to when both are live.</summary>
    public Member Preferred { get; init; }

    /// <summary>Port of the domain that leads to its ssh without its dialing in (<see cref="Road.Direct"/>); null for none.</summary>
    public int? Direct { get; init; }

    /// <summary>Whether people may sign in to its ssh with a password; otherwise with keys only.</summary>
    public bool Passwords { get; init; }

    /// <summary>Whether an administrator has stopped it: it is not let in, by any road, until he starts it.</summary>
    public bool Stopped { get; init; }

    /// <summary>When it was announced.</summary>
    public DateTimeOffset Added { get; init; }

    /// <summary>Its members with what they are.</summary>
    public IEnumerable<(Member Which, DialInMember Member)> Members()
    {
        yield return (Member.Master, Master);
        if (CloneMember is not null) yield return (Member.Clone, CloneMember);
    }

    /// <summary>One of its members; null if it has no such one.</summary>
    public DialInMember? Of(Member which) => which == Member.Master ? Master : CloneMember;

    /// <summary>
    /// As what it appears among devices, with the port that leads to its ssh: by its name, for a pair at the service port if
    /// it has one; and then each of the pair by itself, as <c>NAME-master</c> and <c>NAME-clone</c>.
    /// </summary>
    public IEnumerable<(string Name, int Port)> Entries()
    {
        yield return (Name, ServicePort ?? Master.Ssh);
        if (CloneMember is null) yield break;
        if (ServicePort is not null) yield return ($"{Name}-master", Master.Ssh);
        yield return ($"{Name}-clone", CloneMember.Ssh);
    }

    /// <summary>It with one of its members changed.</summary>
    public DialIn With(Member which, DialInMember member) => which == Member.Master ? this with { Master = member } : this with { CloneMember = member };

    /// <summary>All ports of the domain that it takes, with what each leads to; <see cref="Direct"/> not among them.</summary>
    public IEnumerable<DialInPort> Ports()
    {
        foreach (var (which, member) in Members())
            foreach (var (service, port) in member.Ports()) yield return new DialInPort(this, which, service, port);
        if (ServicePort is { } common) yield return new DialInPort(this, null, Service.Ssh, common);
    }
}

/// <summary>A port of the domain that a device which dials in takes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Member">Which of the pair; null for whichever is live.</param>
/// <param name="Service">What it leads to.</param>
/// <param name="Port">The port.</param>
public sealed record DialInPort(DialIn Device, Member? Member, Service Service, int Port);

/// <summary>One device of a pair, or the only one.</summary>
public sealed record DialInMember
{
    /// <summary>Its public key in OpenSSH's form without comment, "ecdsa-sha2-nistp256 AAAA…"; null if it has none yet, or a token.</summary>
    public string? Key { get; init; }

    /// <summary>SHA-256 of its token in hexadecimal; null if it has none.</summary>
    public string? TokenHash { get; init; }

    /// <summary>Port of the domain that leads to its ssh.</summary>
    public required int Ssh { get; init; }

    /// <summary>Port of the domain that leads to its web pages; null for none.</summary>
    public int? Http { get; init; }

    /// <summary>Port of the domain that leads to its own TCP service; null for none.</summary>
    public int? App { get; init; }

    /// <summary>SHA-256 of the code that enrols its key once, in hexadecimal; null while none is out.</summary>
    public string? CodeHash { get; init; }

    /// <summary>Until when that code counts.</summary>
    public DateTimeOffset? CodeUntil { get; init; }

    /// <summary>Public key that may leave a key for it once, with ssh-copy-id(1), in OpenSSH's form; null while none is out.</summary>
    public string? EnrolKey { get; init; }

    /// <summary>Until when that counts.</summary>
    public DateTimeOffset? EnrolUntil { get; init; }

    /// <summary>Its services with their ports.</summary>
    public IEnumerable<(Service Service, int Port)> Ports()
    {
        yield return (Service.Ssh, Ssh);
        if (Http is { } http) yield return (Service.Http, http);
        if (App is { } app) yield return (Service.App, app);
    }

    /// <summary>The port of one of its services; null if it does not publish it.</summary>
    public int? PortOf(Service service) => service switch { Service.Ssh => Ssh, Service.Http => Http, _ => App };

    // A log that writes a record out holds no hash to guess at.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Ssh = ").Append(Ssh);
        return true;
    }
}
