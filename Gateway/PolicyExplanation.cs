using System.Globalization;
using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Access.Policies;
using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Web.Devices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway;

/// <summary>Says what a configuration's policy decides about somebody and a terminal, and why, without a running gateway.</summary>
public static class PolicyExplanation
{
    /// <summary>The lines to print, and whether a terminal may be opened; null if the question cannot be asked so.</summary>
    /// <param name="configuration">The checked configuration.</param>
    /// <param name="name">Who: <c>alice</c>, who then comes by the first way that is configured, or <c>oidc:alice</c>.</param>
    /// <param name="groups">The groups that he is in.</param>
    /// <param name="link">Method, remote user, and the port as in a link or the name of a device.</param>
    /// <param name="at">When.</param>
    public static (bool? Allowed, IReadOnlyList<string> Lines) Of(GatewayConfiguration configuration, string name, IReadOnlyList<string> groups, (string Method, string User, string Port) link, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(name);
        var signIn = AccessRooms.SignIn(configuration.SignIn);
        var catalog = new MethodCatalog(Rooms.MethodsOf(configuration, Path.Combine(configuration.Data, "home")));
        var inventory = InventoryRooms.Load(configuration);
        if (inventory.Inventory is null) return (null, [$"The inventory cannot be read: {inventory.Problem}"]);
        if (link.Method == WebPlace.Method) return WebExplanation.Of(configuration, catalog, inventory.Inventory, name, groups, link.User, link.Port, at);
        var verdict = Read(catalog, inventory.Inventory, Rooms.DestinationsOf(configuration), link, out var remote, out string? missing);
        if (missing is not null) return (false, [$"Refused to everybody: {missing}"]);
        if (remote is null)
            return verdict is LinkVerdict.InvalidUser or LinkVerdict.InvalidPort ? (null, [Words(verdict, link, catalog)]) : (false, [$"Refused to everybody: {Words(verdict, link, catalog)}"]);
        if (!signIn.IsOn) return (true, ["Allowed to everybody: nobody signs in here (signIn), so there is no policy."]);
        return Who(signIn, name, groups, out var no) is { } person ? About(configuration, inventory.Inventory, signIn, person, remote, at) : no;
    }

    /// <summary>Who is meant; null with what to answer if that is nobody who can sign in.</summary>
    internal static Person? Who(SignInOptions signIn, string name, IReadOnlyList<string> groups, out (bool? Allowed, IReadOnlyList<string> Lines) no)
    {
        no = default;
        var ways = Ways(signIn);
        var way = ways.Append(SignInWay.Local).First();
        foreach (var one in Enum.GetValues<SignInWay>())
        {
            if (!name.StartsWith(Person.WayName(one) + ":", StringComparison.Ordinal)) continue;
            name = name[(Person.WayName(one).Length + 1)..];
            way = one;
            break;
        }
        if (!Person.IsName(name)) no = (null, [$"'{name}' is not a person's name: 1 to {Person.LongestName} characters, without control characters and blanks at the ends."]);
        else if (!ways.Contains(way)) no = (false, [$"Refused: nobody can sign in by {Person.WayName(way)} here, only by {string.Join(", ", ways.Select(Person.WayName))}."]);
        if (no.Lines is not null) return null;
        // Of local people the file knows the groups; of all others only whoever signs them in.
        if (way == SignInWay.Local && groups.Count == 0) groups = new PeopleFile(signIn, TimeProvider.System, NullLogger<PeopleFile>.Instance).Current(name)?.Person.Groups ?? [];
        return new Person(way, name, name, groups);
    }

    // A device is asked about by its default way, as one click opens it.
    private static LinkVerdict Read(MethodCatalog catalog, DeviceInventory inventory, DestinationOptions options, (string Method, string User, string Port) link, out RemoteRequest? remote, out string? missing)
    {
        (remote, missing) = (null, null);
        if (link.Port.Length == 0 || link.Port.All(char.IsAsciiDigit) || inventory.Devices.IsEmpty) return catalog.Read(link.Method, link.User, link.Port, out remote);
        if (inventory.Find(link.Port) is not { } device)
        {
            missing = $"there is no device '{link.Port}' in the inventory.";
            return LinkVerdict.PortNotAllowed;
        }
        var ways = device.Ways().Where(way => way.Protocol == link.Method && (way.Address is null || device.Via == Via.Direct || options.Jump is not null));
        if (ways.OrderByDescending(way => way.Use == device.Defaults.Use).FirstOrDefault() is { } found)
            return catalog.Read(link.Method, link.User, new RemoteTarget { Device = device.Name, Address = found.Address, Port = found.Port, Jump = found.Address is not null && device.Via == Via.Jump ? options.Jump : null }, out remote);
        missing = $"the device '{device.Name}' is not reached by {link.Method}.";
        return LinkVerdict.UnknownMethod;
    }

    private static (bool? Allowed, IReadOnlyList<string> Lines) About(GatewayConfiguration configuration, DeviceInventory inventory, SignInOptions signIn, Person person, RemoteRequest remote, DateTimeOffset at)
    {
        var policy = AccessRooms.PolicyOf(configuration);
        var authorizer = new Authorizer(signIn, new PolicyInForce(policy), AccessRooms.RecordingsOf(configuration), new InventoryInForce(inventory), TimeProvider.System);
        var (decision, device) = (authorizer.Explain(person, remote, at), authorizer.DeviceOf(remote));
        string where = remote.Target.IsOfDomain ? string.Create(CultureInfo.InvariantCulture, $"port {remote.Port} of {configuration.Domain}") : remote.Target.Place;
        var lines = Table(person, string.Create(CultureInfo.InvariantCulture, $"{remote.Method.Name} as {remote.User} to {(device is null ? where : $"{device.Name} at {where}")}, {at:yyyy-MM-dd HH:mm zzz}"), policy, rule => RuleFit.Of(rule, person, remote, device));
        bool opens = decision is { IsAllowed: true, Right: TerminalRight.Type };
        lines.Add(Words(decision, configuration));
        return (opens, lines);
    }

    /// <summary>The rules, up to the one that decides, each with what does not fit.</summary>
    internal static List<string> Table(Person person, string what, Policy policy, Func<PolicyRule, RuleMisfit> fit)
    {
        var lines = new List<string> { $"{person.Id}, {(person.Groups.Count == 0 ? "in no group" : $"in {string.Join(", ", person.Groups)}")}", what, "" };
        int width = policy.Rules.Select(rule => rule.Name.Length).DefaultIfEmpty().Max();
        int number = 0;
        foreach (var rule in policy.Rules)
        {
            var misfit = fit(rule);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{++number,4}  {rule.Name.PadRight(width)}  {Words(misfit)}"));
            if (misfit == RuleMisfit.None) break;
        }
        if (number > 0) lines.Add("");
        return lines;
    }

    private static List<SignInWay> Ways(SignInOptions signIn)
    {
        var ways = new List<SignInWay>();
        if (signIn.PeopleFile is not null) ways.Add(SignInWay.Local);
        if (signIn.Oidc is not null) ways.Add(SignInWay.Oidc);
        if (signIn.Ldap is not null) ways.Add(SignInWay.Ldap);
        if (signIn.Proxy is not null) ways.Add(SignInWay.Proxy);
        if (signIn.Certificates is not null) ways.Add(SignInWay.Certificate);
        return ways;
    }

    private static string Words(RuleMisfit misfit) => misfit switch
    {
        RuleMisfit.None => "decides",
        RuleMisfit.Person => "does not fit: it is for other people",
        RuleMisfit.Port => "does not fit: it is for other ports",
        RuleMisfit.Device => "does not fit: it is for other devices",
        RuleMisfit.Method => "does not fit: it is for other methods",
        RuleMisfit.User => "does not fit: it is for other remote users",
        _ => throw new InvalidOperationException($"Nobody has words for {misfit}."),
    };

    private static string Words(LinkVerdict verdict, (string Method, string User, string Port) link, MethodCatalog catalog) => verdict switch
    {
        LinkVerdict.UnknownMethod => $"there is no method '{link.Method}' here, only {string.Join(" and ", catalog.Names)}.",
        LinkVerdict.InvalidUser => $"'{link.User}' is not a remote user.",
        LinkVerdict.InvalidPort => $"'{link.Port}' is not a port.",
        LinkVerdict.PortNotAllowed => $"port {link.Port} is not an allowed one (ports).",
        _ => throw new InvalidOperationException($"Nobody has words for {verdict}."),
    };

    /// <summary>A decision in a sentence.</summary>
    internal static string Words(AccessDecision decision, GatewayConfiguration configuration)
    {
        var hours = configuration.Policy.FirstOrDefault(rule => rule.Name == decision.Rule)?.Hours;
        return decision switch
        {
            { Denial: AccessDenial.Policy, Rule: Authorizer.NoRule } => "Refused: no rule fits.",
            { Denial: AccessDenial.Policy } => $"Refused by rule \"{decision.Rule}\", which allows nothing.",
            { Denial: AccessDenial.Hours } => $"Refused by rule \"{decision.Rule}\" at this hour: it allows {hours}.",
            { Denial: AccessDenial.Recording } => $"Refused by rule \"{decision.Rule}\": the terminal has to be recorded, which is switched off (recording.terminals).",
            { Right: TerminalRight.Watch } => $"Rule \"{decision.Rule}\" allows to watch only: no terminal can be opened{Ends(decision)}.",
            _ => $"Allowed by rule \"{decision.Rule}\": to open the terminal and to type{Ends(decision)}{Recorded(decision)}.",
        };
    }

    private static string Recorded(AccessDecision decision) => decision.Recorded switch
    {
        RecordingNeed.None => "",
        RecordingNeed.Wanted => "; it is recorded",
        RecordingNeed.Required => "; it is recorded, or does not open",
        var other => throw new InvalidOperationException($"Nobody has words for {other}."),
    };

    /// <summary>When what is allowed ends by itself.</summary>
    internal static string Ends(AccessDecision decision) => string.Concat(
        decision.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $", until {until.UtcDateTime:yyyy-MM-dd HH:mm'Z'}") : "",
        decision.Longest is { } longest ? string.Create(CultureInfo.InvariantCulture, $", for {longest:c} at most") : "");
}
