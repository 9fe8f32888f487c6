using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Access.Identity;

/// <summary>Settings of <see cref="OidcHandler"/> beside those of OAuth.</summary>
internal sealed class OidcHandlerOptions : OAuthOptions
{
    /// <summary>The address people know the gateway by; null where it is the request's own.</summary>
    public Uri? PublicUrl { get; set; }

    // The endpoints come from the provider's metadata, the secret from its file.
    public override void Validate()
    {
    }
}

/// <summary>
/// OpenID Connect's code flow with PKCE on top of the framework's OAuth handler, which keeps the state and binds it to
/// the browser. Stands where Microsoft.AspNetCore.Authentication.OpenIdConnect would, which cannot be had everywhere.
/// </summary>
internal sealed class OidcHandler(IOptionsMonitor<OidcHandlerOptions> options, ILoggerFactory logging, UrlEncoder encoder, OidcOptions settings, OidcMetadata metadata, IdTokens idTokens, OidcPeople people)
    : OAuthHandler<OidcHandlerOptions>(options, logging, encoder)
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string Name = "oidc";

    /// <summary>Where a sign-in at the provider begins.</summary>
    public const string Path = "/sign-in/oidc";

    /// <summary>Where the provider sends the browser back to.</summary>
    public const string CallbackPath = $"{Path}/callback";

    private const string Nonce = "nonce", RedirectUri = "redirect_uri", Verifier = "code_verifier", Found = "person";

    // Once the state has turned out to be ours.
    private AuthenticationProperties? _properties;

    /// <summary>Who has signed in, by the properties of a ticket.</summary>
    public static Person PersonOf(AuthenticationProperties properties) => properties.GetParameter<Person>(Found) ?? throw new InvalidOperationException("This ticket is not the provider's.");

    /// <summary>Sends the browser to the provider.</summary>
    /// <exception cref="SignInTroubleException">There is none to send it to.</exception>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var provider = await metadata.GetAsync(Context.RequestAborted);
        GenerateCorrelationId(properties);
        Response.Redirect(ChallengeUrl(provider, properties));
    }

    /// <inheritdoc/>
    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        try
        {
            return await base.HandleRemoteAuthenticateAsync();
        }
        catch (SignInTroubleException exception)
        {
            return HandleRequestResult.Fail(exception, _properties);
        }
    }

    /// <inheritdoc/>
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var properties = _properties = context.Properties;
        if (properties.ExpiresUtc is not { } end || end <= TimeProvider.GetUtcNow()) throw new SignInTroubleException(SignInTrouble.Stale, "The sign-in at the provider took too long.");
        var provider = await metadata.GetAsync(Context.RequestAborted);
        CheckSender(provider);
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = properties.Items[RedirectUri]!,
            ["code_verifier"] = properties.Items[Verifier]!,
        };
        Identify(provider, request, form);
        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return OAuthTokenResponse.Success(await AskAsync(request));
    }

    /// <inheritdoc/>
    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var provider = await metadata.GetAsync(Context.RequestAborted);
        string token = IdTokens.Text(tokens.Response!.RootElement, "id_token") ?? throw new SignInTroubleException(SignInTrouble.Unusable, "The provider gave no ID token; openid has to be among the scopes.");
        var claims = await idTokens.ReadAsync(token, provider, properties.Items[Nonce]!, tokens.AccessToken!, Context.RequestAborted);
        properties.SetParameter(Found, await people.ReadAsync(claims, provider, tokens.AccessToken!, Context.RequestAborted));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    private string ChallengeUrl(OpenIdConnectConfiguration provider, AuthenticationProperties properties)
    {
        string back = Options.PublicUrl is { } known ? $"{known.AbsoluteUri.TrimEnd('/')}{CallbackPath}" : BuildRedirectUri(CallbackPath);
        string verifier = Random(), nonce = Random();
        properties.Items[RedirectUri] = back;
        properties.Items[Verifier] = verifier;
        properties.Items[Nonce] = nonce;
        properties.ExpiresUtc = TimeProvider.GetUtcNow() + Options.RemoteAuthenticationTimeout;
        return QueryHelpers.AddQueryString(provider.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["client_id"] = settings.ClientId,
            ["response_type"] = "code",
            ["scope"] = string.Join(' ', settings.Scopes),
            ["redirect_uri"] = back,
            ["nonce"] = nonce,
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
            ["state"] = Options.StateDataFormat.Protect(properties),
        });
    }

    // RFC 9207: a code must go to the provider that gave it (mix-up).
    private void CheckSender(OpenIdConnectConfiguration provider)
    {
        string[] sent = [.. Request.Query["iss"].OfType<string>()];
        bool promised = provider.AuthorizationResponseIssParameterSupported;
        if (sent.Length == 0 ? promised : sent.Length > 1 || sent[0] != provider.Issuer) throw new SignInTroubleException(SignInTrouble.Refused, "The answer comes from another provider (iss).");
    }

    private void Identify(OpenIdConnectConfiguration provider, HttpRequestMessage request, Dictionary<string, string> form)
    {
        string? secret = settings.ClientSecret?.Invoke();
        var methods = provider.TokenEndpointAuthMethodsSupported;
        if (secret is not null && (methods.Count == 0 || methods.Contains("client_secret_basic")))
        {
            string both = $"{Encoded(settings.ClientId)}:{Encoded(secret)}"; // RFC 6749, 2.3.1
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(both)));
            return;
        }
        form["client_id"] = settings.ClientId;
        if (secret is not null) form["client_secret"] = secret;

        static string Encoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
    }

    private async Task<JsonDocument> AskAsync(HttpRequestMessage request)
    {
        try
        {
            using var answer = await metadata.Line.SendAsync(request, Context.RequestAborted);
            string text = await answer.Content.ReadAsStringAsync(Context.RequestAborted);
            if (!answer.IsSuccessStatusCode) throw new SignInTroubleException((int)answer.StatusCode < 500 ? SignInTrouble.Refused : SignInTrouble.Unusable, $"The token endpoint answered {(int)answer.StatusCode} {ErrorIn(text)}");
            var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw new SignInTroubleException(SignInTrouble.Unusable, "The token endpoint did not answer with an object.");
        }
        catch (JsonException exception)
        {
            throw new SignInTroubleException(SignInTrouble.Unusable, "The token endpoint did not answer with JSON.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            throw new SignInTroubleException(SignInTrouble.Unreachable, $"The token endpoint cannot be reached: {exception.Message}", exception);
        }
    }

    // The provider's code only (RFC 6749, 5.2): what else it says might repeat what was sent.
    private static string ErrorIn(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && IdTokens.Text(document.RootElement, "error") is { Length: < 100 } error ? error : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
