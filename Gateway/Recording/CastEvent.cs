namespace Gateway.Recording;

/// <summary>A place between two events of a recording; the default is its beginning.</summary>
/// <param name="Segment">Number of the segment, from 1; 0 is the beginning as well.</param>
/// <param name="Offset">Offset in the segment, in bytes, where a line begins.</param>
/// <param name="At">Seconds from the beginning of the recording to the event before.</param>
public readonly record struct CastPosition(int Segment, long Offset, double At);

/// <summary>One event of a recording.</summary>
/// <param name="At">Seconds since the beginning of the recording.</param>
/// <param name="Code">What it is: <see cref="CastCode"/>, or a code of another program's.</param>
/// <param name="Data">What happened, as its code has it.</param>
/// <param name="Next">The place behind it.</param>
public readonly record struct CastEvent(double At, char Code, string Data, CastPosition Next);

/// <summary>
/// Codes of events: those of asciicast v3 (docs.asciinema.org/manual/asciicast/v3) and two of our own, which players
/// pass over.
/// </summary>
public static class CastCode
{
    /// <summary>Output.</summary>
    public const char Output = 'o';

    /// <summary>Input, which the far end has shown.</summary>
    public const char Input = 'i';

    /// <summary>A new size, as COLUMNSxROWS.</summary>
    public const char Resize = 'r';

    /// <summary>A marker, such as <c>joined: Alice</c>.</summary>
    public const char Marker = 'm';

    /// <summary>The end, with the exit status.</summary>
    public const char Exit = 'x';

    /// <summary>Who types what follows, as JSON with id and name.</summary>
    public const char Person = 'p';

    /// <summary>That person typed something that was not shown.</summary>
    public const char Unshown = 'u';
}
