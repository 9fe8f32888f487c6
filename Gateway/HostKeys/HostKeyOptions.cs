namespace Gateway.HostKeys;

/// <summary>Where host keys are kept, and who accepts changed ones.</summary>
/// <param name="KnownHostsFile">Absolute path of the node's known-hosts file.</param>
/// <param name="Folder">Absolute path of a folder of the node's own.</param>
/// <param name="Approvals">How many administrators have to accept a changed key, 1 or 2.</param>
public sealed record HostKeyOptions(string KnownHostsFile, string Folder, int Approvals);
