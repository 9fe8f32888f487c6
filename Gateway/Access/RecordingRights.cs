using System.Collections.Immutable;

namespace Gateway.Access;

/// <summary>Whether a terminal is recorded.</summary>
public enum RecordingNeed
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>It is, and goes on where that fails.</summary>
    Wanted,

    /// <summary>It is, and neither opens nor goes on without.</summary>
    Required,
}

/// <summary>Whether this gateway records, and who may see what was.</summary>
public sealed record RecordingRights
{
    /// <summary>A gateway that cannot record.</summary>
    public static readonly RecordingRights Off = new();

    /// <summary>Whether it records at all.</summary>
    public bool IsOn { get; init; }

    /// <summary>What counts for a terminal that no rule wants recorded.</summary>
    public RecordingNeed Usual { get; init; }

    /// <summary>Whether people may see recordings of their own terminals.</summary>
    public bool OwnersMayReplay { get; init; }

    /// <summary>Groups of those who may see everybody's, beside administrators.</summary>
    public ImmutableArray<string> AuditorGroups { get; init; } = [];

    /// <summary>The same by name, written as in a rule.</summary>
    public ImmutableArray<string> Auditors { get; init; } = [];
}
