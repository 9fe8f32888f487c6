namespace Gateway.Access.Records;

/// <summary>A record as a node keeps it, or the note that it was removed, which outlives every copy of it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its name.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Json">What it says; null if it was removed.</param>
/// <param name="Expires">When it is forgotten.</param>
/// <param name="Version">Microseconds of Unix time at which it was written, on the clock that all nodes share; a later write has a higher one.</param>
/// <param name="IsPending">Whether the shared store has yet to hear of it.</param>
internal sealed record KeptRecord(RecordKind Kind, string Id, string Owner, string? Json, DateTimeOffset Expires, long Version, bool IsPending = false)
{
    /// <summary>How long a removal is remembered after the record's own end: nodes' clocks may differ.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>Whether it says that there is no such record any more.</summary>
    public bool IsRemoved => Json is null;

    /// <summary>The record; null if it was removed.</summary>
    public StoredRecord? Stored => Json is null ? null : new StoredRecord(Id, Owner, Json, Expires);

    /// <summary>The note that it was removed.</summary>
    /// <param name="at">Microseconds of Unix time.</param>
    /// <param name="pending">Whether the shared store has yet to hear of it.</param>
    public KeptRecord Removed(long at, bool pending = false) =>
        this with { Json = null, Expires = Expires + Margin, Version = Math.Max(at, Version + 1), IsPending = pending };

    /// <summary>Whether it takes the place of what is known. A removal of what is named once wins over any version.</summary>
    public bool Replaces(KeptRecord? known)
    {
        if (known is null) return true;
        if (RecordLimits.IsFinal(Kind) && IsRemoved != known.IsRemoved) return IsRemoved;
        return Version > known.Version || Version == known.Version && known.IsPending && !IsPending;
    }

    /// <summary>A time as a version.</summary>
    public static long VersionAt(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
