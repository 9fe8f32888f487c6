using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Tests.Harness;

/// <summary>An OpenID provider that misbehaves as told, which a real one would not.</summary>
internal sealed class RogueProvider : IAsyncDisposable
{
    public const string ClientId = "gateway", Secret = "the client's own secret, long enough to sign with it";

    private readonly Scratch _scratch = new();
    private readonly WebApplication _app;
    private readonly int _port = Ports.Free();

    private RogueProvider()
    {
        _scratch.Write("secret", Secret);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(Issuer);
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Issuer => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    /// <summary>The key whose public half is published.</summary>
    public RSA Key { get; private set; } = RSA.Create(2048);

    public string KeyId { get; private set; } = "first";

    /// <summary>How often the metadata were asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>What is answered by path; what is null is answered as a good provider does.</summary>
    public Dictionary<string, RequestDelegate> Instead { get; } = [];

    /// <summary>Added to the metadata, or put in place of what is there.</summary>
    public JsonObject Metadata { get; } = [];

    /// <summary>The next ID token.</summary>
    public string IdToken { get; set; } = "";

    /// <summary>What is said at the userinfo endpoint.</summary>
    public JsonObject UserInfo { get; set; } = [];

    public SignInSettings Settings => new()
    {
        Oidc = new OidcSettings { Authority = new Uri(Issuer), ClientId = ClientId, ClientSecretFile = _scratch.PathOf("secret") },
    };

    public static async Task<RogueProvider> StartAsync()
    {
        var provider = new RogueProvider();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Signs with a new key from now on, and publishes that one only.</summary>
    public void Rotate() => (Key, KeyId) = (RSA.Create(2048), KeyId + "+");

    /// <summary>A token with a signature of RS256.</summary>
    public string Sign(JsonObject claims, RSA? key = null, string? keyId = null, string algorithm = "RS256", string type = "JWT")
    {
        string text = Unsigned(claims, algorithm, keyId ?? KeyId, type);
        return $"{text}.{Base64UrlEncoder.Encode((key ?? Key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>Header and claims of a token.</summary>
    public static string Unsigned(JsonObject claims, string algorithm, string keyId, string type = "JWT") =>
        $"{Base64UrlEncoder.Encode(new JsonObject { ["alg"] = algorithm, ["kid"] = keyId, ["typ"] = type }.ToJsonString())}.{Base64UrlEncoder.Encode(claims.ToJsonString())}";

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _scratch.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (path == "/.well-known/openid-configuration") Asked++;
        if (Instead.TryGetValue(path, out var other)) return other(context);
        return path switch
        {
            "/.well-known/openid-configuration" => WriteAsync(Document()),
            "/jwks" => WriteAsync(Keys()),
            "/token" => WriteAsync(new JsonObject { ["access_token"] = "an access token", ["token_type"] = "Bearer", ["id_token"] = IdToken }),
            "/me" => WriteAsync((JsonObject)UserInfo.DeepClone()),
            _ => Task.FromException(new InvalidOperationException(path)),
        };

        Task WriteAsync(JsonObject answer)
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(answer.ToJsonString());
        }
    }

    private JsonObject Document()
    {
        var document = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["userinfo_endpoint"] = $"{Issuer}/me",
            ["jwks_uri"] = $"{Issuer}/jwks",
        };
        foreach (var (name, value) in Metadata) document[name] = value?.DeepClone();
        return document;
    }

    private JsonObject Keys()
    {
        var key = Key.ExportParameters(false);
        return new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = KeyId, ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent) }) };
    }
}
