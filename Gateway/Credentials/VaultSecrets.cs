using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Gateway.Credentials;

/// <summary>
/// Secrets of HashiCorp Vault's key/value store, version 2, over its documented HTTP API
/// (developer.hashicorp.com/vault/api-docs, "secret/kv/kv-v2", "auth/approle" and "auth/token").
/// </summary>
public sealed class VaultSecrets : IDisposable
{
    private const int LargestAnswer = 64 * 1024;

    private readonly VaultOptions? _options;
    private readonly TimeProvider _time;
    private readonly HttpClient? _http;
    private readonly SemaphoreSlim _signingIn = new(1, 1);
    private Lease? _lease;

    /// <summary>Makes the client; it asks nothing yet.</summary>
    public VaultSecrets(CredentialOptions options, TimeProvider time)
    {
        (_options, _time) = (options.Vault, time);
        if (_options is null) return;
        // A redirect would carry the token to wherever it says.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = _options.Timeout };
        if (_options.CertificateAuthority is { } authority)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authority);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }
        _http = new HttpClient(handler) { BaseAddress = _options.Address, Timeout = _options.Timeout, MaxResponseContentBufferSize = LargestAnswer };
        _http.DefaultRequestHeaders.Add("X-Vault-Request", "true");
    }

    /// <summary>Reads a credential's secret: the fields <c>password</c>, or <c>private_key</c> and <c>passphrase</c>, of its newest version.</summary>
    /// <exception cref="CredentialException">It cannot be read; the message says what Vault said.</exception>
    internal async Task<Secret> ReadAsync(Credential credential, string name)
    {
        if (_options is null || _http is null) throw new CredentialException($"The credential {credential.Name} is in Vault, and none is configured (credentials.vault).");
        string path = string.Join('/', $"{_options.Mount}/data/{_options.Path}/{name}".Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.EscapeDataString));
        try
        {
            using var first = await GetAsync(path, anew: false);
            // The token may have been revoked before its time; another one is got once.
            if (first.StatusCode != HttpStatusCode.Forbidden || _options.RoleId is null) return await SecretOfAsync(first, credential, name);
            using var second = await GetAsync(path, anew: true);
            return await SecretOfAsync(second, credential, name);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException or UnauthorizedAccessException or JsonException)
        {
            string reason = exception switch
            {
                TaskCanceledException => "it does not answer in time",
                JsonException => "its answer cannot be read",
                HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "its certificate is not accepted",
                HttpRequestException => "it cannot be reached",
                _ => "the file with the token or the secret id cannot be read",
            };
            throw new CredentialException($"The credential store could not be read: Vault: {reason}.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http?.Dispose();
        _signingIn.Dispose();
    }

    private async Task<HttpResponseMessage> GetAsync(string path, bool anew)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/" + path);
        request.Headers.Add("X-Vault-Token", await TokenAsync(anew));
        return await _http!.SendAsync(request);
    }

    private static async Task<Secret> SecretOfAsync(HttpResponseMessage response, Credential credential, string name)
    {
        if (response.StatusCode != HttpStatusCode.OK) throw Refused(response.StatusCode, $"the secret \"{name}\"");
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        try
        {
            using var answer = JsonDocument.Parse(body);
            var data = answer.RootElement.GetProperty("data").GetProperty("data");
            string field = credential.Kind == CredentialKind.Password ? "password" : "private_key";
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(field, out var main) || main.GetString() is not { Length: > 0 and <= Secret.Longest } text)
                throw new CredentialException($"The secret \"{name}\" in Vault has no field {field} with a text.");
            return Secret.From(text, data.TryGetProperty("passphrase", out var passphrase) ? passphrase.GetString() : null);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            throw new CredentialException("The credential store could not be read: Vault: its answer is not one of a key/value store, version 2.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private async Task<string> TokenAsync(bool anew)
    {
        if (_options!.Token is { } token) return token();
        await _signingIn.WaitAsync();
        try
        {
            var now = _time.GetUtcNow();
            if (!anew && _lease is { } lease)
            {
                if (now < lease.RenewAt) return lease.Token;
                if (lease.Renewable && now < lease.Ends && await RenewAsync(lease) is { } renewed) return (_lease = renewed).Token;
            }
            return (_lease = await SignInAsync()).Token;
        }
        finally
        {
            _signingIn.Release();
        }
    }

    private async Task<Lease?> RenewAsync(Lease lease)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/auth/token/renew-self") { Content = JsonContent.Create(new { }) };
        request.Headers.Add("X-Vault-Token", lease.Token);
        using var response = await _http!.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK ? await LeaseAsync(response) : null;
    }

    private async Task<Lease> SignInAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/auth/approle/login") { Content = JsonContent.Create(new { role_id = _options!.RoleId, secret_id = _options.SecretId?.Invoke() ?? "" }) };
        using var response = await _http!.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK ? await LeaseAsync(response)
            : throw Refused(response.StatusCode == HttpStatusCode.BadRequest ? HttpStatusCode.Forbidden : response.StatusCode, "the sign-in by AppRole");
    }

    private async Task<Lease> LeaseAsync(HttpResponseMessage response)
    {
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        if (!answer.RootElement.TryGetProperty("auth", out var auth) || auth.ValueKind != JsonValueKind.Object || auth.GetProperty("client_token").GetString() is not { Length: > 0 } token)
            throw new CredentialException("The credential store could not be read: Vault gave no token.");
        var life = TimeSpan.FromSeconds(Math.Clamp(auth.TryGetProperty("lease_duration", out var seconds) ? seconds.GetInt64() : 0, 0, 86_400L * 365));
        var now = _time.GetUtcNow();
        // Zero is a token that does not end.
        if (life == TimeSpan.Zero) return new Lease(token, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, false);
        return new Lease(token, now + life * 2 / 3, now + life, auth.TryGetProperty("renewable", out var renewable) && renewable.ValueKind == JsonValueKind.True);
    }

    // The meanings of "HTTP status codes" in the API's introduction.
    private static CredentialException Refused(HttpStatusCode status, string what) => new("The credential store could not be read: Vault: " + (int)status switch
    {
        403 => $"{what} is refused (403); its policy or the token does not allow it.",
        404 => $"{what} is not there (404), or was deleted.",
        429 => $"{what} was asked for too often (429).",
        503 => "it is sealed or under maintenance (503).",
        >= 300 and < 400 => $"it refers to another address ({(int)status}); name the active one in credentials.vault.address.",
        var other => $"it answers {other} to {what}.",
    });

    private sealed record Lease(string Token, DateTimeOffset RenewAt, DateTimeOffset Ends, bool Renewable)
    {
        public override string ToString() => $"until {Ends:O}";
    }
}
