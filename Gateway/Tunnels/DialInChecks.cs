using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gateway.Inventory;

namespace Gateway.Tunnels;

/// <summary>What devices that dial in have to be, each by itself and all to each other and to the inventory. Pure.</summary>
public static partial class DialInChecks
{
    /// <summary>Most devices there may be.</summary>
    public const int Most = 2_000;

    /// <summary>What <see cref="DialIn.Direct"/> is called.</summary>
    internal const string Direct = "direct";

    // "-master" has to fit into a label of a host name (RFC 1035, 2.3.4) behind it.
    private const int LongestOfPair = 56;

    /// <summary>Everything that is wrong with devices that are new or changed, beside those there are.</summary>
    /// <param name="devices">They; one of a name that is known takes its place.</param>
    /// <param name="known">All devices there are.</param>
    /// <param name="rules">What is allowed.</param>
    public static IReadOnlyList<DialInFault> Faults(IReadOnlyList<DialIn> devices, DialIns known, DialInRules rules)
    {
        var names = devices.Select(device => device.Name).ToHashSet(StringComparer.Ordinal);
        var taken = new DialInTaken([.. rules.Inventory()]);
        var others = known.ByName.Values.Where(device => !names.Contains(device.Name)).ToList();
        foreach (var other in others) taken.Take(other);
        List<DialInFault> faults = [];
        foreach (var device in devices)
        {
            faults.AddRange(Alone(device, rules));
            faults.AddRange(taken.Clashes(device));
            taken.Take(device);
        }
        if (others.Count + names.Count > Most) faults.Add(new DialInFault(devices[0].Name, "name", "", $"is one too many: {Most.ToString(CultureInfo.InvariantCulture)} devices can dial in", "Remove those that do not any more: gateway device rm NAME."));
        return faults;
    }

    /// <summary>Why a text is no name of a device, to be read after "name"; null if it is one.</summary>
    public static string? ProblemOfName(string name, bool isPair, bool hasPages) =>
        !Name().IsMatch(name) ? "is no name"
        : hasPages && !Label().IsMatch(name) ? "cannot be part of a host name, which its pages need"
        : isPair && name.Length > LongestOfPair ? $"is longer than {LongestOfPair} characters, which a pair may have" : null;

    private static IEnumerable<DialInFault> Alone(DialIn device, DialInRules rules)
    {
        string shown = Printable(device.Name);
        bool hasPages = device.Members().Any(one => one.Member.Http is not null);
        if (ProblemOfName(device.Name, device.CloneMember is not null, hasPages) is { } problem)
        {
            yield return new DialInFault(shown, "name", "", problem, hasPages ? "Write letters, digits and -, up to 63, beginning and ending with a letter or digit; or publish no http."
                : "Write letters, digits and . _ -, up to 64 (56 for a pair), beginning with a letter, a digit or _.");
        }
        if (device.CloneMember is null && device.ServicePort is { } service) yield return new DialInFault(shown, "service", Number(service), "follows whichever of a pair is live, but there is no clone", "Give the clone's ports (--clone-ssh), or leave the service port out.");
        if (device.CloneMember is null && device.Preferred == Member.Clone) yield return new DialInFault(shown, "preferred", "", "is the clone, but there is none", "Give the clone's ports (--clone-ssh), or prefer the master.");
        foreach (var (key, port) in PortsOf(device))
        {
            if (port is < 1 or > IPEndPoint.MaxPort) yield return new DialInFault(shown, key, Number(port), "is no port", "Write a number from 1 to 65535.");
            else if (!rules.AllowsPort(port)) yield return new DialInFault(shown, key, Number(port), "is no allowed port of the domain", "Add it to \"ports\" in gateway.json, or choose one that is there.");
            else if (rules.TakenBy(port) is { } setting) yield return new DialInFault(shown, key, Number(port), $"is where the gateway itself listens ({setting})", "Choose another one.");
        }
        foreach (var (which, member) in device.Members())
        {
            if (member.Key is not { } key) continue;
            string? wrong = DialInKey.Read(key, out string plain) ?? (plain == key ? null : "has a comment, or more than one blank");
            if (wrong is not null) yield return new DialInFault(shown, KeyOf(which, "key"), "", wrong, $"Give the line of its .pub file: {DialInKey.Kinds}.");
        }
    }

    /// <summary>All its ports, <see cref="DialIn.Direct"/> among them, with what each is called.</summary>
    internal static IEnumerable<(string Key, int Port)> PortsOf(DialIn device)
    {
        foreach (var (which, member) in device.Members())
            foreach (var (service, port) in member.Ports()) yield return (KeyOf(which, service.ToString().ToLowerInvariant()), port);
        if (device.ServicePort is { } common) yield return ("service", common);
        if (device.Direct is { } direct) yield return (Direct, direct);
    }

    internal static string KeyOf(Member which, string what) => which == Member.Clone ? $"clone {what}" : what;

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Printable(string name) => new([.. name.Take(64).Select(letter => char.IsAscii(letter) && !char.IsControl(letter) ? letter : '?')]);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Label();
}
