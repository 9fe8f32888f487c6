using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Access.Records;

namespace Gateway.Credentials;

/// <summary>Credentials in the records that all nodes share, with their secrets sealed or in Vault.</summary>
public sealed class CredentialStore(IRecords records, CredentialOptions options, VaultSecrets vault, TimeProvider time)
{
    /// <summary>Most of a person.</summary>
    public const int MostOfPerson = 32;

    /// <summary>Most of the gateway.</summary>
    public const int MostOfGateway = 2_000;

    internal const string InVault = "vault:";

    // Records have to end at some time; nobody is to be surprised by this one.
    private static readonly TimeSpan Life = TimeSpan.FromDays(36_500);

    /// <summary>Whether anything can be kept or signed in with here.</summary>
    public bool IsOn => options.MasterKey is not null || options.Vault is not null;

    /// <summary>Whether secrets can be kept here; else they are in Vault only.</summary>
    public bool Keeps => options.MasterKey is not null;

    /// <summary>Whether secrets can be read from Vault.</summary>
    public bool ReadsVault => options.Vault is not null;

    /// <summary>Those of a person, or of the gateway (empty), or all (null), in order of their names.</summary>
    /// <exception cref="CredentialException">The store cannot be read now.</exception>
    public async Task<IReadOnlyList<Credential>> ListAsync(string? owner)
    {
        try
        {
            return [.. (await records.ListAsync(RecordKind.Credential, owner)).Select(record => CredentialJson.Read(record.Json)).OfType<Credential>().OrderBy(one => one.Name, StringComparer.Ordinal)];
        }
        catch (RecordsUnavailableException exception)
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>One of them; null if there is none.</summary>
    /// <exception cref="CredentialException">The store cannot be read now.</exception>
    public async Task<Credential?> FindAsync(string id)
    {
        try
        {
            return await records.ReadAsync(RecordKind.Credential, id) is { } record ? CredentialJson.Read(record.Json) : null;
        }
        catch (RecordsUnavailableException exception)
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>A name for a new one.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Keeps one, over the one of its id, with a secret to be sealed or the name of one in Vault; null and null for a kind that has none.</summary>
    /// <returns>What is kept.</returns>
    /// <exception cref="CredentialException">It cannot be kept: another has its name, there are too many, or there is no master key or no store.</exception>
    internal async Task<Credential> WriteAsync(Credential credential, Secret? secret, string? inVault = null)
    {
        var others = (await ListAsync(credential.Owner)).Where(other => other.Id != credential.Id).ToList();
        if (others.Any(other => other.Name == credential.Name)) throw new CredentialException($"There is another credential of the name {credential.Name}.");
        if (others.Count >= (credential.Owner.Length > 0 ? MostOfPerson : MostOfGateway)) throw new CredentialException("There are as many credentials as allowed.");
        if (inVault is not null)
        {
            if (!ReadsVault) throw new CredentialException("No Vault is configured (credentials.vault).");
            secret = Secret.From(InVault + inVault);
        }
        credential = credential with { Changed = time.GetUtcNow() };
        if (secret is null) credential = credential with { Sealed = "" };
        // With a master key the name in Vault is sealed too: nobody who can write the store can have another device's secret sent.
        else if (inVault is not null && !Keeps) credential = credential with { Sealed = InVault + inVault };
        else
        {
            using var key = Key();
            credential = credential with { Sealed = key.Seal(credential, secret) };
        }
        await PutAsync(credential);
        return credential;
    }

    /// <summary>Removes one for good. False if there was none.</summary>
    /// <exception cref="CredentialException">The store cannot be written now.</exception>
    public async Task<bool> RemoveAsync(string id)
    {
        try
        {
            return await records.RemoveAsync(RecordKind.Credential, id);
        }
        catch (RecordsUnavailableException exception)
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>Its secret, to be disposed.</summary>
    /// <exception cref="CredentialException">It cannot be had; the message names the step.</exception>
    internal async Task<Secret> OpenAsync(Credential credential)
    {
        if (credential.Sealed.StartsWith(InVault, StringComparison.Ordinal))
        {
            if (Keeps) throw new CredentialException($"The credential {credential.Name} was made without a master key. Now that there is one, make it anew.");
            return await vault.ReadAsync(credential, credential.Sealed[InVault.Length..]);
        }
        using var key = Key();
        var secret = key.Open(credential);
        if (!secret.Main.Span.StartsWith("vault:"u8)) return secret;
        using (secret) return await vault.ReadAsync(credential, System.Text.Encoding.UTF8.GetString(secret.Main.Span["vault:".Length..]));
    }

    /// <summary>Seals everything that one master key has sealed with another, and leaves what is sealed with that already.</summary>
    /// <returns>How many were sealed anew, and the names of those that do not open.</returns>
    /// <exception cref="CredentialException">The store cannot be read or written now.</exception>
    internal async Task<(int Done, IReadOnlyList<string> Left)> RekeyAsync(MasterKey from, MasterKey to)
    {
        var (done, left) = (0, new List<string>());
        foreach (var credential in await ListAsync(null))
        {
            if (credential.Sealed.Length == 0 || credential.Sealed.StartsWith(InVault, StringComparison.Ordinal)) continue;
            try
            {
                if (IsOf(credential, to)) continue;
                using var secret = from.Open(credential);
                await PutAsync(credential with { Sealed = to.Seal(credential, secret) });
                done++;
            }
            catch (CredentialException exception) when (exception.InnerException is not RecordsUnavailableException)
            {
                left.Add(exception.Message);
            }
        }
        return (done, left);
    }

    /// <summary>The master key now, to be disposed.</summary>
    /// <exception cref="CredentialException">There is none, or it cannot be read.</exception>
    internal MasterKey Key()
    {
        if (options.MasterKey is not { } read) throw new CredentialException("No master key is configured (credentials.masterKeyFile), so nothing is kept here.");
        byte[] content = [];
        try
        {
            content = read();
            return MasterKey.Read(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException("The master key cannot be read.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>The same, without the public lines that were not sealed with their keys: those are not to be put into a device.</summary>
    internal IReadOnlyList<Credential> Vouched(IReadOnlyList<Credential> all)
    {
        if (all.All(one => one.PublicKey.Length == 0)) return all;
        try
        {
            using var key = Key();
            return [.. all.Select(one => one.PublicKey.Length == 0 || Opens(key, one) ? one : one with { PublicKey = "" })];
        }
        catch (CredentialException)
        {
            return [.. all.Select(one => one with { PublicKey = "" })];
        }
    }

    private static bool Opens(MasterKey key, Credential credential)
    {
        try
        {
            key.Open(credential).Dispose();
            return true;
        }
        catch (CredentialException)
        {
            return false;
        }
    }

    private static bool IsOf(Credential credential, MasterKey key) => credential.Sealed.Split('.') is [_, var id, _] && id == key.Id;

    private async Task PutAsync(Credential credential)
    {
        try
        {
            await records.WriteAsync(RecordKind.Credential, new StoredRecord(credential.Id, credential.Owner, JsonSerializer.Serialize(credential, CredentialJson.Default.Credential), time.GetUtcNow() + Life));
        }
        catch (RecordsUnavailableException exception)
        {
            throw Unavailable(exception);
        }
        catch (ArgumentException exception)
        {
            throw new CredentialException("This credential is too large to be kept.", exception);
        }
    }

    private static CredentialException Unavailable(RecordsUnavailableException exception) => new("The credential store could not be read: it does not answer.", exception);
}
