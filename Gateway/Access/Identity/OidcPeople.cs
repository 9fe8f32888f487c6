using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Gateway.Access.Identity;

/// <summary>Makes a person of what a provider says about somebody.</summary>
internal sealed class OidcPeople(OidcOptions options, OidcMetadata metadata)
{
    /// <summary>The person.</summary>
    /// <param name="token">Claims of the ID token.</param>
    /// <param name="provider">The provider, which may have more to say (userinfo).</param>
    /// <param name="accessToken">Opens that.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SignInTroubleException">There is no name, or the answer is not to be believed.</exception>
    public async Task<Person> ReadAsync(JsonElement token, OpenIdConnectConfiguration provider, string accessToken, CancellationToken cancellation)
    {
        bool lacks = !token.TryGetProperty(options.NameClaim, out _) || !token.TryGetProperty(options.GroupsClaim, out _);
        JsonElement? more = lacks && !string.IsNullOrEmpty(provider.UserInfoEndpoint) ? await AskAsync(token, provider.UserInfoEndpoint, accessToken, cancellation) : null;
        string? name = Name(token) ?? (more is { } said ? Name(said) : null);
        if (!Person.IsName(name)) throw Nameless($"The provider gives no name that can be used: the claim {options.NameClaim} is missing, too long, or not verified.");
        if (IsElsewhere(token) || more is { } there && IsElsewhere(there)) throw Nameless($"The person is in so many groups that the provider leaves the claim {options.GroupsClaim} out.");
        var groups = GroupNames.Of(Groups(token) ?? (more is { } also ? Groups(also) : null) ?? [])
            ?? throw Nameless($"The claim {options.GroupsClaim} holds too much, or names that are none.");
        string? shown = IdTokens.Text(token, "name") ?? (more is { } info ? IdTokens.Text(info, "name") : null);
        return new Person(SignInWay.Oidc, name!, Person.IsName(shown) ? shown! : name!, groups);
    }

    // An address that nobody has verified is one that anybody can claim.
    private string? Name(JsonElement claims) =>
        options.NameClaim != "email" || claims.TryGetProperty("email_verified", out var verified) && verified.ValueKind == JsonValueKind.True ? IdTokens.Text(claims, options.NameClaim) : null;

    // Core 5.6.2, and what Entra ID says in place of its claim "groups" where that would be too long. Going on without would
    // let people escape rules that forbid something to a group.
    private bool IsElsewhere(JsonElement claims) =>
        claims.TryGetProperty("_claim_names", out var names) && names.ValueKind == JsonValueKind.Object && names.TryGetProperty(options.GroupsClaim, out _)
        || options.GroupsClaim == "groups" && claims.TryGetProperty("hasgroups", out var has) && (has.ValueKind == JsonValueKind.True || IdTokens.Text(claims, "hasgroups") == "true");

    private IEnumerable<string>? Groups(JsonElement claims)
    {
        if (!claims.TryGetProperty(options.GroupsClaim, out var claim)) return null;
        return claim.ValueKind switch
        {
            JsonValueKind.String => [claim.GetString()!],
            JsonValueKind.Array when claim.EnumerateArray().All(group => group.ValueKind == JsonValueKind.String) => [.. claim.EnumerateArray().Select(group => group.GetString()!)],
            JsonValueKind.Null => [],
            _ => throw Nameless($"The claim {options.GroupsClaim} is neither a list of names nor a name."),
        };
    }

    private async Task<JsonElement> AskAsync(JsonElement token, string endpoint, string accessToken, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };
        JsonElement said;
        try
        {
            using var answer = await metadata.Line.SendAsync(request, cancellation);
            if (!answer.IsSuccessStatusCode) throw new SignInTroubleException(SignInTrouble.Unusable, $"{endpoint} answered {(int)answer.StatusCode}.");
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            said = document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            throw new SignInTroubleException(SignInTrouble.Unreachable, $"{endpoint} cannot be reached: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new SignInTroubleException(SignInTrouble.Unusable, $"{endpoint} did not answer with JSON.", exception);
        }
        // Core 5.3.2: an answer about somebody else must not be used.
        return said.ValueKind == JsonValueKind.Object && IdTokens.Text(said, "sub") == IdTokens.Text(token, "sub") ? said
            : throw new SignInTroubleException(SignInTrouble.Refused, $"{endpoint} answered about somebody else.");
    }

    private static SignInTroubleException Nameless(string message) => new(SignInTrouble.Nameless, message);
}
