using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary>Devices that dial in as lines for people and as JSON. Hashes of codes and tokens are not shown.</summary>
internal static class DeviceTable
{
    /// <summary>A table of them.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<DialIn> devices)
    {
        List<string[]> rows = [["NAME", "STATE", "IDENTITY", "SSH", "HTTP", "APP", "SERVICE", "DIRECT", "CLONE", "CLONE IDENTITY"], .. devices.Select(Row)];
        if (rows.Count == 1) return ["No device is announced: gateway device add NAME --ssh PORT."];
        // Columns in which nothing stands only take room away.
        int[] columns = [.. Enumerable.Range(0, rows[0].Length).Where(column => rows.Skip(1).Any(row => row[column].Length > 0))];
        int[] widths = [.. columns.Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", columns.Select((column, i) => row[column].PadRight(widths[i]))).TrimEnd());
    }

    /// <summary>One JSON object a line.</summary>
    public static IEnumerable<string> Json(IEnumerable<DialIn> devices) => devices.Select(device =>
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("name", device.Name);
            writer.WriteBoolean("stopped", device.Stopped);
            foreach (var (which, member) in device.Members())
            {
                writer.WriteStartObject(Lower(which));
                foreach (var (service, port) in member.Ports()) writer.WriteNumber(Lower(service), port);
                writer.WriteString("identity", Identity(member));
                if (member.Key is { } key) writer.WriteString("fingerprint", DialInKey.Fingerprint(key));
                writer.WriteEndObject();
            }
            if (device.ServicePort is { } common) writer.WriteNumber("service", common);
            if (device.CloneMember is not null) writer.WriteString("preferred", Lower(device.Preferred));
            if (device.Direct is { } direct) writer.WriteNumber("direct", direct);
            writer.WriteBoolean("passwords", device.Passwords);
            writer.WriteString("added", device.Added.UtcDateTime);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    });

    /// <summary>All about one, with what to run on it.</summary>
    public static IEnumerable<string> Details(DialIn device, TunnelOptions options, string url)
    {
        yield return device.Name;
        yield return $"  announced  {Time(device.Added)}";
        if (device.Stopped) yield return $"  stopped    it is not let in: gateway device start {device.Name}";
        foreach (var (which, member) in device.Members())
            yield return $"  {Lower(which),-9}  {string.Join(", ", member.Ports().Select(one => string.Create(CultureInfo.InvariantCulture, $"{Lower(one.Service)} {one.Port}")))}; {IdentityWords(member)}";
        if (device.ServicePort is { } service) yield return string.Create(CultureInfo.InvariantCulture, $"  service    {service}, to the {Lower(device.Preferred)} while both are live");
        if (device.Direct is { } direct) yield return string.Create(CultureInfo.InvariantCulture, $"  direct     {direct}");
        yield return $"  sign-in    {(device.Passwords ? "with passwords or keys" : "with keys only")}";
        foreach (var (which, _) in device.Members())
        {
            string whose = device.CloneMember is null ? "the device" : $"the {Lower(which)}";
            yield return "";
            if (DialInCommands.Ssh(device, which, options) is { } line)
            {
                yield return $"Plain ssh, on {whose}:";
                yield return $"  {line}";
            }
            yield return $"With the agent, on {whose}; to have it enrolled by a code, gateway device enrol {device.Name}{(which == Member.Clone ? " --clone" : "")} prints the first line with one:";
            yield return $"  {DialInCommands.Enrol(device, which, url)}";
            yield return "  gateway-agent run";
        }
    }

    /// <summary>A time, for people.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string[] Row(DialIn device) =>
    [
        device.Name, device.Stopped ? "stopped" : "let in", Identity(device.Master), Number(device.Master.Ssh), Number(device.Master.Http), Number(device.Master.App), Number(device.ServicePort), Number(device.Direct),
        device.CloneMember is null ? "" : string.Join(", ", device.CloneMember.Ports().Select(one => $"{Lower(one.Service)} {Number(one.Port)}")), device.CloneMember is null ? "" : Identity(device.CloneMember),
    ];

    private static string Identity(DialInMember member) => member.Key is not null ? "key" : member.TokenHash is not null ? "token" : member.CodeHash is not null ? "code" : "none";

    private static string IdentityWords(DialInMember member)
    {
        string words = member.Key is { } key ? $"{key.Split(' ')[0]} {DialInKey.Fingerprint(key)}" : member.TokenHash is not null ? "a token" : "no key yet";
        return member is { CodeHash: not null, CodeUntil: { } until } ? $"{words}; a code counts until {Time(until)}" : words;
    }

    private static string Lower<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
