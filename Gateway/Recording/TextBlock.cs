using System.Text;

namespace Gateway.Recording;

/// <summary>A few lines that follow each other and stood on the screen at one moment: what is searched at once.</summary>
/// <param name="At">When, in seconds from the recording's start.</param>
/// <param name="Follows">Whether the first line is the last one of the block before, here again so that words are found across the two.</param>
/// <param name="Lines">At least one line that is not of the block before.</param>
internal sealed record TextBlock(double At, bool Follows, IReadOnlyList<string> Lines)
{
    /// <summary>Most lines of a block.</summary>
    public const int MostLines = 16;

    /// <summary>What the index is given: the tokens of all lines.</summary>
    public string Tokens()
    {
        var tokens = new StringBuilder();
        foreach (string line in Lines) SearchToken.Append(tokens, line);
        return tokens.ToString();
    }

    /// <summary>The lines that have all terms, by themselves or together with the line before; the last one first.</summary>
    public IEnumerable<(int Index, string Line, IReadOnlyList<(int Start, int Length)> Ranges)> Find(IReadOnlyList<SearchTerm> terms)
    {
        // Which terms a line has, one bit each.
        int all = (1 << terms.Count) - 1;
        SearchToken[][] tokens = [.. Lines.Select(line => SearchToken.Of(line).ToArray())];
        int[] has = [.. tokens.Select(line => Enumerable.Range(0, terms.Count).Where(term => terms[term].In(line).Any()).Sum(term => 1 << term))];
        for (int i = Lines.Count - 1; i >= (Follows ? 1 : 0); i--)
        {
            // Of two lines that have them together the second is shown.
            bool together = i > 0 && has[i - 1] != all && (has[i] | has[i - 1]) == all;
            if (has[i] != all && !together) continue;
            yield return (i, Lines[i], Apart([.. terms.SelectMany(term => term.In(tokens[i]))]));
        }
    }

    private static List<(int Start, int Length)> Apart((int Start, int Length)[] ranges)
    {
        List<(int Start, int Length)> apart = [];
        foreach (var range in ranges.Order())
        {
            if (apart.Count > 0 && apart[^1] is var last && range.Start <= last.Start + last.Length)
                apart[^1] = (last.Start, Math.Max(last.Length, range.Start + range.Length - last.Start));
            else apart.Add(range);
        }
        return apart;
    }
}
