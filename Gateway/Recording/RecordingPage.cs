namespace Gateway.Recording;

/// <summary>Recordings, the newest first.</summary>
/// <param name="Recordings">What they are.</param>
/// <param name="Places">For each of them what to go on with so that it is the first.</param>
/// <param name="Next">What to go on with; null if these are all.</param>
public sealed record RecordingPage(IReadOnlyList<RecordingFacts> Recordings, IReadOnlyList<string> Places, string? Next);
