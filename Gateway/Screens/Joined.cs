namespace Gateway.Screens;

/// <summary>What the next character has to know of the one before, to join it.</summary>
/// <param name="Kind">Its kind, as in <see cref="Graphemes"/>.</param>
/// <param name="Width">Columns of all that has joined so far, 1 or 2; 0 where nothing can be joined.</param>
/// <param name="Joins">Whether it has itself joined the one before.</param>
internal readonly record struct Joined(int Kind, int Width, bool Joins)
{
    /// <summary>A printable ASCII character.</summary>
    public static Joined Ascii => new(0, 1, false);

    /// <summary>Whether ASCII after it starts anew. Only few signs (Prepend) take what follows in.</summary>
    public bool LetsAsciiStart => Kind != 1;
}
