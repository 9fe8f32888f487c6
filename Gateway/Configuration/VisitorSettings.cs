namespace Gateway.Configuration;

/// <summary>How a visitor is remembered.</summary>
public sealed record VisitorSettings
{
    /// <summary>How long a visitor is remembered after the last visit, 5 minutes to 30 days.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);
}
