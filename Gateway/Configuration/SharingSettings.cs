namespace Gateway.Configuration;

/// <summary>Inviting others to one's terminals.</summary>
public sealed record SharingSettings
{
    /// <summary>Whether that can be done.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Longest that an invitation lasts, 1 minute to 30 days.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(12);
}
