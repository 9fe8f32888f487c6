namespace Gateway.Recording;

/// <summary>How far a reading of all recordings into the index has come.</summary>
/// <param name="Recordings">Recordings that were looked at.</param>
/// <param name="Of">Recordings that there are.</param>
/// <param name="Bytes">Bytes that were read, about.</param>
public readonly record struct IndexingProgress(int Recordings, int Of, long Bytes);
