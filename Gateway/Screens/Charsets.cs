namespace Gateway.Screens;

/// <summary>The four designated character sets and which of them is in use (CharsetService.ts).</summary>
internal sealed class Charsets
{
    private readonly Charset?[] _sets = new Charset?[4];

    /// <summary>The set in use; null is ASCII. Restoring a cursor changes it without changing the level.</summary>
    public Charset? Active { get; set; }

    /// <summary>Which of G0 to G3 is shifted in.</summary>
    public int Level { get; private set; }

    public Charset? this[int level] => _sets[level];

    public void Shift(int level)
    {
        Level = level;
        Active = _sets[level];
    }

    public void Designate(int level, Charset? charset)
    {
        _sets[level] = charset;
        if (Level == level) Active = charset;
    }

    public void Reset()
    {
        Array.Clear(_sets);
        Shift(0);
    }
}
