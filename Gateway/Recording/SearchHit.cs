namespace Gateway.Recording;

/// <summary>A line that was searched for.</summary>
/// <param name="Recording">The recording that it stood in.</param>
/// <param name="At">When it stood there, in seconds from the recording's start.</param>
/// <param name="Line">The line as it stood on the screen.</param>
/// <param name="Ranges">What to highlight, in order and apart: start and length, in UTF-16 units.</param>
/// <param name="Place">What to go on with so that it is the first.</param>
public sealed record SearchHit(RecordingFacts Recording, double At, string Line, IReadOnlyList<(int Start, int Length)> Ranges, string Place);

/// <summary>Lines that were found.</summary>
/// <param name="Hits">Of the newest recording first, and there the latest first.</param>
/// <param name="Next">What to go on with; null if this is all. There may be fewer hits than asked for and yet more to come.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, string? Next);
