namespace Gateway.Screens;

/// <summary>A character set of ISO 2022: what it shows in place of ASCII. The tables are those of xterm.js (Charsets.ts).</summary>
internal sealed class Charset
{
    private static readonly Charset[] All =
    [
        new("0", "`abcdefghijklmnopqrstuvwxyz{|}~", "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"),
        new("A", "#", "£"),
        new("4", "#@[\\]{|}~", "£¾i½|¨f¼´"),
        new("C5", "[\\]^`{|}~", "ÄÖÅÜéäöåü"),
        new("R", "#@[\\]{|}~", "£à°ç§éùè¨"),
        new("Q", "@[\\]^`{|}~", "àâçêîôéùèû"),
        new("K", "@[\\]{|}~", "§ÄÖÜäöüß"),
        new("Y", "#@[\\]`{|}~", "£§°çéùàòèì"),
        new("E6", "@[\\]^`{|}~", "ÄÆØÅÜäæøåü"),
        new("Z", "#@[\\]{|}", "£§¡Ñ¿°ñç"),
        new("H7", "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü"),
        new("=", "#@[\\]^_`{|}~", "ùàéçêîèôäöüû"),
    ];

    private readonly char[] _shown = new char[128];
    private readonly string _finals;

    private Charset(string finals, string codes, string shown)
    {
        _finals = finals;
        for (int i = 0; i < _shown.Length; i++) _shown[i] = (char)i;
        for (int i = 0; i < codes.Length; i++) _shown[codes[i]] = shown[i];
    }

    /// <summary>The byte that chooses it.</summary>
    public char Final => _finals[0];

    /// <summary>Finds it by the last byte of the sequence that chooses it.</summary>
    /// <param name="final">That byte.</param>
    /// <param name="charset">The set; null for ASCII.</param>
    /// <returns>Whether there is such a set.</returns>
    public static bool TryFind(char final, out Charset? charset)
    {
        charset = Array.Find(All, each => each._finals.Contains(final, StringComparison.Ordinal));
        return charset is not null || final == 'B';
    }

    public int Show(int code) => code < 127 ? _shown[code] : code;

    /// <summary>Which code shows this one; -1 where none does.</summary>
    public int Find(int shown)
    {
        if (shown < 127 && _shown[shown] == shown) return shown;
        int code = shown <= char.MaxValue ? Array.IndexOf(_shown, (char)shown) : -1;
        return code >= 0 ? code : shown < 127 ? -1 : shown;
    }
}
