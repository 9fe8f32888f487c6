using System.Text.Json.Serialization;
using Gateway.Access;

namespace Gateway.Web;

/// <summary>A name and a password; see protocol.ts.</summary>
internal sealed record SignInRequest(string? Name, string? Password, string? Code);

/// <summary>Who is signed in.</summary>
internal sealed record Me(string Id, string Name, string DisplayName, IReadOnlyList<string> Groups, bool Administrator, DateTimeOffset Expires)
{
    public static Me Of(SignIn signIn, bool administrator) =>
        new(signIn.Person.Id, signIn.Person.Name, signIn.Person.DisplayName, signIn.Person.Groups, administrator, signIn.Expires);
}

/// <summary>One sign-in in a list.</summary>
internal sealed record SignInSummary(
    string Id, string Person, string PersonId, DateTimeOffset Since, DateTimeOffset Seen, DateTimeOffset Expires, string Address, string Agent, [property: JsonPropertyName("current")] bool IsCurrent)
{
    /// <summary>Somebody's API token, which administrators see among the sign-ins.</summary>
    public static SignInSummary Of(ApiToken token) => new(
        token.Id, token.Person.DisplayName, token.Person.Id, token.Created, token.Used ?? token.Created, token.Expires, token.Address, $"API token \"{token.Name}\"", false);

    public static SignInSummary Of(SignIn signIn, Caller caller) => new(
        signIn.Id, signIn.Person.DisplayName, signIn.Person.Id, signIn.Since, signIn.Seen, signIn.Expires, signIn.Address, signIn.Agent, signIn.Id == caller.SignIn?.Id);
}
