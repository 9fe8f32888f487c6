using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Inventory;

namespace Gateway.Commands;

/// <summary>Devices as lines for people and as JSON.</summary>
internal static class InventoryTable
{
    private const int LongestCell = 40;

    private static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>A table of devices.</summary>
    public static IEnumerable<string> Devices(IReadOnlyList<Device> devices) => Table(
        ["NAME", "SITE", "VENDOR", "MODEL", "WAYS", "GROUPS", "DESCRIPTION"],
        devices.Select(device => (string[])[device.Name, device.Site, device.Vendor, device.Model, string.Join(", ", device.Ways().Select(way => Words(device, way))), string.Join(", ", device.Groups), device.Description]));

    /// <summary>A table of old algorithms.</summary>
    public static IEnumerable<string> Legacy(IReadOnlyList<Device> devices, DateOnly today) => Table(
        ["NAME", "UNTIL", "LEFT", "ALGORITHMS", "REASON"],
        devices.Select(device => (string[])[device.Name, Day(device.Legacy!.Until), Left(device.Legacy, today) is >= 0 and var days ? Count(days, "day") : "expired", string.Join(", ", device.Legacy.Algorithms), device.Legacy.Reason]));

    /// <summary>One JSON object a line, with the inventory's own keys.</summary>
    public static IEnumerable<string> Json(IEnumerable<Device> devices) => devices.Select(device => Written(writer => InventoryWriter.Write(writer, device)));

    /// <summary>The same of old algorithms.</summary>
    public static IEnumerable<string> LegacyJson(IEnumerable<Device> devices, DateOnly today) => devices.Select(device => Written(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", device.Name);
        writer.WriteStartArray("algorithms");
        foreach (string algorithm in device.Legacy!.Algorithms) writer.WriteStringValue(algorithm);
        writer.WriteEndArray();
        writer.WriteString("reason", device.Legacy.Reason);
        writer.WriteString("until", Day(device.Legacy.Until));
        writer.WriteNumber("daysLeft", Left(device.Legacy, today));
        writer.WriteBoolean("expired", Left(device.Legacy, today) < 0);
        writer.WriteEndObject();
    }));

    /// <summary>Whether a text stands in one of a device's values.</summary>
    public static bool Holds(Device device, string text) =>
        new[] { device.Name, device.Description, device.Vendor, device.Model, device.Os, device.Site, device.Ip }.Concat(device.Groups).Concat(device.Properties.Values).Concat(device.Addresses.Values)
            .Concat([Number(device.Ssh), Number(device.Telnet)])
            .Any(value => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>A number of things.</summary>
    public static string Count(int number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");

    private static int Left(LegacyNeed legacy, DateOnly today) => legacy.Until.DayNumber - today.DayNumber;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Words(Device device, Way way) =>
        string.Create(CultureInfo.InvariantCulture, $"{way.Protocol} {way.Port}{(way.Address is null ? "" : $" {way.Address}")}{(way.Address is not null && device.Via == Via.Jump ? " by the domain" : "")}");

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Line)) write(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static IEnumerable<string> Table(string[] heads, IEnumerable<string[]> cells)
    {
        List<string[]> rows = [heads, .. cells.Select(row => row.Select(AuditTable.Plain).ToArray())];
        if (rows.Count == 1) return ["No device was found."];
        // Columns in which nothing stands only take room away.
        int[] columns = [.. Enumerable.Range(0, heads.Length).Where(column => rows.Skip(1).Any(row => row[column].Length > 0))];
        int[] widths = [.. columns.Select(column => rows.Max(row => Fit(row[column]).Length))];
        return rows.Select(row => string.Join("  ", columns.Select((column, i) => i == columns.Length - 1 ? row[column] : Fit(row[column]).PadRight(widths[i]))).TrimEnd());
    }

    private static string Fit(string text) => text.Length <= LongestCell ? text : $"{text.AsSpan(0, LongestCell - 1)}…";
}
