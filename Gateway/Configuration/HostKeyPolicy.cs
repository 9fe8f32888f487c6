using System.Text.Json;

namespace Gateway.Configuration;

/// <summary>What happens when a device shows an ssh host key that is not on record (OpenSSH's StrictHostKeyChecking).</summary>
public enum HostKeyPolicy
{
    /// <summary>A first key is recorded, a changed one is refused.</summary>
    AcceptNew,

    /// <summary>Only keys that an administrator has recorded are accepted.</summary>
    Strict,

    /// <summary>The person at the terminal decides about a first key; a changed one is refused.</summary>
    Ask,

    /// <summary>Any key is accepted and none recorded. For laboratories only.</summary>
    Bypass,
}

/// <summary>How a policy is written in the file.</summary>
public static class HostKeyPolicySpelling
{
    /// <summary>The policy's word: <c>accept-new</c>, <c>strict</c>, <c>ask</c> or <c>bypass</c>.</summary>
    public static string Spelled(this HostKeyPolicy policy) => JsonNamingPolicy.KebabCaseLower.ConvertName(policy.ToString());
}
