using System.Diagnostics.CodeAnalysis;

namespace Gateway.Configuration;

/// <summary>What came of loading a configuration: a configuration with warnings, or faults, or a reason why no file was read.</summary>
public sealed record ConfigurationResult
{
    /// <summary>The file in question; null if none was found.</summary>
    public string? File { get; init; }

    /// <summary>The configuration; null if there is any fault.</summary>
    public GatewayConfiguration? Configuration { get; init; }

    /// <summary>Absolute path of the data folder, also of a file that has faults elsewhere; null if it is not known.</summary>
    public string? Data { get; init; }

    /// <summary>Why no file was read, in one or more lines for the operator; null if one was.</summary>
    public string? Unread { get; init; }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<ConfigurationFault> Faults { get; init; } = [];

    /// <summary>What is allowed but should be known, as sentences. The start-up banner repeats them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the gateway can start with it.</summary>
    [MemberNotNullWhen(true, nameof(Configuration), nameof(File))]
    public bool IsGood => Configuration is not null;
}
