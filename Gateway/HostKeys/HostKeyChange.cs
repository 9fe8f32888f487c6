using System.Collections.Immutable;

namespace Gateway.HostKeys;

/// <summary>A place that shows another key than the one on record; nobody reaches it until the new one is accepted.</summary>
public sealed record HostKeyChange
{
    /// <summary>Its id: 32 hexadecimal digits made of the place.</summary>
    public required string Id { get; init; }

    /// <summary>The place, by the name of the known-hosts file.</summary>
    public required string Name { get; init; }

    /// <summary>The device there; empty for a port that no device has.</summary>
    public string Device { get; init; } = "";

    /// <summary>The keys on record.</summary>
    public required ImmutableArray<HostKey> Old { get; init; }

    /// <summary>The key that it shows now.</summary>
    public required HostKey New { get; init; }

    /// <summary>When it was first seen, UTC.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>When it was last seen, UTC.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>Who has said that the new key is right.</summary>
    public ImmutableArray<HostKeyApproval> Approvals { get; init; } = [];
}

/// <summary>Somebody's word that a key is right.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Name">The person's name, to be shown.</param>
/// <param name="At">When, UTC.</param>
public sealed record HostKeyApproval(string Person, string Name, DateTimeOffset At);

/// <summary>What was decided about a place, for all nodes to do.</summary>
/// <param name="Name">The place.</param>
/// <param name="Keys">The keys that count from now on; none to forget the place.</param>
/// <param name="At">When, UTC.</param>
/// <param name="IsFirst">Whether they are first keys, for nodes where the place has none, rather than in the place of what is there.</param>
public sealed record HostKeyDecision(string Name, ImmutableArray<HostKey> Keys, DateTimeOffset At, bool IsFirst = false);
