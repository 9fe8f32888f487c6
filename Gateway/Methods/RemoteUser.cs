namespace Gateway.Methods;

/// <summary>
/// The grammar of a remote user name: <c>[A-Za-z0-9_][A-Za-z0-9._@+\-]{0,63}</c> with the backslash of Windows
/// domains. A name can so never be taken for an option (no leading <c>-</c>), hold a blank, a quote, a control
/// character or a <c>%</c> that ssh would expand (CVE-2023-51385, CVE-2026-24061).
/// </summary>
public static class RemoteUser
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether <paramref name="user"/> may be handed to a client program.</summary>
    public static bool IsValid(ReadOnlySpan<char> user)
    {
        if (user.IsEmpty || user.Length > MaxLength) return false;
        if (!char.IsAsciiLetterOrDigit(user[0]) && user[0] != '_') return false;
        foreach (char c in user[1..])
            if (!char.IsAsciiLetterOrDigit(c) && !"._@+\\-".Contains(c)) return false;
        return true;
    }
}
