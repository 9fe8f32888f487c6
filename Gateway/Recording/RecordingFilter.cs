namespace Gateway.Recording;

/// <summary>Which recordings are wanted. What is null does not matter.</summary>
public sealed record RecordingFilter
{
    /// <summary>Whose they are: an id such as <c>oidc:alice</c>, the name after the colon, or the name that is shown.</summary>
    public string? Person { get; init; }

    /// <summary>The port that was opened.</summary>
    public int? Port { get; init; }

    /// <summary>The method that was used.</summary>
    public string? Method { get; init; }

    /// <summary>Nothing that was over earlier; of lines none that stood there earlier.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Nothing that began at this time or later; of lines none that came then.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>One recording by its id. A search then gives all of its lines, not the latest few.</summary>
    public string? Recording { get; init; }

    /// <summary>
    /// Words that all stood in a line, or in it and the line before. Quotes make a phrase, an asterisk at the end stands for any
    /// end of a word. Large and small letters are the same; of signs between letters and digits it does not matter which they are.
    /// </summary>
    public string? Words { get; init; }

    /// <summary>Whether a recording is wanted; its words do not matter.</summary>
    public bool Fits(RecordingFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return (Person is null || Person == facts.Owner || Person == facts.Name || facts.Owner.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && facts.Owner.AsSpan(colon + 1).SequenceEqual(Person))
            && (Port is null || Port == facts.Port)
            && (Method is null || Method == facts.Method)
            && (After is null || facts.State == RecordingState.Live || facts.Seconds >= (After - facts.Started)?.TotalSeconds)
            && (Before is null || facts.Started < Before)
            && (Recording is null || Recording == facts.Id);
    }
}
