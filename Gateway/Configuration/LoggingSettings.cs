namespace Gateway.Configuration;

/// <summary>What is logged, and where to.</summary>
public sealed record LoggingSettings
{
    /// <summary>The least important event that is logged.</summary>
    public LoggingLevel Level { get; init; } = LoggingLevel.Information;

    /// <summary>Whether events are written to standard output for people to read.</summary>
    public bool Console { get; init; } = true;

    /// <summary>Absolute path of the JSON log, to which the day is added (<c>gateway-.json</c> becomes <c>gateway-20260131.json</c>); null writes none.</summary>
    public string? File { get; init; }

    /// <summary>Days that JSON logs are kept, 1 to 3,650.</summary>
    public int RetainDays { get; init; } = 14;

    /// <summary>Where the JSON log goes unless the file says otherwise.</summary>
    public static string DefaultFile(string dataFolder) => Path.Combine(dataFolder, "logs", "gateway-.json");
}
