using System.Collections.Immutable;

namespace Gateway.Methods;

/// <summary>The ports of the domain that may be opened; an empty set allows none.</summary>
/// <param name="Ranges">Inclusive ranges within 1 to 65535.</param>
public sealed record PortSet(ImmutableArray<(int First, int Last)> Ranges)
{
    /// <summary>Whether <paramref name="port"/> lies in one of the ranges.</summary>
    public bool Contains(int port)
    {
        foreach (var (first, last) in Ranges)
            if (port >= first && port <= last) return true;
        return false;
    }

    /// <summary>
    /// Reads a port as it stands in a link: ASCII digits only, no sign, no blank, no leading zero, 1 to 65535.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        if (text.IsEmpty || text.Length > 5 || text[0] == '0') return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            port = port * 10 + (c - '0');
        }
        return port <= 65535;
    }
}
