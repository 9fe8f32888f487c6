using Gateway.Access.Policies;
using Gateway.Inventory;
using Gateway.Methods;

namespace Gateway.Access;

/// <summary>
/// The one place that says who may do what. Every route, every hub method and every request that another node passes on
/// asks here, and what runs is asked about again. It remembers nothing, so its answers can be asked for at any time.
/// </summary>
public sealed class Authorizer(SignInOptions signIn, PolicyInForce policy, RecordingRights recordings, InventoryInForce inventory, TimeProvider time)
{
    /// <summary>Name of the rule that decides where no rule fits.</summary>
    public const string NoRule = "(no rule)";

    /// <summary>Name of the rule of a gateway where nobody signs in.</summary>
    public const string NoSignIn = "(nobody signs in)";

    /// <summary>Name of the rule that decides where the inventory does not lead to what is asked for.</summary>
    public const string NoDevice = "(inventory)";

    private const string Built = "(built in)";
    private const string Administrators = "administrators";
    private const string Auditors = "recording.auditors";
    private const string Owners = "recording.ownersMayReplay";

    private static readonly AccessDecision Allowed = new(AccessDenial.None, Built);

    /// <summary>Whether this gateway records terminals.</summary>
    public bool CanRecord => recordings.IsOn;

    /// <summary>Whether people sign in here.</summary>
    public bool AsksForSignIn => signIn.IsOn;

    /// <summary>Decides.</summary>
    /// <param name="caller">Who asks; null for nobody known.</param>
    /// <param name="request">What for.</param>
    public AccessDecision Decide(Caller? caller, AccessRequest request)
    {
        if (request.Action == AccessAction.Anyone) return Allowed;
        if (caller is null || signIn.IsOn && caller.SignIn is null) return new(AccessDenial.NotSignedIn, Built);
        if (caller.SignIn is { Scopes: { } scopes } && !Fits(scopes, request.Action)) return new(AccessDenial.Scope, "(token)");
        if (request.Owner is { } owner && owner != caller.Owner && !IsAboutOthers(request.Action) && !(caller.Person is not null && IsAboutRecordings(request.Action))) return new(AccessDenial.NotYours, Built);
        var decision = caller.Person is { } person ? ForPerson(person, request) : ForVisitor(request);
        // A token that is only to watch does no more than that, whatever somebody is invited to.
        bool watchesOnly = request.Action == AccessAction.JoinByInvitation && caller.SignIn?.Scopes is { } limited && !limited.HasFlag(TokenScopes.Terminals);
        return watchesOnly && decision.Right == TerminalRight.Type ? decision with { Right = TerminalRight.Watch } : decision;
    }

    /// <summary>Whether somebody looks after the gateway.</summary>
    public bool IsAdministrator(Person person)
    {
        var current = policy.Current;
        return RuleFit.Names(current.AdministratorGroups, current.Administrators, person);
    }

    /// <summary>Whether somebody may see everybody's recordings.</summary>
    public bool IsAuditor(Person person) => IsAdministrator(person) || RuleFit.Names(recordings.AuditorGroups, recordings.Auditors, person);

    /// <summary>The rule that decides about a terminal, with its decision.</summary>
    /// <param name="person">Who.</param>
    /// <param name="remote">The terminal's link.</param>
    /// <param name="at">When.</param>
    public AccessDecision Explain(Person person, RemoteRequest remote, DateTimeOffset at)
    {
        if (!IsLedTo(remote, out var device)) return new(AccessDenial.Inventory, NoDevice);
        return By(policy.Current.Rules.FirstOrDefault(rule => RuleFit.Of(rule, person, remote, device) == RuleMisfit.None), at);
    }

    /// <summary>The rule that decides about the web pages of a device that dials in, with its decision. They are opened whole or not at all, and cannot be recorded.</summary>
    /// <param name="person">Who.</param>
    /// <param name="web">The pages.</param>
    /// <param name="at">When.</param>
    public AccessDecision Explain(Person person, WebPlace web, DateTimeOffset at)
    {
        var device = DeviceOf(web);
        return Unrecorded(Typing(By(policy.Current.Rules.FirstOrDefault(rule => RuleFit.OfWeb(rule, person, web.Port, device) == RuleMisfit.None), at)));
    }

    /// <summary>The device whose pages are meant, as the inventory has it now; one that it does not know has a name and no groups.</summary>
    public Device DeviceOf(WebPlace web) => inventory.Current.Find(web.Device) ?? new Device { Name = web.Device };

    /// <summary>Whether somebody may open or watch a way to a device as some remote user, at some hour.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="device">The device.</param>
    /// <param name="way">The way, which is one of the device's.</param>
    public bool MaySee(Caller caller, Device device, Way way)
    {
        if (caller.Person is not { } person) return !signIn.IsOn;
        foreach (var rule in policy.Current.Rules)
        {
            if (RuleFit.OfPlace(rule, person, way.Protocol, way.Address is null ? way.Port : null, device) != RuleMisfit.None) continue;
            if (rule.May != TerminalRight.None) return true;
            if (rule.Users.IsEmpty || rule.Users.Contains("*")) return false;
        }
        return false;
    }

    /// <summary>The device that a request leads to, as the inventory has it now; null for a port that no device has.</summary>
    public Device? DeviceOf(RemoteRequest remote) => IsLedTo(remote, out var device) ? device : null;

    private AccessDecision By(PolicyRule? rule, DateTimeOffset at)
    {
        if (rule is null) return new(AccessDenial.Policy, NoRule);
        if (rule.May == TerminalRight.None) return new(AccessDenial.Policy, rule.Name);
        DateTimeOffset? until = null;
        if (rule.Hours is { } hours)
        {
            until = hours.EndAt(at);
            if (until is null) return new(AccessDenial.Hours, rule.Name);
        }
        var recorded = rule.Recorded ? RecordingNeed.Required : recordings.Usual;
        return rule.Recorded && !CanRecord
            ? new(AccessDenial.Recording, rule.Name, Recorded: recorded)
            : new(AccessDenial.None, rule.Name, rule.May, until, rule.Longest, recorded);
    }

    // What a terminal was opened for has to stand in the inventory still: a device that is not there any more, or has moved
    // to another port or address, is not where the terminal leads. A port that no device had rests on the ports alone.
    private bool IsLedTo(RemoteRequest remote, out Device? device)
    {
        var (current, target, method) = (inventory.Current, remote.Target, remote.Method.Name);
        device = target.Device is { } name ? current.Find(name) : current.FindByPort(target.Port);
        return target.Device is null ? target.IsOfDomain && (device is null || current.FindByPort(method, target.Port) is not null) : current.Leads(target.Device, method, target.Address, target.Port, target.Jump is null ? Via.Direct : Via.Jump);
    }

    // Where nobody signs in a visitor has what is his, and nobody looks after the others'.
    private AccessDecision ForVisitor(AccessRequest request) => request.Action switch
    {
        _ when request.Remote is { } remote && !IsLedTo(remote, out _) => new(AccessDenial.Inventory, NoDevice),
        AccessAction.ListTerminals or AccessAction.ListDevices or AccessAction.SeeTunnels or AccessAction.CloseTerminal or AccessAction.ShareTerminal => new(AccessDenial.None, NoSignIn),
        // The invitation's secret is all the right there is.
        AccessAction.JoinByInvitation when request.Offered != TerminalRight.None => new(AccessDenial.None, NoSignIn, request.Offered),
        AccessAction.OpenTerminal or AccessAction.UseTerminal => new(AccessDenial.None, NoSignIn, TerminalRight.Type, Recorded: recordings.Usual),
        AccessAction.OpenDesktop => Unrecorded(new(AccessDenial.None, NoSignIn, TerminalRight.Type, Recorded: recordings.Usual)),
        AccessAction.OpenWeb when request.Web is not null => Unrecorded(new(AccessDenial.None, NoSignIn, TerminalRight.Type, Recorded: recordings.Usual)),
        _ when IsAboutRecordings(request.Action) =>
            recordings.OwnersMayReplay ? new(AccessDenial.None, NoSignIn) : new(AccessDenial.NotYours, Owners),
        _ => new(AccessDenial.NotYours, NoSignIn),
    };

    private AccessDecision ForPerson(Person person, AccessRequest request) => request.Action switch
    {
        AccessAction.Self or AccessAction.ListTerminals or AccessAction.ListDevices or AccessAction.SeeTunnels or AccessAction.CloseTerminal => Allowed,
        AccessAction.OpenTerminal => Typing(ForTerminal(person, request)),
        AccessAction.OpenDesktop => ForDesktop(person, request),
        AccessAction.UseTerminal or AccessAction.SeePresence or AccessAction.AskToWatch or AccessAction.ShareTerminal => ForTerminal(person, request),
        AccessAction.JoinByInvitation => Invited(person, request),
        AccessAction.WatchTerminal => ToWatch(person, request),
        _ when IsAboutRecordings(request.Action) => ToReplay(person, request.Owner),
        AccessAction.Administer or AccessAction.SeeSettings or AccessAction.EndTerminal or AccessAction.SendMessage or AccessAction.ReadAudit or AccessAction.RevokeSignIn or AccessAction.ManageCredentials or AccessAction.AcceptHostKey or AccessAction.ManageTunnels =>
            IsAdministrator(person) ? new(AccessDenial.None, Administrators) : new(AccessDenial.NotYours, Built),
        AccessAction.OpenWeb => request.Web is { } web ? Explain(person, web, time.GetUtcNow()) : new(AccessDenial.Policy, NoRule),
        _ => throw new InvalidOperationException($"Nobody has decided about {request.Action}."),
    };

    private AccessDecision ForTerminal(Person person, AccessRequest request) =>
        request.Remote is { } remote ? Explain(person, remote, time.GetUtcNow()) : new(AccessDenial.Policy, NoRule);

    // What goes over a desktop session the gateway cannot see: neither as whom somebody signs in at the device, nor, at a port
    // that no device has, by which protocol. So a rule that is about one of these cannot be kept there.
    private AccessDecision ForDesktop(Person person, AccessRequest request)
    {
        if (request.Remote is not { } remote || !IsLedTo(remote, out var device)) return ForTerminal(person, request);
        string[] methods = device is null ? ["ssh", "telnet"] : [remote.Method.Name];
        int? port = remote.Target.IsOfDomain ? remote.Port : null;
        PolicyRule?[] deciding = [.. methods.Select(method => policy.Current.Rules.FirstOrDefault(rule => RuleFit.OfPlace(rule, person, method, port, device) == RuleMisfit.None)).Distinct()];
        if (deciding is not [{ } one]) return deciding is [null] ? new(AccessDenial.Policy, NoRule) : new(AccessDenial.Unseen, deciding.First(rule => rule is not null)!.Name);
        return !one.Users.IsEmpty && !one.Users.Contains("*") ? new(AccessDenial.Unseen, one.Name) : Unrecorded(Typing(ForTerminal(person, request)));
    }

    // A terminal belongs to whoever opens it, and somebody has to be able to type there.
    private static AccessDecision Typing(AccessDecision decision) =>
        decision is { IsAllowed: true, Right: not TerminalRight.Type } ? decision with { Denial = AccessDenial.WatchOnly, Right = TerminalRight.None } : decision;

    // What is encrypted from the person's own program to the device cannot be recorded in between.
    private static AccessDecision Unrecorded(AccessDecision decision) =>
        decision is { IsAllowed: true, Recorded: RecordingNeed.Required } ? decision with { Denial = AccessDenial.Unrecordable, Right = TerminalRight.None } : decision;

    private AccessDecision ToWatch(Person person, AccessRequest request)
    {
        if (IsAdministrator(person)) return new(AccessDenial.None, Administrators, TerminalRight.Watch);
        // An invitation opens no port that the policy keeps shut.
        var decision = ForTerminal(person, request);
        if (!request.Invited) return decision with { Denial = AccessDenial.NotYours, Right = TerminalRight.None };
        return decision.IsAllowed ? decision with { Right = TerminalRight.Watch } : decision;
    }

    // Both have to say so: the invitation, and the policy about whoever comes with it.
    private AccessDecision Invited(Person person, AccessRequest request)
    {
        var decision = ForTerminal(person, request);
        if (request.Offered == TerminalRight.None) return decision with { Denial = AccessDenial.NotYours, Right = TerminalRight.None };
        return decision.IsAllowed && request.Offered < decision.Right ? decision with { Right = request.Offered } : decision;
    }

    private AccessDecision ToReplay(Person person, string? owner)
    {
        if (IsAuditor(person)) return new(AccessDenial.None, IsAdministrator(person) ? Administrators : Auditors);
        return (owner is null || owner == person.Id) && recordings.OwnersMayReplay ? new(AccessDenial.None, Owners) : new(AccessDenial.NotYours, Owners);
    }

    // Where nobody signs in they are not: there a visitor has only what is his.
    private static bool IsAboutRecordings(AccessAction action) =>
        action is AccessAction.ListRecordings or AccessAction.ReplayRecording or AccessAction.SearchRecordings or AccessAction.ExportRecording;

    private static bool IsAboutOthers(AccessAction action) => action is AccessAction.WatchTerminal or AccessAction.JoinByInvitation or AccessAction.AskToWatch or AccessAction.SeePresence
        or AccessAction.Administer or AccessAction.SeeSettings or AccessAction.EndTerminal or AccessAction.SendMessage or AccessAction.ReadAudit or AccessAction.RevokeSignIn or AccessAction.ManageCredentials or AccessAction.AcceptHostKey;

    private static bool Fits(TokenScopes scopes, AccessAction action) => action switch
    {
        AccessAction.ListTerminals or AccessAction.ListDevices or AccessAction.SeeTunnels or AccessAction.OpenTerminal or AccessAction.OpenDesktop or AccessAction.UseTerminal or AccessAction.CloseTerminal or AccessAction.SeePresence
            or AccessAction.ShareTerminal => scopes.HasFlag(TokenScopes.Terminals),
        AccessAction.JoinByInvitation => scopes.HasFlag(TokenScopes.Terminals) || scopes.HasFlag(TokenScopes.Watch),
        AccessAction.WatchTerminal or AccessAction.AskToWatch => scopes.HasFlag(TokenScopes.Watch),
        AccessAction.Administer or AccessAction.SeeSettings or AccessAction.ReadAudit => scopes.HasFlag(TokenScopes.Read),
        _ when IsAboutRecordings(action) => scopes.HasFlag(TokenScopes.Recordings),
        AccessAction.EndTerminal or AccessAction.SendMessage or AccessAction.RevokeSignIn => scopes.HasFlag(TokenScopes.Administer),
        // A token makes no tokens and revokes no sign-ins: who finds one must not be able to stay.
        _ => false,
    };
}
