using System.Collections.Immutable;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Methods;

namespace Gateway.Credentials;

/// <summary>What somebody says of a credential. The secrets are for the length of one call.</summary>
public sealed record CredentialForm
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is.</summary>
    public CredentialKind Kind { get; init; }

    /// <summary>The user on the device; empty for any.</summary>
    public string? User { get; init; }

    /// <summary>Devices, with <c>*</c>.</summary>
    public IReadOnlyList<string>? Devices { get; init; }

    /// <summary>Groups of devices, with <c>*</c>.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Groups of people.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Its priority.</summary>
    public int Priority { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The private key's text.</summary>
    public string? Key { get; init; }

    /// <summary>Its passphrase.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Whether the gateway is to make a new key.</summary>
    public bool Generate { get; init; }

    /// <summary>Name of the secret in Vault, below the configured path.</summary>
    public string? Vault { get; init; }

    /// <summary>Its name and kind only.</summary>
    public override string ToString() => $"{Kind} {Name}";
}

/// <summary>Adds, replaces and removes credentials for people, and puts it on record.</summary>
public sealed class CredentialKeeping(CredentialStore store, CredentialOptions options, AuditLog? audit = null)
{
    /// <summary>Keeps a new credential, or with an id the changed one; a changed one keeps its secret if the form has none.</summary>
    /// <param name="caller">Who does it; null for an operator at the command line.</param>
    /// <param name="owner">Whose it is: a person's id, or empty for the gateway's.</param>
    /// <param name="id">The one to change; null for a new one.</param>
    /// <param name="form">What it is to be.</param>
    /// <param name="cancellation">Gives up waiting for the key to be read.</param>
    /// <exception cref="CredentialException">It cannot be; the message says why.</exception>
    public async Task<Credential> WriteAsync(Caller? caller, string owner, string? id, CredentialForm form, CancellationToken cancellation = default)
    {
        var before = id is null ? null : await store.FindAsync(id) is { } found && found.Owner == owner ? found : throw new CredentialException("There is no such credential.");
        var credential = Read(owner, before, form);
        var (secret, publicKey) = form.Vault is not null ? (null, "") : await SecretOfAsync(form, before, cancellation);
        using (secret)
        {
            credential = await store.WriteAsync(credential with { PublicKey = publicKey }, secret, form.Vault);
        }
        Record(caller, before is null ? AuditEvent.CredentialAdded : AuditEvent.CredentialChanged, credential);
        return credential;
    }

    /// <summary>Removes one of an owner, or of anybody (null). False if there is none.</summary>
    /// <exception cref="CredentialException">The store does not answer.</exception>
    public async Task<bool> RemoveAsync(Caller? caller, string? owner, string id)
    {
        if (await store.FindAsync(id) is not { } found || owner is not null && found.Owner != owner || !await store.RemoveAsync(id)) return false;
        Record(caller, AuditEvent.CredentialRemoved, found);
        return true;
    }

    /// <summary>Tries whether a credential can be used: its seal opens, or its secret is read from Vault, and a key is loaded.</summary>
    /// <exception cref="CredentialException">It cannot; the message names the step.</exception>
    public async Task TestAsync(Credential credential, CancellationToken cancellation = default)
    {
        // A certificate has no secret, but what it is for is sealed.
        using var secret = await store.OpenAsync(credential);
        if (credential.Kind is CredentialKind.Key or CredentialKind.Authority) await PublicKeyOfAsync(secret, cancellation);
    }

    private static Credential Read(string owner, Credential? before, CredentialForm form)
    {
        string name = form.Name?.Trim() ?? "", user = form.User?.Trim() ?? "";
        if (!Person.IsName(name) || name.Length > Credential.LongestName) throw new CredentialException($"A credential's name has 1 to {Credential.LongestName} characters.");
        if (user.Length > 0 && !RemoteUser.IsValid(user)) throw new CredentialException($"\"{user}\" is no user of a device.");
        if (form.Priority is < -1000 or > 1000) throw new CredentialException("A priority is a number from -1000 to 1000.");
        if (form.Vault is { } path && (path.Length is 0 or > 128 || path.Split('/').Any(part => part.Length == 0 || part.All(letter => letter == '.')) || !path.All(letter => char.IsAsciiLetterOrDigit(letter) || "._-/".Contains(letter))))
            throw new CredentialException("A name in Vault has up to 128 letters, digits and . _ - /.");
        return new Credential
        {
            Id = before?.Id ?? CredentialStore.NewId(),
            Owner = owner,
            Name = name,
            Kind = before?.Kind ?? form.Kind,
            User = user,
            Devices = Names(form.Devices),
            Groups = Names(form.Groups),
            People = owner.Length > 0 ? [] : Names(form.People),
            Priority = form.Priority,
        };
    }

    private static ImmutableArray<string> Names(IReadOnlyList<string>? given)
    {
        ImmutableArray<string> names = [.. (given ?? []).Select(name => name.Trim()).Where(name => name.Length > 0).Distinct()];
        if (names.Length > Credential.MostAssignments) throw new CredentialException($"A credential is assigned to at most {Credential.MostAssignments} names.");
        return names.All(Person.IsName) ? names : throw new CredentialException("One of the names that it is assigned to is none.");
    }

    private async Task<(Secret? Secret, string PublicKey)> SecretOfAsync(CredentialForm form, Credential? before, CancellationToken cancellation)
    {
        switch (before?.Kind ?? form.Kind)
        {
            case CredentialKind.Certificate:
                // Nothing to keep secret; what it is for is sealed all the same.
                return (Secret.From("certificate"), "");
            case CredentialKind.Password when form.Password is { } password:
                if (password.Length is 0 or > SignInDelivery.LongestPassword || password.Any(char.IsControl)) throw new CredentialException($"A password has 1 to {SignInDelivery.LongestPassword} characters, none of them a control character.");
                return (Secret.From(password), "");
            case CredentialKind.Key or CredentialKind.Authority when form.Generate:
                return await options.Turns.TakeAsync(KeyMaker.NewAsync, cancellation);
            case CredentialKind.Key when form.Key is { } key:
                if (key.Length > Secret.Longest / 2 || (form.Passphrase?.Length ?? 0) > SignInDelivery.LongestPassword) throw new CredentialException("The private key is too large.");
                var secret = Secret.From(key.ReplaceLineEndings("\n").Trim(), form.Passphrase);
                try
                {
                    return (secret, await PublicKeyOfAsync(secret, cancellation));
                }
                catch
                {
                    secret.Dispose();
                    throw;
                }
            default:
                // What it is for is part of the seal: it is opened and sealed again.
                return before is null ? throw new CredentialException("The secret is missing.") : (await store.OpenAsync(before), before.PublicKey);
        }
    }

    private async Task<string> PublicKeyOfAsync(Secret secret, CancellationToken cancellation)
    {
        await using var agent = await PrivateAgent.StartAsync(options);
        await agent.AddInTurnAsync(secret, cancellation);
        return await agent.PublicKeyAsync();
    }

    private void Record(Caller? caller, AuditEvent happened, Credential credential) => audit?.Write(AuditEntry.By(caller, happened) with
    {
        Target = credential.Name,
        User = credential.User.Length > 0 ? credential.User : null,
        Reason = $"{credential.Kind}, {(credential.Owner.Length > 0 ? $"of {credential.Owner}" : "of the gateway")}, for {string.Join(" ", credential.Devices.Concat(credential.Groups.Select(group => $"group {group}")))}",
    });
}
