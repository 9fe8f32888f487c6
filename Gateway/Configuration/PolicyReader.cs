using System.Globalization;
using System.Security;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads the rules of the policy.</summary>
internal static partial class PolicyReader
{
    private const int MostRules = 1_000;

    private static readonly string[] Methods = ["ssh", "telnet", "http"];
    private static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static IReadOnlyList<RuleSettings> Rules(Section root)
    {
        var rules = new List<RuleSettings>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in root.List("policy", "[{ \"name\": \"operators\", \"groups\": [\"operators\"] }]") ?? [])
        {
            if (value.Kind != JsonValueKind.Object)
            {
                root.Fault(key, value, "is not a rule", "Write { \"name\": … } with the rule's conditions; rules stand in the file only.");
                continue;
            }
            if (rules.Count == MostRules)
            {
                root.Fault("policy", null, "has more than 1,000 rules", "Let one rule be for several groups, people or ports.");
                break;
            }
            var section = root.Item(key, value);
            var rule = Rule(section);
            if (rule.Name.Length > 0 && !places.TryAdd(rule.Name, key))
                section.Fault("name", section.Find("name"), $"is the name of {places[rule.Name]} too", "Give each rule a name of its own: messages and the audit record call it by that.");
            rules.Add(rule);
        }
        return rules;
    }

    private static RuleSettings Rule(Section rule)
    {
        NotEmpty(rule);
        return new RuleSettings
        {
            Name = Name(rule),
            Groups = AccessSettings.Groups(rule),
            People = AccessSettings.People(rule),
            Ports = rule.Find("ports") is null or { IsNull: true } ? null : PortRange.Read(rule, "ports"),
            Devices = AccessSettings.Texts(rule, "devices", DevicePattern(), "[\"router-1\", \"lab-*\"]", "is not the name of a device", "Write a device's name, or a beginning with * for any rest: \"lab-*\"."),
            DeviceGroups = AccessSettings.Groups(rule, "deviceGroups"),
            Methods = Known(rule, "methods", Methods, "is not a method"),
            Users = AccessSettings.Texts(rule, "users", UserPattern(), "[\"{me}\", \"ops*\"]", "is not a remote user",
                "Write a user, \"{me}\" for the person's own name, or a beginning with * for any rest: \"ops*\"."),
            Hours = Hours(rule),
            May = rule.Choice("may", RuleRight.Type, AccessSettings.Spell),
            Recorded = rule.Flag("recorded", false),
            Longest = rule.Find("longest") is null or { IsNull: true } ? null
                : rule.Duration("longest", TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(365)),
        };
    }

    // An empty list of groups would otherwise mean everybody: the opposite of what made it empty.
    private static void NotEmpty(Section rule)
    {
        foreach (string key in (string[])["groups", "people", "ports", "devices", "deviceGroups", "methods", "users"])
        {
            if (rule.Find(key) is { Kind: JsonValueKind.Array, Items.Count: 0 } list)
                rule.Fault(key, list, "is empty", "Leave it out if the rule is not to ask for it, or remove the rule.");
        }
    }

    private static string Name(Section rule)
    {
        const string repair = "Write 1 to 64 characters for people to read, without control characters and not beginning with a parenthesis.";
        var value = rule.Find("name");
        if (value is { IsText: true } && RuleName().IsMatch(value.Text))
            return value.Text;
        rule.Fault("name", value, value is null ? "is missing" : value.IsText ? "is not a name for a rule" : "is not text", repair);
        return "";
    }

    private static HoursSettings? Hours(Section rule)
    {
        if (rule.Find("hours") is null or { IsNull: true })
            return null;
        var hours = rule.Group("hours");
        if (hours.Find("days") is { Kind: JsonValueKind.Array, Items.Count: 0 } empty)
            hours.Fault("days", empty, "is empty", "Leave it out for every day.");
        if (hours.Find("from") is null != hours.Find("to") is null)
            hours.Fault(hours.Find("from") is null ? "from" : "to", null, "is missing", "Write both \"from\" and \"to\", or leave both out for whole days.");
        return new HoursSettings
        {
            Days = [.. Known(hours, "days", [.. Week.Select(Spell)], "is not a day of the week").Select(day => Week.Single(one => Spell(one) == day))],
            From = Time(hours, "from"),
            To = Time(hours, "to"),
            Zone = Zone(hours),
        };
    }

    /// <summary>A day as it is written: <c>mon</c>.</summary>
    public static string Spell(DayOfWeek day) => day.ToString()[..3].ToLowerInvariant();

    private static List<string> Known(Section section, string key, string[] known, string problem)
    {
        var list = $"[{string.Join(", ", known.Select(one => $"\"{one}\""))}]";
        var found = new List<string>();
        foreach (var (item, value) in section.List(key, list) ?? [])
        {
            if (value.IsText && known.Contains(value.Text))
                found.Add(value.Text);
            else
                section.Fault(item, value, problem, $"Write one of {list[1..^1]}.");
        }
        return found;
    }

    private static TimeOnly Time(Section hours, string key)
    {
        if (hours.Find(key) is not { } value)
            return TimeOnly.MinValue;
        if (value.IsText && TimeOnly.TryParseExact(value.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        hours.Fault(key, value, "is not a time of day", "Write \"08:00\" to \"23:59\"; \"00:00\" is midnight, also as an end.");
        return TimeOnly.MinValue;
    }

    private static TimeZoneInfo Zone(Section hours)
    {
        var name = hours.Text("zone", ZoneName(), "is not the name of a time zone", "Write an IANA name, such as \"Europe/Brussels\", or \"UTC\".");
        if (name is null or "UTC")
            return TimeZoneInfo.Utc;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        // A folder of zones, such as "Europe", is a SecurityException.
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException or IOException)
        {
            var hasData = TimeZoneInfo.GetSystemTimeZones().Any(zone => zone.Id.Contains('/', StringComparison.Ordinal));
            hours.Fault("zone", hours.Find("zone"), hasData ? "is a time zone that this system does not know" : "cannot be looked up: this system has no time zones",
                hasData ? "Write an IANA name, such as \"Europe/Brussels\", or \"UTC\"." : "Install tzdata, or write \"UTC\".");
            return TimeZoneInfo.Utc;
        }
    }

    [GeneratedRegex(@"\A(?!\()[^\p{C}\s]([^\p{C}]{0,62}[^\p{C}\s])?\z")]
    private static partial Regex RuleName();

    // The grammar of Methods.RemoteUser, with {me} and a star at the end.
    [GeneratedRegex(@"\A(\{me\}|\*|[A-Za-z0-9_][A-Za-z0-9._@+\\-]{0,63}\*?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex UserPattern();

    // The grammar of a device's name, with a star at the end.
    [GeneratedRegex(@"\A(\*|[A-Za-z0-9_][A-Za-z0-9._-]{0,63}\*?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DevicePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}\z")]
    private static partial Regex ZoneName();
}
