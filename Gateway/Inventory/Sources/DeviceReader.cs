using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Inventory.Sources;

/// <summary>Reads one device. What it has to be to other devices is for <see cref="InventoryReader"/>.</summary>
internal sealed partial class DeviceReader(InventoryRules rules)
{
    private const int MostGroups = 64;
    private const int MostProperties = 64;
    private const int MostAddresses = 32;
    private const int LongestName = 64;
    private const int LongestLabel = 128;
    private const int LongestText = 1024;
    private const double Furthest = 1e9;

    /// <summary>Words that <c>use</c> has a meaning of its own for.</summary>
    public static readonly string[] Ways = ["port", "ip", "name"];

    /// <summary>Reads it, with defaults in place of what is wrong.</summary>
    public Device Read(Fields fields)
    {
        var device = new Device
        {
            Name = Name(fields),
            Description = fields.Text("description", 256),
            Icon = fields.Shaped("icon", IconName().IsMatch, "is not the name of an icon", "Write small letters, digits and hyphens, such as \"switch\" or \"router\".") ?? "",
            Vendor = fields.Text("vendor", LongestLabel),
            Model = fields.Text("model", LongestLabel),
            Os = fields.Text("os", LongestLabel),
            Site = fields.Text("site", LongestLabel),
            Longitude = fields.Number("longitude", -180, 180),
            Latitude = fields.Number("latitude", -90, 90),
            X = fields.Number("x", -Furthest, Furthest),
            Y = fields.Number("y", -Furthest, Furthest),
            Groups = Groups(fields),
            Properties = Properties(fields),
            Ssh = DomainPort(fields, "ssh"),
            Telnet = DomainPort(fields, "telnet"),
            Ip = Ip(fields),
            NameIsAddress = fields.Flag("nameIsAddress"),
            Addresses = Addresses(fields),
            Via = fields.Choice("via", Via.Jump, ("jump", Via.Jump), ("direct", Via.Direct)),
            // Zero says that there is none there.
            SshPort = fields.Port("sshPort", 0) ?? 22,
            TelnetPort = fields.Port("telnetPort", 0) ?? 23,
            HostKeys = fields.Choice<string?>("hostKeys", null, ("strict", "strict"), ("accept-new", "accept-new"), ("ask", "ask")),
            Legacy = Legacy(fields),
            Defaults = Defaults(fields.Group("defaults")),
            Terminal = TraitReader.Read(fields.Group("terminal")),
        };
        DeviceRules.Check(device, fields);
        fields.RejectUnknown();
        return device;
    }

    private static string Name(Fields fields)
    {
        const string repair = "Write a letter, a digit or _, and then up to 63 of them and . and -.";
        if (fields.Find("name") is null) fields.Fault("name", null, "is missing", repair);
        return fields.Shaped("name", DeviceName().IsMatch, "is not a name for a device", repair) ?? "";
    }

    private static ImmutableArray<string> Groups(Fields fields)
    {
        var groups = ImmutableArray.CreateBuilder<string>();
        foreach (var item in fields.List("groups", MostGroups, "[\"core\", \"access\"]"))
        {
            if (!item.IsText || item.Text.Length == 0 || TextRule.ProblemOf(item.Text, LongestName) is not null) fields.Fault("groups", item, "is not the name of a group", "Write 1 to 64 characters.");
            else if (!groups.Contains(item.Text)) groups.Add(item.Text);
        }
        return groups.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> Properties(Fields fields)
    {
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, line, value) in fields.Free("properties", MostProperties))
        {
            string key = $"properties.{name}";
            if (!IsLabel(name)) fields.Fault(key, At(line), "is not a name for a property", "Write 1 to 64 characters of one line.");
            else if (value.Kind == SourceKind.Null) continue;
            else if (!value.IsText && value.Kind != SourceKind.Number) fields.Fault(key, value, "is not text", "Write text in quotes, or a number.");
            else if (TextRule.ProblemOf(value.Text, LongestText) is { } problem) fields.Fault(key, value, problem, "Write text of one line, up to 1,024 characters.");
            else if (!properties.TryAdd(name, value.Text)) fields.Fault(key, At(line), "is written twice", "Keep one of the two.");
        }
        return properties.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> Addresses(Fields fields)
    {
        var addresses = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, line, value) in fields.Free("addresses", MostAddresses))
        {
            string key = $"addresses.{name}";
            if (!IsLabel(name) || Ways.Contains(name, StringComparer.OrdinalIgnoreCase)) fields.Fault(key, At(line), "is not a name for an address", "Write 1 to 64 characters of one line, but not port, ip or name, which have a meaning already.");
            else if (value.Kind == SourceKind.Null) continue;
            else if (!value.IsText) fields.Fault(key, value, "is not text", "Write an IP address or a host name, in quotes.");
            else if (HostAddress.ProblemOf(value.Text) is { } problem) fields.Fault(key, value, problem, "Write the device's own IP address or host name.");
            else if (!addresses.TryAdd(name, value.Text)) fields.Fault(key, At(line), "is written twice", "Keep one of the two.");
        }
        return addresses.ToImmutable();
    }

    private static string? Ip(Fields fields)
    {
        const string repair = "Write the device's own IP address, without brackets and without the length of its network; a host name belongs into \"addresses\".";
        if (fields.Find("ip") is not { } value) return null;
        string? problem = !value.IsText ? "is not text" : HostAddress.ProblemOf(value.Text) ?? (HostAddress.IsIp(value.Text) ? null : "is not an IP address");
        if (problem is null) return value.Text;
        fields.Fault("ip", value, problem, repair);
        return null;
    }

    private int? DomainPort(Fields fields, string key)
    {
        if (fields.Port(key) is not { } port) return null;
        if (rules.AllowsPort(port)) return port;
        fields.Fault(key, fields.Find(key), "is not an allowed port of the domain", "Add it to \"ports\" in gateway.json, or correct it.");
        return null;
    }

    private LegacyNeed? Legacy(Fields fields)
    {
        if (fields.Find("legacy") is null) return null;
        var legacy = fields.Group("legacy");
        var algorithms = ImmutableArray.CreateBuilder<string>();
        string known = string.Join(", ", rules.LegacyAlgorithms);
        foreach (var item in legacy.List("algorithms", 32, "[\"diffie-hellman-group14-sha1\", \"ssh-rsa\"]"))
        {
            if (!item.IsText || !rules.LegacyAlgorithms.Contains(item.Text)) legacy.Fault("algorithms", item, "is none of the old algorithms that can be allowed", $"Write one of {known}.");
            else if (!algorithms.Contains(item.Text)) algorithms.Add(item.Text);
        }
        if (legacy.Find("algorithms") is null or { Items: [], Kind: SourceKind.Array }) legacy.Fault("algorithms", null, "names none", $"Write one of {known}, or leave \"legacy\" out.");
        string? reason = legacy.Optional("reason", 200);
        if (legacy.Find("reason") is null or { Text: "", IsText: true }) legacy.Fault("reason", null, "is missing", "Say why the device cannot do without.");
        string? until = legacy.Shaped("until", text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), "is not a day", "Write the last day, such as \"2027-01-31\".");
        if (legacy.Find("until") is null) legacy.Fault("until", null, "is missing", "Write the last day on which they are allowed, such as \"2027-01-31\".");
        return algorithms.Count == 0 || reason is null || until is null ? null : new LegacyNeed(algorithms.ToImmutable(), reason, DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private ConnectDefaults Defaults(Fields fields) => new()
    {
        User = fields.Shaped("user", rules.IsUser, "is not a remote user", "Write letters, digits and . _ @ + - \\, up to 64."),
        Protocol = fields.Choice<string?>("protocol", null, ("ssh", "ssh"), ("telnet", "telnet")),
        Use = fields.Optional("use", LongestName),
        Automatic = fields.Flag("automatic"),
        Credentials = fields.Choice("credentials", CredentialChoice.Device, ("mine", CredentialChoice.Mine), ("device", CredentialChoice.Device), ("custom", CredentialChoice.Custom)),
        OneClient = fields.Flag("oneClient"),
        Share = fields.Flag("share"),
    };

    private static bool IsLabel(string name) => name.Trim().Length is > 0 && name.Trim() == name && TextRule.ProblemOf(name, LongestName) is null;

    private static SourceNode At(int line) => new(SourceKind.Null, line);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex DeviceName();

    [GeneratedRegex(@"\A([a-z0-9][a-z0-9-]{0,31})?\z")]
    private static partial Regex IconName();
}
