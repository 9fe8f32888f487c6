using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Harness;

/// <summary>A file of local people: alice and bob of the team "ops", carol who looks after the gateway, and dave who is in no group.</summary>
internal sealed class TestPeople : IDisposable
{
    public const string Password = "correct horse battery";

    // One hash serves all, with the fewest rounds that the gateway takes: many sign in.
    private static readonly string Hash = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 })).HashPassword(new object(), Password);

    private readonly Scratch _scratch = new();

    public TestPeople() => File = _scratch.Write("people.json", new JsonObject
    {
        ["people"] = new JsonArray(Person("alice", "Alice", "ops"), Person("bob", "Bob", "ops"), Person("carol", "Carol", "admins"), Person("dave", "Dave")),
    }.ToJsonString());

    public string File { get; }

    /// <summary>Lets a gateway know them: "ops" may open everything, "admins" look after it and may open everything too, dave may nothing.</summary>
    public void SignIn(JsonObject gateway)
    {
        gateway["signIn"] = new JsonObject { ["people"] = File, ["revokeGrace"] = "00:00:10", ["warning"] = "00:05:00" };
        gateway["policy"] = new JsonArray(Rule("ops", "ops"), Rule("admins", "admins"));
        gateway["administrators"] = new JsonObject { ["groups"] = new JsonArray("admins") };
    }

    /// <summary>Changes somebody, as <c>gateway user</c> does it.</summary>
    public void Change(string name, Action<JsonObject> change)
    {
        var file = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
        change(file["people"]!.AsArray().Single(person => (string?)person!["name"] == name)!.AsObject());
        string next = _scratch.Write("people.next", file.ToJsonString());
        System.IO.File.Move(next, File, overwrite: true);
    }

    /// <summary>A rule that lets a group type everywhere; <paramref name="change"/> may narrow it.</summary>
    public static JsonObject Rule(string name, string group, Action<JsonObject>? change = null)
    {
        var rule = new JsonObject { ["name"] = name, ["groups"] = new JsonArray(group) };
        change?.Invoke(rule);
        return rule;
    }

    public void Dispose() => _scratch.Dispose();

    private static JsonObject Person(string name, string shown, params string[] groups) => new()
    {
        ["name"] = name,
        ["displayName"] = shown,
        ["groups"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group))]),
        ["password"] = Hash,
        ["changed"] = "2020-01-01T00:00:00Z",
    };
}

internal static class TestPeopleSignIn
{
    /// <summary>Signs somebody in, as the page does it.</summary>
    public static async Task<CookieContainer> SignInAsync(this TestGateway gateway, string name, string password = TestPeople.Password)
    {
        var cookies = new CookieContainer();
        using var browser = gateway.Browser(cookies);
        using var response = await browser.SendAsync(gateway.Post("api/sign-in", new { name, password, code = "" }));
        response.EnsureSuccessStatusCode();
        return cookies;
    }

    /// <summary>A request of one of the gateway's own pages.</summary>
    public static HttpRequestMessage Post(this TestGateway gateway, string path, object? body = null) => gateway.Request(HttpMethod.Post, path, body);

    /// <summary>A request of one of the gateway's own pages.</summary>
    public static HttpRequestMessage Request(this TestGateway gateway, HttpMethod method, string path, object? body = null) =>
        new(method, path) { Headers = { { "Origin", gateway.Address.GetLeftPart(UriPartial.Authority) } }, Content = body is null ? null : JsonContent.Create(body) };
}
