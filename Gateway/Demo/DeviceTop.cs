using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gateway.Demo;

/// <summary>A full-screen page on the alternate screen that follows the window and is left with q.</summary>
internal static class DeviceTop
{
    private static readonly string[] Tasks =
        ["stpd", "lldpd", "bgpd", "ospfd", "snmpd", "ntpd", "syslogd", "fan-ctl", "arp-age", "mac-learn", "qos-sched", "cli"];

    public static void Run(DeviceConsole console, string name, CancellationToken cancel)
    {
        var running = Stopwatch.StartNew();
        console.Write("\e[?1049h\e[?25l");
        try
        {
            for (var frame = 0; ; frame++)
            {
                console.Write(Page(name, DeviceConsole.Size, frame, running.Elapsed));
                if (console.TryRead(TimeSpan.FromSeconds(1), cancel, out var key) && key.KeyChar is 'q' or 'Q')
                    return;
            }
        }
        finally
        {
            console.Write("\e[?25h\e[?1049l");
        }
    }

    // One string a frame, every row cleared to its end and no line feed after the last: no flicker and no scrolling.
    private static string Page(string name, (int Columns, int Rows) size, int frame, TimeSpan running)
    {
        var (columns, rows) = size;
        var page = new StringBuilder("\e[H");
        var lines = Lines(name, size, frame, running);
        for (var row = 0; row < rows - 1; row++)
            page.Append(row < lines.Count ? lines[row] : "").Append("\e[0m\e[K\r\n");
        return page.Append("\e[7m").Append(DeviceText.Fit(" q leaves, the page follows the window", columns)).Append("\e[0m").ToString();
    }

    private static List<string> Lines(string name, (int Columns, int Rows) size, int frame, TimeSpan running)
    {
        var (columns, rows) = size;
        var clock = DateTime.UtcNow.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        List<string> lines =
        [
            "\e[1m" + DeviceText.Fit($"{name}  {clock} UTC  watched {running:mm\\:ss}  window {columns}x{rows}", columns),
            Gauge("cpu", Load(frame, 0), columns),
            Gauge("mem", 41 + Load(frame, 3) / 20, columns),
            Gauge("fan", 55 + Load(frame, 5) / 10, columns),
            "",
            "\e[7m" + DeviceText.Fit("  PID TASK            CPU%   MEM  STATE", columns),
        ];
        for (var i = 0; i < Tasks.Length && lines.Count < rows - 1; i++)
        {
            var load = Load(frame, i + 7) / (i + 2.0);
            var state = load > 12 ? "running" : "sleeping";
            var line = string.Create(CultureInfo.InvariantCulture, $"{100 + i * 7,5} {Tasks[i],-14} {load,5:F1} {2 + i * 3,4}M  {state}");
            lines.Add((load > 12 ? "\e[32m" : "") + DeviceText.Fit(line, columns));
        }
        return lines;
    }

    private static string Gauge(string label, int percent, int columns)
    {
        var width = Math.Max(0, columns - 12);
        var full = width * percent / 100;
        var colour = percent switch { < 60 => "\e[32m", < 85 => "\e[33m", _ => "\e[31m" };
        return $"{label} {colour}{new string('█', full)}\e[90m{new string('░', width - full)}\e[0m {percent,3} %";
    }

    private static int Load(int frame, int phase) => (int)(50 + 40 * Math.Sin((frame + phase * 4) / 5.0));
}
