using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Access.Identity;

/// <summary>Believes an ID token, or does not (OpenID Connect Core 1.0, 3.1.3.7).</summary>
internal sealed class IdTokens(OidcOptions options, OidcMetadata metadata, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // Only those with a key pair: a secret that both sides know would let the client's secret sign for anybody.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _reader = new() { MapInboundClaims = false };

    /// <summary>What the token says, once everything about it has been checked.</summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="nonce">The nonce that this browser's request had.</param>
    /// <param name="accessToken">The access token that came with it.</param>
    /// <param name="cancellation">Ends the wait for new keys.</param>
    /// <exception cref="SignInTroubleException">It is not to be believed.</exception>
    public async Task<JsonElement> ReadAsync(string token, OpenIdConnectConfiguration provider, string nonce, string accessToken, CancellationToken cancellation)
    {
        var result = await _reader.ValidateTokenAsync(token, Parameters(provider));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException && await metadata.RefreshAsync(cancellation) is { } renewed)
            result = await _reader.ValidateTokenAsync(token, Parameters(renewed));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken read) throw Refused($"The ID token is refused: {result.Exception?.Message}", result.Exception);
        using var document = JsonDocument.Parse(Base64UrlEncoder.Decode(read.EncodedPayload));
        var claims = document.RootElement.Clone();
        if (read.Typ is { Length: > 0 } type && !type.Equals("JWT", StringComparison.OrdinalIgnoreCase)) throw Refused("The ID token is a token of another kind.");
        if (!IsSame(Text(claims, "nonce"), nonce)) throw Refused("The ID token has not the nonce of this browser.");
        string? party = Text(claims, "azp");
        if (read.Audiences.Count() > 1 && party is null || party is not null && party != options.ClientId) throw Refused("The ID token was made for another client (azp).");
        if (Text(claims, "at_hash") is { } hash && !IsSame(hash, HashOf(accessToken, read.Alg))) throw Refused("The ID token belongs to another access token (at_hash).");
        if (Text(claims, "sub") is not { Length: > 0 }) throw Refused("The ID token names nobody (sub).");
        return claims;
    }

    /// <summary>A claim that is a string; null for none.</summary>
    public static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.String ? claim.GetString() : null;

    private TokenValidationParameters Parameters(OpenIdConnectConfiguration provider) => new()
    {
        ValidIssuer = provider.Issuer,
        ValidAudience = options.ClientId,
        IssuerSigningKeys = provider.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) =>
            until is { } end && end > (time.GetUtcNow() - Skew).UtcDateTime && (from is not { } begin || begin <= (time.GetUtcNow() + Skew).UtcDateTime),
    };

    // The left half of the access token's hash, made as the signature's own (3.1.3.6).
    private static string HashOf(string accessToken, string algorithm)
    {
        byte[] text = Encoding.ASCII.GetBytes(accessToken);
        byte[] hash = algorithm[^3..] switch { "384" => SHA384.HashData(text), "512" => SHA512.HashData(text), _ => SHA256.HashData(text) };
        return Base64UrlEncoder.Encode(hash[..(hash.Length / 2)]);
    }

    private static bool IsSame(string? one, string other) => one is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private static SignInTroubleException Refused(string message, Exception? inner = null) => new(SignInTrouble.Refused, message, inner);
}
