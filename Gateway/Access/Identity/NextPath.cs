namespace Gateway.Access.Identity;

/// <summary>Where a browser goes after a sign-in. Whoever could choose that freely would send people, fresh from our own page, to a copy of it.</summary>
public static class NextPath
{
    private const int Longest = 2000;

    private static readonly Uri Nowhere = new("http://gateway.invalid/");

    /// <summary>The path as it may stand in a <c>Location</c> header; the start page for one that is not below the path base.</summary>
    /// <param name="next">What the request says: a path with the path base in front, as the browser shows it, and perhaps a query and a fragment.</param>
    /// <param name="pathBase">Path base of the gateway, without a slash at its end.</param>
    public static string Of(string? next, string? pathBase)
    {
        string home = $"{pathBase}/";
        if (next is null || next.Length > Longest || !next.StartsWith(home, StringComparison.Ordinal) || next.Any(letter => letter == '\\' || char.IsControl(letter))) return home;
        // Dots are resolved first, as browsers do: "/.//evil.example" begins with one slash only before that.
        if (!Uri.TryCreate(Nowhere, next, out var resolved) || resolved.Authority != Nowhere.Authority || resolved.Scheme != Nowhere.Scheme) return home;
        string path = resolved.PathAndQuery + resolved.Fragment;
        return path.StartsWith(home, StringComparison.Ordinal) && !path.StartsWith("//", StringComparison.Ordinal) ? path : home;
    }
}
