namespace Gateway.Configuration;

/// <summary>How often the gateway looks whether devices' ports answer.</summary>
public sealed record ProbeSettings
{
    /// <summary>Whether it looks.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Time between two looks at a port, 5 seconds to 1 day.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long connecting may take, 1 to 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Looks in a second over all nodes, 1 to 1,000.</summary>
    public int PerSecond { get; init; } = 20;

    internal static ProbeSettings Read(Section probe)
    {
        var defaults = new ProbeSettings();
        return new ProbeSettings
        {
            Enabled = probe.Flag("enabled", defaults.Enabled),
            Interval = probe.Duration("interval", defaults.Interval, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)),
            Timeout = probe.Duration("timeout", defaults.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)),
            PerSecond = probe.Integer("perSecond", defaults.PerSecond, 1, 1_000),
        };
    }
}
