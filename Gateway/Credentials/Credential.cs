using System.Collections.Immutable;
using System.Text;

namespace Gateway.Credentials;

/// <summary>What signs in.</summary>
public enum CredentialKind
{
    /// <summary>A password.</summary>
    Password,

    /// <summary>A private key, with its passphrase if it has one.</summary>
    Key,

    /// <summary>A certificate that the gateway's own authority makes anew for each opening; nothing is kept for it.</summary>
    Certificate,

    /// <summary>The gateway's own authority: it signs such certificates and nothing else, and signs in nowhere itself.</summary>
    Authority,
}

/// <summary>What is known of a credential without its secret, and the secret sealed.</summary>
public sealed record Credential
{
    /// <summary>Longest name, in characters.</summary>
    public const int LongestName = 64;

    /// <summary>Most devices, and most groups, that one may be assigned to.</summary>
    public const int MostAssignments = 64;

    /// <summary>A random name of 128 bits that is never given again.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public CredentialKind Kind { get; init; }

    /// <summary>The id of the person whose own it is; empty for one of the gateway.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The user on the device; empty for any.</summary>
    public string User { get; init; } = "";

    /// <summary>Names of devices it is for, with <c>*</c> for any number of characters.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Groups of devices it is for, with <c>*</c> as in <see cref="Devices"/>.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Groups of people who alone may use it; empty for everybody who may open the device.</summary>
    public ImmutableArray<string> People { get; init; } = [];

    /// <summary>The one with the highest signs in, -1000 to 1000; of several the first by name.</summary>
    public int Priority { get; init; }

    /// <summary>The line for a device's <c>authorized_keys</c>, or of the authority for <c>TrustedUserCAKeys</c>; empty for a password.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset Changed { get; init; }

    /// <summary>The secret as <see cref="MasterKey.Seal"/> gives it, or <c>vault:</c> and the name of the secret there; empty if there is none.</summary>
    public string Sealed { get; init; } = "";

    /// <summary>Everything that must not be changed behind the back of whoever sealed it: with what is in the store alone nobody may send a secret to another device.</summary>
    internal byte[] Associated() => Encoding.UTF8.GetBytes(string.Join('\n', [
        "gateway credential 1", Id, Owner, Kind.ToString(), User, string.Join('\t', Devices), string.Join('\t', Groups), string.Join('\t', People), PublicKey,
    ]));

    /// <summary>Its name and kind, and nothing of what is sealed.</summary>
    public override string ToString() => $"{Kind} {Name}";
}
