namespace Gateway.Configuration;

/// <summary>Finds the setting that somebody probably meant.</summary>
internal static class Spelling
{
    /// <summary>The closest known key, or null if none is close: a slip of up to a third of its letters, or the right name in the wrong group.</summary>
    public static string? Nearest(string key, IEnumerable<string> known)
    {
        var best = known
            .Select(candidate => (Key: candidate, Distance: Math.Min(Distance(key, candidate), DistanceOfNames(key, candidate))))
            .OrderBy(match => match.Distance)
            .ThenBy(match => Distance(key, match.Key))
            .FirstOrDefault((Key: null!, Distance: int.MaxValue));
        return best.Distance <= Math.Max(1, Name(key).Length / 3) ? best.Key : null;
    }

    // A name in the wrong group counts as one slip more, so that a slip within the right group wins.
    private static int DistanceOfNames(string key, string candidate) => Distance(Name(key), Name(candidate)) + 1;

    private static string Name(string key) => key[(key.LastIndexOf('.') + 1)..];

    /// <summary>Letters to add, drop or change (Levenshtein); letter case is free.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
