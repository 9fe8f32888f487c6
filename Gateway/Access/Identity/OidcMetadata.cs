using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Gateway.Access.Identity;

/// <summary>
/// What the provider says about itself (OpenID Connect Discovery 1.0), and the line to it. Kept for an hour; while the
/// provider is away, for a day. The library's own ConfigurationManager gives the old keys once more after it was told to
/// ask anew, which would refuse the first people after a change of keys.
/// </summary>
internal sealed partial class OidcMetadata : IDocumentRetriever, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1), Good = TimeSpan.FromDays(1), Pause = TimeSpan.FromMinutes(1), RefreshEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _sync = new();
    private readonly OidcOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OidcMetadata> _log;
    private Task<OpenIdConnectConfiguration>? _asking;
    private OpenIdConnectConfiguration? _known;
    private DateTimeOffset _asked, _askAgain, _refreshAgain;

    public OidcMetadata(OidcOptions options, TimeProvider time, ILogger<OidcMetadata> log)
    {
        (_options, _time, _log) = (options, time, log);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (options.CertificateAuthority is { } file) handler.SslOptions.CertificateChainPolicy = Trust(file);
        Line = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 1024 * 1024 };
    }

    /// <summary>To the provider: follows no redirect, and waits five seconds for an answer.</summary>
    public HttpClient Line { get; }

    /// <summary>The provider's endpoints and keys.</summary>
    /// <exception cref="SignInTroubleException">They cannot be had.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        OpenIdConnectConfiguration? known;
        lock (_sync) known = _known is not null && now < _asked + Good ? _known : null;
        if (known is not null && now < _askAgain) return known;
        try
        {
            return await AskAsync().WaitAsync(cancellation);
        }
        catch (SignInTroubleException exception) when (known is not null)
        {
            lock (_sync) _askAgain = now + Pause;
            LogStale(_log, exception.Message);
            return known;
        }
    }

    /// <summary>Asks anew, since a token is signed with a key that is not among those known. Null if that was done a moment ago.</summary>
    /// <exception cref="SignInTroubleException">They cannot be had.</exception>
    public async Task<OpenIdConnectConfiguration?> RefreshAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        lock (_sync)
        {
            if (now < _refreshAgain) return null;
            _refreshAgain = now + RefreshEvery;
        }
        return await AskAsync().WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        using var answer = await Line.GetAsync(address, cancel);
        if (answer.StatusCode != HttpStatusCode.OK) throw new SignInTroubleException(SignInTrouble.Unusable, $"{address} answered {(int)answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync(cancel);
    }

    public void Dispose() => Line.Dispose();

    // One question for all who wait.
    private Task<OpenIdConnectConfiguration> AskAsync()
    {
        lock (_sync) return _asking is { IsCompleted: false } ? _asking : _asking = AskNowAsync();
    }

    private async Task<OpenIdConnectConfiguration> AskNowAsync()
    {
        await Task.Yield();
        string address = $"{_options.Authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration";
        try
        {
            var found = Checked(await OpenIdConnectConfigurationRetriever.GetAsync(address, this, CancellationToken.None));
            lock (_sync)
            {
                _known = found;
                _asked = _time.GetUtcNow();
                _askAgain = _asked + Fresh;
            }
            return found;
        }
        catch (Exception exception) when (Cause<SignInTroubleException>(exception) is { } trouble)
        {
            throw trouble;
        }
        catch (Exception exception) when (Cause<HttpRequestException>(exception) is not null || Cause<OperationCanceledException>(exception) is not null)
        {
            throw new SignInTroubleException(SignInTrouble.Unreachable, $"{address} cannot be reached: {exception.GetBaseException().Message}", exception);
        }
        catch (Exception exception)
        {
            throw new SignInTroubleException(SignInTrouble.Unusable, $"{address} does not hold a provider's metadata: {exception.GetBaseException().Message}", exception);
        }
    }

    private OpenIdConnectConfiguration Checked(OpenIdConnectConfiguration found)
    {
        // Discovery 4.3: who gives himself another's name wants to be taken for him.
        if (found.Issuer?.TrimEnd('/') != _options.Authority.AbsoluteUri.TrimEnd('/')) throw Unusable($"The provider calls itself {found.Issuer}, not {_options.Authority.AbsoluteUri}.");
        foreach (string? endpoint in new[] { found.AuthorizationEndpoint, found.TokenEndpoint })
            if (!IsAddress(endpoint)) throw Unusable($"{endpoint} is not an address to send people or secrets to.");
        if (!string.IsNullOrEmpty(found.UserInfoEndpoint) && !IsAddress(found.UserInfoEndpoint)) throw Unusable($"{found.UserInfoEndpoint} is not an address to send secrets to.");
        return found;

        static SignInTroubleException Unusable(string message) => new(SignInTrouble.Unusable, message);
    }

    private bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && _options.Authority.Scheme == Uri.UriSchemeHttp);

    private static T? Cause<T>(Exception? exception) where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is T cause) return cause;
        return null;
    }

    private static X509ChainPolicy Trust(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "OidcMetadataStale", Message = "The OpenID provider's metadata could not be renewed, the old ones are used for now: {Reason}")]
    private static partial void LogStale(ILogger log, string reason);
}
