using Gateway.HostKeys;

namespace Gateway.Web.HostKeys;

/// <summary>What the administrators' page shows of host keys.</summary>
/// <param name="Approvals">How many administrators have to accept a changed key.</param>
/// <param name="Changes">Changed keys that wait.</param>
/// <param name="Known">Keys on record at this node.</param>
public sealed record HostKeyList(int Approvals, IReadOnlyList<ChangedHostKey> Changes, IReadOnlyList<ShownHostKey> Known);

/// <summary>A key, as people compare it.</summary>
/// <param name="Name">The place.</param>
/// <param name="Type">The key's type.</param>
/// <param name="Fingerprint">Its fingerprint, as ssh shows it.</param>
public sealed record ShownHostKey(string Name, string Type, string Fingerprint)
{
    internal static ShownHostKey Of(HostKey key) => new(key.Name, key.Type, key.Fingerprint);
}

/// <summary>A place that shows another key than the one on record.</summary>
/// <param name="Id">The change.</param>
/// <param name="Name">The place.</param>
/// <param name="Device">The device; empty for none.</param>
/// <param name="Old">The keys on record.</param>
/// <param name="New">The key that it shows.</param>
/// <param name="First">When that was first seen.</param>
/// <param name="Last">When that was last seen.</param>
/// <param name="ApprovedBy">Names of those who have accepted it.</param>
/// <param name="ApprovedByMe">Whether the one who asks is among them.</param>
public sealed record ChangedHostKey(string Id, string Name, string Device, IReadOnlyList<ShownHostKey> Old, ShownHostKey New, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<string> ApprovedBy, bool ApprovedByMe)
{
    internal static ChangedHostKey Of(HostKeyChange change, string me) => new(
        change.Id, change.Name, change.Device, [.. change.Old.Select(ShownHostKey.Of)], ShownHostKey.Of(change.New), change.First, change.Last,
        [.. change.Approvals.Select(approval => approval.Name)], change.Approvals.Any(approval => approval.Person == me));
}

/// <summary>Says that a changed key is right.</summary>
/// <param name="Fingerprint">The new key that was compared.</param>
public sealed record HostKeyApprovalRequest(string? Fingerprint);

/// <summary>What became of it.</summary>
/// <param name="Accepted">Whether the new key counts now; else another administrator has to accept it too.</param>
public sealed record HostKeyApprovalAnswer(bool Accepted);

/// <summary>Host keys from a scan.</summary>
/// <param name="Lines">Lines of ssh-keyscan(1) or of a known-hosts file.</param>
public sealed record HostKeyScan(string? Lines);

/// <summary>What a scan brought.</summary>
/// <param name="Added">Keys that are new.</param>
/// <param name="Known">Keys that were there.</param>
/// <param name="Different">Keys that differ from those on record, and were not taken.</param>
/// <param name="Unread">Lines that hold no key.</param>
public sealed record HostKeyImport(int Added, int Known, IReadOnlyList<ShownHostKey> Different, int Unread);
