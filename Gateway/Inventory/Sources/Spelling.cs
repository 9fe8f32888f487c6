namespace Gateway.Inventory.Sources;

/// <summary>Finds the key that somebody probably meant.</summary>
internal static class Spelling
{
    private const int LongestKey = 64;

    /// <summary>The closest of the known ones; null if none is within a third of its letters.</summary>
    public static string? Nearest(string key, IEnumerable<string> known)
    {
        if (key.Length > LongestKey) return null;
        var best = known.Select(candidate => (Key: candidate, Distance: Distance(key, candidate))).OrderBy(match => match.Distance).FirstOrDefault((Key: null!, Distance: int.MaxValue));
        return best.Distance <= Math.Max(1, key.Length / 3) ? best.Key : null;
    }

    // Levenshtein; letter case, blanks, hyphens and underscores are free.
    private static int Distance(string from, string to)
    {
        (from, to) = (Folded(from), Folded(to));
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int change = from[i - 1] == to[j - 1] ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }

    private static string Folded(string text) => string.Concat(text.Where(c => c is not ('_' or '-' or ' ')).Select(char.ToUpperInvariant));
}
