namespace Gateway.Recording;

/// <summary>What stood on the screen at a moment of a recording.</summary>
/// <param name="At">The moment, in seconds from the recording's start.</param>
/// <param name="Columns">Columns of the screen.</param>
/// <param name="Rows">Rows of the screen.</param>
/// <param name="Data">What repaints it, written to a terminal that was reset and has this size.</param>
/// <param name="Next">Where the recording goes on.</param>
/// <param name="Person">Who typed last, as <see cref="CastCode.Person"/> has it; null if nobody had.</param>
public sealed record Keyframe(double At, int Columns, int Rows, byte[] Data, CastPosition Next, string? Person);
