namespace Gateway.Access.Sharing;

/// <summary>Whether terminals can be shared, and for how long.</summary>
public sealed record SharingOptions
{
    /// <summary>Whether owners may invite others to their terminals.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Longest validity of an invitation.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(12);
}
