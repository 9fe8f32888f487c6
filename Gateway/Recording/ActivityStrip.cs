namespace Gateway.Recording;

/// <summary>How much a program wrote over a recording's time, in at most 400 equal pieces that get longer with it.</summary>
internal sealed record ActivityStrip
{
    /// <summary>Most pieces.</summary>
    public const int Most = 400;

    /// <summary>Seconds of a piece.</summary>
    public double Width { get; set; } = 1;

    /// <summary>Bytes of each piece, up to the last one in which something was written.</summary>
    public List<long> Pieces { get; init; } = [];

    /// <summary>Adds output.</summary>
    public void Add(double at, int bytes)
    {
        while (at / Width >= Most) Double();
        int piece = (int)(at / Width);
        while (Pieces.Count <= piece) Pieces.Add(0);
        Pieces[piece] += bytes;
    }

    /// <summary>The pieces of a recording of a length in seconds.</summary>
    public IReadOnlyList<long> Over(double seconds)
    {
        while (seconds / Width > Most) Double();
        int pieces = Math.Max(Pieces.Count, (int)Math.Ceiling(seconds / Width));
        return [.. Pieces, .. Enumerable.Repeat(0L, pieces - Pieces.Count)];
    }

    private void Double()
    {
        Width *= 2;
        for (int i = 0; i < Pieces.Count; i += 2) Pieces[i / 2] = Pieces[i] + (i + 1 < Pieces.Count ? Pieces[i + 1] : 0);
        Pieces.RemoveRange((Pieces.Count + 1) / 2, Pieces.Count / 2);
    }
}
