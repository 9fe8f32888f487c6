using System.Globalization;

namespace Gateway.Configuration;

/// <summary>Consecutive TCP ports, both ends included.</summary>
public readonly record struct PortRange
{
    /// <summary>Creates the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An end is outside 1 to 65535, or the last port is below the first.</exception>
    public PortRange(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65535);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        First = first;
        Last = last;
    }

    /// <summary>The lowest port, 1 to 65535.</summary>
    public int First { get; }

    /// <summary>The highest port, <see cref="First"/> to 65535.</summary>
    public int Last { get; }

    /// <summary>Whether the port lies in the range.</summary>
    public bool Contains(int port) => port >= First && port <= Last;

    /// <summary>Reads <c>6022</c> or <c>7000-7100</c>: plain decimal numbers without signs, blanks or leading zeros.</summary>
    public static bool TryParse(string? text, out PortRange range)
    {
        range = default;
        var ends = (text ?? "").Split('-');
        if (ends.Length > 2 || !TryParsePort(ends[0], out var first) || !TryParsePort(ends[^1], out var last) || last < first)
            return false;
        range = new PortRange(first, last);
        return true;
    }

    /// <summary>A list of ports and ranges, without those that are wrong; empty if it was left out.</summary>
    internal static IReadOnlyList<PortRange> Read(Section section, string list)
    {
        var ports = new List<PortRange>();
        foreach (var (key, value) in section.List(list, "[6022, \"7000-7100\"]") ?? [])
        {
            if ((value.IsText || value.IsNumber) && TryParse(value.Text, out var range))
                ports.Add(range);
            else
                section.Fault(key, value, "is neither a port nor a range of ports", "Write a number from 1 to 65535, or a range such as \"7000-7100\" with the lower port first.");
        }
        return ports;
    }

    /// <summary>All ports of the ranges as few, sorted ranges, such as <c>6022, 7000-7100</c>; empty for none.</summary>
    public static string Describe(IEnumerable<PortRange> ranges) => string.Join(", ", Merge(ranges));

    /// <summary>The same ports as the fewest ranges, sorted.</summary>
    public static IReadOnlyList<PortRange> Merge(IEnumerable<PortRange> ranges)
    {
        var merged = new List<PortRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = new PortRange(merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }
        return merged;
    }

    /// <summary>The range as it is written in the file.</summary>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
        && port is >= 1 and <= 65535 && text[0] != '0' && text.All(char.IsAsciiDigit);
}
