using System.Security.Cryptography;
using System.Text;
using Gateway.Access.Records;
using Gateway.Credentials;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary>What is kept: sealed for one purpose, with one master key.</summary>
public sealed class SealTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordShelf _shelf;
    private byte[] _master = RandomNumberGenerator.GetBytes(MasterKey.Length);

    public SealTests() => _shelf = new RecordShelf(_scratch.PathOf("records.db"));

    [Fact]
    public void A_sealed_secret_opens_for_what_it_was_sealed_for_and_for_nothing_else()
    {
        using var key = MasterKey.Read(_master);
        var credential = new Credential { Id = "a", Name = "core", User = "admin", Devices = ["core1"], Groups = ["core"] };
        string sealed1 = key.Seal(credential, Secret.From("pass", "phrase")), sealed2 = key.Seal(credential, Secret.From("pass", "phrase"));
        Assert.NotEqual(sealed1, sealed2);
        credential = credential with { Sealed = sealed1 };
        using (var opened = key.Open(credential)) Assert.Equal(("pass", "phrase"), (Encoding.UTF8.GetString(opened.Main.Span), Encoding.UTF8.GetString(opened.Passphrase.Span)));
        // A new name or priority changes nothing of where it goes.
        key.Open(credential with { Name = "other", Priority = 5 }).Dispose();
        Credential[] changed =
        [
            credential with { Id = "b" }, credential with { Owner = "local:eve" }, credential with { User = "root" }, credential with { Devices = ["evil"] }, credential with { Devices = ["core1", "evil"] },
            credential with { Groups = ["*"] }, credential with { People = ["ops"] }, credential with { PublicKey = "ssh-ed25519 evil" }, credential with { Kind = CredentialKind.Key },
            credential with { Sealed = sealed1[..^4] + (sealed1[^4] == 'A' ? 'B' : 'A') + sealed1[^3..] }, credential with { Sealed = "2" + sealed1[1..] }, credential with { Sealed = "1.x" },
        ];
        foreach (var one in changed) Assert.Throws<CredentialException>(() => key.Open(one));
        using var other = MasterKey.Read(RandomNumberGenerator.GetBytes(MasterKey.Length));
        Assert.Contains("another master key", Assert.Throws<CredentialException>(() => other.Open(credential)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_master_key_is_bytes_or_hexadecimal_or_base64_and_nothing_else()
    {
        using var key = MasterKey.Read(_master);
        foreach (string text in new[] { Convert.ToHexString(_master), Convert.ToBase64String(_master) + "\n" })
        {
            using var same = MasterKey.Read(Encoding.ASCII.GetBytes(text));
            Assert.Equal(key.Id, same.Id);
        }
        foreach (string text in new[] { "", "short", new string('z', 64), Convert.ToBase64String(_master.AsSpan(1)) }) Assert.Throws<CredentialException>(() => MasterKey.Read(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public async Task Another_master_key_takes_over_what_the_old_one_sealed()
    {
        var store = Store();
        var kept = await store.WriteAsync(new Credential { Id = "a", Name = "core", Devices = ["*"] }, Secret.From("kept secret"));
        await Assert.ThrowsAsync<CredentialException>(() => store.WriteAsync(new Credential { Id = "b", Name = "core" }, Secret.From("x")));
        Assert.DoesNotContain("kept secret", (await _shelf.Records.ReadAsync(RecordKind.Credential, "a"))!.Json, StringComparison.Ordinal);
        byte[] next = RandomNumberGenerator.GetBytes(MasterKey.Length);
        using (var old = store.Key())
        using (var key = MasterKey.Read(next))
        {
            Assert.Equal(1, (await store.RekeyAsync(old, key)).Done);
            Assert.Equal(0, (await store.RekeyAsync(old, key)).Done);
        }
        var moved = (await store.FindAsync("a"))!;
        await Assert.ThrowsAsync<CredentialException>(() => store.OpenAsync(moved));
        _master = next;
        using (var opened = await store.OpenAsync(moved)) Assert.Equal("kept secret", Encoding.UTF8.GetString(opened.Main.Span));
        Assert.True(await store.RemoveAsync(kept.Id));
        Assert.Empty(await store.ListAsync(null));
    }

    [Fact]
    public async Task A_certificate_can_be_used_only_for_what_it_was_kept_for()
    {
        var store = Store();
        var keeping = new CredentialKeeping(store, new CredentialOptions { Folder = _scratch.Folder, Program = "/bin/false" });
        var kept = await store.WriteAsync(new Credential { Id = "a", Name = "core", Kind = CredentialKind.Certificate, Devices = ["core1"] }, Secret.From("certificate"));
        await keeping.TestAsync(kept);
        await Assert.ThrowsAsync<CredentialException>(() => keeping.TestAsync(kept with { Devices = ["*"] }));
    }

    [Fact]
    public async Task Without_a_master_key_nothing_is_kept()
    {
        var options = new CredentialOptions { Folder = _scratch.Folder, Program = "/bin/false" };
        using var vault = new VaultSecrets(options, TimeProvider.System);
        var store = new CredentialStore(_shelf.Records, options, vault, TimeProvider.System);
        Assert.False(store.IsOn);
        Assert.Contains("credentials.masterKeyFile", (await Assert.ThrowsAsync<CredentialException>(() => store.WriteAsync(new Credential { Id = "a", Name = "a" }, Secret.From("x")))).Message, StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync(null));
    }

    public void Dispose()
    {
        _shelf.Dispose();
        _scratch.Dispose();
    }

    private CredentialStore Store()
    {
        var options = new CredentialOptions { Folder = _scratch.Folder, Program = "/bin/false", MasterKey = () => [.. _master] };
        return new CredentialStore(_shelf.Records, options, new VaultSecrets(options, TimeProvider.System), TimeProvider.System);
    }
}
