namespace Gateway.Configuration;

/// <summary>Rules that do not do what they seem to.</summary>
internal static class PolicyPosture
{
    private const string Http = "http";

    private static readonly string[] Ways = ["local:", "oidc:", "ldap:", "proxy:", "certificate:"];

    /// <summary>The warnings, as sentences.</summary>
    public static IEnumerable<string> Warnings(GatewayConfiguration configuration)
    {
        var rules = configuration.Policy;
        if (rules.All(rule => rule.May == RuleRight.Nothing))
            yield return rules.Count == 0
                ? "NOBODY MAY OPEN ANYTHING (policy is empty): with sign-in, what no rule allows is refused."
                : "NOBODY MAY OPEN ANYTHING (policy): every rule allows nothing.";
        for (var index = 0; index < rules.Count; index++)
        {
            var rule = rules[index];
            foreach (var words in Faces(rule, configuration))
                yield return $"Rule \"{rule.Name}\" {words}";
            if (rules.Take(index).FirstOrDefault(earlier => Takes(earlier, rule, configuration)) is { } before)
                yield return $"Rule \"{rule.Name}\" can never decide: rule \"{before.Name}\" before it takes everything that it is for.";
        }
    }

    private static IEnumerable<string> Faces(RuleSettings rule, GatewayConfiguration configuration)
    {
        var on = On(configuration);
        foreach (var off in rule.Methods.Where(method => !on.Contains(method)))
            yield return off == Http ? "is for http, and devices' web pages are switched off (tunnels.webHost is null)." : $"is for {off}, which is switched off (clients.{off} is null).";
        if (rule is { Methods: [Http], Users.Count: > 0 } && !rule.Users.Contains("*"))
            yield return "can never decide: it is for http and for some remote users, and nobody knows as whom somebody signs in at a web page.";
        if (rule.Ports is { } ports && ports.Where(range => !Covers(configuration.Ports, [range])).ToList() is { Count: > 0 } shut)
            yield return $"is for ports that no link may name: {PortRange.Describe(shut)} is not within ports ({(configuration.Ports.Count == 0 ? "none" : PortRange.Describe(configuration.Ports))}).";
        if (rule.Devices.Count + rule.DeviceGroups.Count > 0 && configuration.Inventory.Path is null)
            yield return "is for devices, and there is no inventory (inventory.path).";
        if (rule is { Recorded: true, May: not RuleRight.Nothing } && configuration.Recording.Terminals == RecordedTerminals.None)
            yield return "asks for a recording (recorded), but recording.terminals is none: the terminals that it is for are refused.";
        if (rule is { May: RuleRight.Type, Groups.Count: 0, People.Count: 0, Ports: null, Devices.Count: 0, DeviceGroups.Count: 0, Methods.Count: 0, Users.Count: 0 })
            yield return "lets everybody who signs in open everything.";
    }

    /// <summary>Whether a rule fits wherever another one does. Hours do not matter: a rule that fits decides at any hour.</summary>
    private static bool Takes(RuleSettings earlier, RuleSettings later, GatewayConfiguration configuration) =>
        TakesPeople(earlier, later)
        // Without ports a rule may be for devices' own addresses too.
        && (earlier.Ports is null || Covers(earlier.Ports, later.Ports ?? configuration.Ports) && (later.Ports is not null || configuration.Inventory.Path is null))
        && TakesDevices(earlier, later)
        && (earlier.Methods.Count == 0 || (later.Methods.Count > 0 ? later.Methods : On(configuration)).All(earlier.Methods.Contains))
        && (earlier.Users.Count == 0 || later.Users.Count > 0 && later.Users.All(user => earlier.Users.Any(pattern => TakesUser(pattern, user))) || earlier.Users.Contains("*"));

    private static bool TakesPeople(RuleSettings earlier, RuleSettings later) =>
        earlier.Groups.Count == 0 && earlier.People.Count == 0
        || later.Groups.Count + later.People.Count > 0 && later.Groups.All(earlier.Groups.Contains)
            && later.People.All(person => earlier.People.Contains(person) || earlier.People.Contains(WithoutWay(person)));

    private static bool TakesDevices(RuleSettings earlier, RuleSettings later) =>
        earlier.Devices.Count + earlier.DeviceGroups.Count == 0
        || later.Devices.Count + later.DeviceGroups.Count > 0 && later.DeviceGroups.All(earlier.DeviceGroups.Contains)
            && later.Devices.All(device => earlier.Devices.Any(pattern => TakesUser(pattern, device)));

    private static string WithoutWay(string person) =>
        Ways.FirstOrDefault(way => person.StartsWith(way, StringComparison.Ordinal)) is { } way ? person[way.Length..] : person;

    private static bool TakesUser(string pattern, string user) =>
        pattern == user || pattern.EndsWith('*') && user != "{me}" && user.StartsWith(pattern[..^1], StringComparison.Ordinal);

    private static bool Covers(IReadOnlyList<PortRange> all, IReadOnlyList<PortRange> some)
    {
        var merged = PortRange.Merge(all);
        return some.All(range => merged.Any(whole => whole.First <= range.First && whole.Last >= range.Last));
    }

    private static List<string> On(GatewayConfiguration configuration)
    {
        var on = new List<string>();
        if (configuration.Clients.Ssh is not null)
            on.Add("ssh");
        if (configuration.Clients.Telnet is not null)
            on.Add("telnet");
        if (configuration.Tunnels.WebHost is not null)
            on.Add(Http);
        return on;
    }
}
