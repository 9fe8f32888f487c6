using System.Text;
using Gateway.Credentials;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary>Secrets from HashiCorp Vault, on a stand-in: no real server was at hand.</summary>
public sealed class VaultTests
{
    private static readonly Credential Core = new() { Id = "a", Name = "core" };

    [Fact]
    public async Task A_secret_is_read_with_a_token_of_AppRole_that_is_renewed_in_time_and_got_anew_once_it_counts_no_more()
    {
        await using var server = await VaultServer.StartAsync();
        server.Secrets["lab/admin"] = new { password = "from vault" };
        server.Secrets["key"] = new { private_key = "a key", passphrase = "a phrase" };
        var time = new ManualTime();
        using var vault = new VaultSecrets(Options(new VaultOptions { Address = server.Address, RoleId = "role", SecretId = () => "secret-id" }), time);
        using (var secret = await vault.ReadAsync(Core, "lab/admin")) Assert.Equal("from vault", Encoding.UTF8.GetString(secret.Main.Span));
        using (var secret = await vault.ReadAsync(Core with { Kind = CredentialKind.Key }, "key")) Assert.Equal(("a key", "a phrase"), (Encoding.UTF8.GetString(secret.Main.Span), Encoding.UTF8.GetString(secret.Passphrase.Span)));
        Assert.Equal(["POST /v1/auth/approle/login", "GET /v1/secret/data/gateway/lab/admin", "GET /v1/secret/data/gateway/key"], server.Asked);
        server.Asked.Clear();
        time.Advance(TimeSpan.FromMinutes(50));
        (await vault.ReadAsync(Core, "lab/admin")).Dispose();
        Assert.Equal(["POST /v1/auth/token/renew-self", "GET /v1/secret/data/gateway/lab/admin"], server.Asked);
        server.Asked.Clear();
        server.Tokens.Clear();
        (await vault.ReadAsync(Core, "lab/admin")).Dispose();
        Assert.Equal(["GET /v1/secret/data/gateway/lab/admin", "POST /v1/auth/approle/login", "GET /v1/secret/data/gateway/lab/admin"], server.Asked);
        server.Asked.Clear();
        time.Advance(TimeSpan.FromHours(3));
        (await vault.ReadAsync(Core, "lab/admin")).Dispose();
        Assert.Equal(["POST /v1/auth/approle/login", "GET /v1/secret/data/gateway/lab/admin"], server.Asked);
    }

    [Fact]
    public async Task What_Vault_does_not_give_is_said_with_the_step_and_without_a_secret()
    {
        var server = await VaultServer.StartAsync();
        string token = "root-token", secretId = "wrong-secret";
        using var byToken = new VaultSecrets(Options(new VaultOptions { Address = server.Address, Token = () => token }), TimeProvider.System);
        using var byRole = new VaultSecrets(Options(new VaultOptions { Address = server.Address, RoleId = "role", SecretId = () => secretId }), TimeProvider.System);
        server.Secrets["deleted"] = null;
        server.Secrets["empty"] = new { user = "x" };
        await SaysAsync(byToken, "absent", "404");
        await SaysAsync(byToken, "deleted", "404");
        await SaysAsync(byToken, "empty", "no field password");
        await SaysAsync(byRole, "empty", "AppRole is refused");
        token = "revoked-token";
        await SaysAsync(byToken, "empty", "403");
        server.IsSealed = true;
        await SaysAsync(byToken, "empty", "sealed");
        await SaysAsync(byRole, "empty", "sealed");
        await server.DisposeAsync();
        await SaysAsync(byToken, "empty", "cannot be reached");

        async Task SaysAsync(VaultSecrets vault, string name, string words)
        {
            var said = await Assert.ThrowsAsync<CredentialException>(() => vault.ReadAsync(Core, name));
            Assert.Contains(words, said.Message, StringComparison.Ordinal);
            Assert.Contains("Vault", said.Message, StringComparison.Ordinal);
            foreach (string secret in new[] { token, secretId }) Assert.DoesNotContain(secret, said.ToString(), StringComparison.Ordinal);
        }
    }

    private static CredentialOptions Options(VaultOptions vault) => new() { Folder = "/nonexistent", Program = "/bin/false", Vault = vault };
}
