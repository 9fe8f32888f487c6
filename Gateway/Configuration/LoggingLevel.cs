namespace Gateway.Configuration;

/// <summary>Importance of a log event, by Serilog's names and in its order.</summary>
public enum LoggingLevel
{
    /// <summary>Everything, the web server's own events included.</summary>
    Verbose,

    /// <summary>What helps to find a fault.</summary>
    Debug,

    /// <summary>What an operator wants to see on a normal day.</summary>
    Information,

    /// <summary>What went wrong and was dealt with.</summary>
    Warning,

    /// <summary>What failed.</summary>
    Error,

    /// <summary>What ended the gateway.</summary>
    Fatal,
}
