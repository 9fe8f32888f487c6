namespace Gateway.Recording;

/// <summary>What the index knows of a recording.</summary>
/// <param name="Facts">What it is.</param>
/// <param name="Columns">Columns of the terminal at its start.</param>
/// <param name="Rows">Rows of the terminal at its start.</param>
/// <param name="Activity">Bytes that the program wrote in equal pieces of the time, at most 400.</param>
/// <param name="Markers">Its markers in their order, at most 2,000.</param>
/// <param name="LeftOut">Lines that cannot be found because there was too much text at once.</param>
/// <param name="LeftOutFrom">When the first of them stood there, in seconds; null if none is missing.</param>
/// <param name="Indexed">Up to which second it has been read.</param>
public sealed record RecordingDetail(
    RecordingFacts Facts, int Columns, int Rows, IReadOnlyList<long> Activity, IReadOnlyList<RecordingMarker> Markers, long LeftOut, double? LeftOutFrom, double Indexed);
