namespace Gateway.Recording;

/// <summary>
/// When the next keyframe is due: 10 s and 1 MiB of recording after the last one, so that a seek reads about as much
/// at most; 8 MiB after it in any case. At the limit every second one goes, and the next ones come at twice the distance.
/// </summary>
internal sealed record KeyframePace
{
    /// <summary>Most keyframes of a recording.</summary>
    public const int Most = 2000;

    private const double Seconds = 10;
    private const long Bytes = 1024 * 1024;
    private const long AtLatest = 8 * Bytes;

    /// <summary>How often the distance was doubled, as a factor.</summary>
    public int Step { get; set; } = 1;

    /// <summary>Keyframes so far.</summary>
    public int Count { get; set; }

    /// <summary>When the last one was, in seconds from the recording's start.</summary>
    public double Last { get; set; }

    /// <summary>Bytes of the recording since.</summary>
    public long Since { get; set; }

    /// <summary>Whether one is due.</summary>
    public bool IsDue(double at) => Since >= AtLatest * Step || Since >= Bytes * Step && at - Last >= Seconds * Step;

    /// <summary>Notes one that was made.</summary>
    /// <returns>Whether every second one has to go first.</returns>
    public bool Made(double at)
    {
        (Last, Since) = (at, 0);
        bool thin = Count == Most;
        if (thin) (Count, Step) = (Most / 2, Step * 2);
        Count++;
        return thin;
    }
}
