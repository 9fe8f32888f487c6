using Gateway.Credentials;

namespace Gateway.Web.Credentials;

/// <summary>A credential as pages see it: everything but its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>password</c>, <c>key</c>, <c>certificate</c> or <c>authority</c>.</param>
/// <param name="User">The user on the device; empty for any.</param>
/// <param name="Devices">Devices, with <c>*</c>.</param>
/// <param name="Groups">Groups of devices.</param>
/// <param name="People">Groups of people.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="PublicKey">The line for a device's <c>authorized_keys</c>; empty for a password.</param>
/// <param name="Changed">When it was written.</param>
public sealed record CredentialSummary(
    string Id, string Name, string Kind, string User, IReadOnlyList<string> Devices, IReadOnlyList<string> Groups, IReadOnlyList<string> People, int Priority, string PublicKey, DateTimeOffset Changed)
{
    /// <summary>A credential without its secret.</summary>
    public static CredentialSummary Of(Credential one) => new(
        one.Id, one.Name, one.Kind.ToString().ToLowerInvariant(), one.User, one.Devices, one.Groups, one.People, one.Priority,
        one.PublicKey.Length > 0 ? $"{one.PublicKey} {one.Name.Replace(' ', '_')}@gateway" : "", one.Changed);
}

/// <summary>The credentials of a person, or of the gateway.</summary>
/// <param name="Keeps">Whether secrets can be kept here.</param>
/// <param name="Vault">Whether they can be read from Vault.</param>
/// <param name="Credentials">What there is, in order of the names.</param>
public sealed record CredentialList(bool Keeps, bool Vault, IReadOnlyList<CredentialSummary> Credentials);

/// <summary>What somebody says of a credential in a page. Its secrets are not kept but sealed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">As in <see cref="CredentialSummary"/>.</param>
/// <param name="User">The user on the device.</param>
/// <param name="Devices">Devices.</param>
/// <param name="Groups">Groups of devices; for the gateway's only.</param>
/// <param name="People">Groups of people; for the gateway's only.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Password">The password; null to leave it as it is.</param>
/// <param name="Key">The private key; null to leave it as it is.</param>
/// <param name="Passphrase">The key's passphrase.</param>
/// <param name="Generate">Whether the gateway makes the key.</param>
/// <param name="Vault">The secret's name in Vault; for the gateway's only.</param>
public sealed record CredentialRequest(
    string? Name, string? Kind, string? User = null, IReadOnlyList<string>? Devices = null, IReadOnlyList<string>? Groups = null, IReadOnlyList<string>? People = null, int Priority = 0,
    string? Password = null, string? Key = null, string? Passphrase = null, bool Generate = false, string? Vault = null)
{
    /// <summary>Its name and kind only.</summary>
    public override string ToString() => $"{Kind} {Name}";
}
