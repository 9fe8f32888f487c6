using System.Text;

namespace Gateway.Recording;

/// <summary>One word of a search, or a phrase in quotes: tokens that follow each other in a line.</summary>
/// <param name="Tokens">At least one.</param>
/// <param name="IsPrefix">Whether the last token may go on.</param>
internal sealed record SearchTerm(IReadOnlyList<string> Tokens, bool IsPrefix)
{
    /// <summary>Most terms of a search; further ones are not looked at.</summary>
    public const int Most = 16;

    /// <summary>Most tokens of a term; further ones are not looked at.</summary>
    public const int MostTokens = 64;

    /// <summary>
    /// Reads what somebody typed: words with blanks between, "phrases in quotes", and an asterisk at the end of either for what
    /// begins so. Everything is a search; what has neither letter nor digit does not count.
    /// </summary>
    public static IReadOnlyList<SearchTerm> Read(string? words)
    {
        List<SearchTerm> terms = [];
        string text = words ?? "";
        for (int at = 0; at < text.Length && terms.Count < Most;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            bool quoted = text[at] == '"';
            int start = quoted ? at + 1 : at, end = quoted ? text.IndexOf('"', start) : start;
            if (!quoted)
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '"') end++;
            else if (end < 0) end = text.Length;
            at = quoted ? Math.Min(end + 1, text.Length) : end;
            // Behind the quote, or the last letter of the word.
            bool prefix = quoted ? at < text.Length && text[at] == '*' : text[end - 1] == '*';
            if (quoted && prefix) at++;
            SearchToken[] tokens = [.. SearchToken.Of(text[start..end]).Take(MostTokens)];
            // "10.0.*" has no word that could go on: it is "10.0" with anything behind.
            prefix &= tokens is [.., var last] && start + last.Start + last.Length == (quoted ? end : end - 1);
            if (tokens.Length > 0) terms.Add(new SearchTerm([.. tokens.Select(token => token.Text)], prefix));
        }
        return terms;
    }

    /// <summary>The search in the language of FTS5; tokens hold nothing that means something there within quotes.</summary>
    public static string Query(IReadOnlyList<SearchTerm> terms)
    {
        var query = new StringBuilder();
        foreach (var term in terms)
        {
            if (query.Length > 0) query.Append(" AND ");
            query.Append('"').AppendJoin(' ', term.Tokens).Append('"');
            if (term.IsPrefix) query.Append(" *");
        }
        return query.ToString();
    }

    /// <summary>Where it stands in a line: start and length, in UTF-16 units.</summary>
    public IEnumerable<(int Start, int Length)> In(IReadOnlyList<SearchToken> line)
    {
        for (int first = 0; first + Tokens.Count <= line.Count; first++)
        {
            int same = 0;
            while (same < Tokens.Count && IsAt(same, line[first + same].Text)) same++;
            if (same < Tokens.Count) continue;
            var last = line[first + same - 1];
            yield return (line[first].Start, last.Start - line[first].Start + (IsPrefix ? Math.Min(Tokens[^1].Length, last.Length) : last.Length));
            first += same - 1;
        }
    }

    private bool IsAt(int index, string token) =>
        IsPrefix && index == Tokens.Count - 1 ? token.StartsWith(Tokens[index], StringComparison.Ordinal) : token == Tokens[index];
}
