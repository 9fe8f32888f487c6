using System.Globalization;
using System.Text;

namespace Gateway.Demo;

/// <summary>What "show" and "who" print.</summary>
internal static class DeviceShow
{
    private const int LogLines = 600;

    private static readonly string[] Events =
    [
        "LINK-3-UPDOWN: Interface {0}, changed state to up",
        "LINK-3-UPDOWN: Interface {0}, changed state to down",
        "LLDP-6-NEIGHBOR: {0} sees sw-7023 on its port 12",
        "STP-5-TOPOLOGY: topology change received on {0}",
        "BGP-5-ADJCHANGE: neighbor 192.0.2.9 Up",
        "NTP-6-SYNC: synchronised to 192.0.2.123, offset 0.4 ms",
        "FAN-4-SPEED: fan 2 at 71 % because of inlet 39 °C",
        "PORT-2-ERRDISABLE: {0} disabled, bpdu-guard",
    ];

    public static void Interfaces(DeviceConsole console)
    {
        var table = new StringBuilder();
        table.Append("\e[1mInterface      State     Speed  Vlan  Description          In Mb/s  Out Mb/s\e[0m\n");
        table.Append("────────────── ───────── ────── ───── ──────────────────── ──────── ────────\n");
        for (var port = 1; port <= 24; port++)
        {
            var (state, colour) = (port * 7 % 11) switch
            {
                0 => ("down", "\e[31m"),
                3 or 8 => ("disabled", "\e[90m"),
                5 => ("flapping", "\e[33m"),
                _ => ("up", "\e[32m"),
            };
            var up = state is "up" or "flapping";
            var description = port > 22 ? "uplink to core" : up ? $"desk {100 + port}" : "";
            table.Append(CultureInfo.InvariantCulture, $"Ethernet1/{port,-4} {colour}● {state,-8}\e[0m{(port > 22 ? "10G" : "1G"),5}  {10 + port % 4 * 10,5}  ");
            table.Append(CultureInfo.InvariantCulture, $"{description,-20} {(up ? port * 37 % 900 : 0),8} {(up ? port * 53 % 900 : 0),8}\n");
        }
        console.Write(table.ToString());
    }

    public static void Version(DeviceConsole console, string name) => console.Write(
        $"""
        {name}, demo device of Gateway {typeof(DeviceShow).Assembly.GetName().Version?.ToString(3)}
        24 make-believe ports, no shell, no files, no network
        Terminal {Environment.GetEnvironmentVariable("TERM")}, {DeviceConsole.Size.Columns} columns, {DeviceConsole.Size.Rows} rows

        """);

    /// <summary>Always the same lines, so that two readings can be compared.</summary>
    public static void Log(DeviceConsole console, string name)
    {
        var log = new StringBuilder();
        var time = new DateTime(2026, 3, 1, 6, 0, 0, DateTimeKind.Utc);
        for (var number = 1; number <= LogLines; number++)
        {
            time = time.AddSeconds(number * 7919 % 613);
            var text = string.Format(CultureInfo.InvariantCulture, Events[number * 31 % Events.Length], $"Ethernet1/{1 + number * 5 % 24}");
            var colour = text[text.IndexOf('-', StringComparison.Ordinal) + 1] switch { '2' => "\e[31m", '3' => "\e[33m", '4' => "\e[35m", _ => "" };
            log.Append(CultureInfo.InvariantCulture, $"\e[90m{number:D4} {time:MMM dd HH:mm:ss}\e[0m {name} {colour}%{text}\e[0m\n");
        }
        console.Write(log.ToString());
    }

    public static void Who(DeviceConsole console)
    {
        var (columns, rows) = DeviceConsole.Size;
        console.Write("Line   Terminal             Window\n");
        console.Write($"vty 0  {Environment.GetEnvironmentVariable("TERM") ?? "none",-20} {columns} x {rows}  (you)\n");
    }
}
