using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>Tokens that a provider would never make, and others that it may.</summary>
public sealed class IdTokenTests(RogueFixture rogue) : IClassFixture<RogueFixture>
{
    private static readonly RSA Stranger = RSA.Create(2048);

    private static readonly Dictionary<string, Func<RogueProvider, JsonObject, string>> Wrong = new()
    {
        ["no token"] = (_, _) => "",
        ["no token at all"] = (_, _) => "a.b.c",
        ["signed by a stranger who says it is our key"] = (provider, claims) => provider.Sign(claims, Stranger),
        ["signed by a stranger with a key of his own"] = (provider, claims) => provider.Sign(claims, Stranger, "another"),
        ["changed after it was signed"] = (provider, claims) => Changed(provider.Sign(claims), claims),
        ["alg none"] = (_, claims) => RogueProvider.Unsigned(claims, "none", "first") + ".",
        ["alg NONE"] = (_, claims) => RogueProvider.Unsigned(claims, "NONE", "first") + ".",
        ["no signature"] = (provider, claims) => provider.Sign(claims)[..(provider.Sign(claims).LastIndexOf('.') + 1)],
        ["HS256 with the client's secret"] = (provider, claims) => Hashed(claims, provider.KeyId, Encoding.UTF8.GetBytes(RogueProvider.Secret)),
        ["HS256 with the public key"] = (provider, claims) => Hashed(claims, provider.KeyId, Encoding.ASCII.GetBytes(provider.Key.ExportSubjectPublicKeyInfoPem())),
        ["another nonce"] = With("nonce", "x"),
        ["no nonce"] = Without("nonce"),
        ["for another client"] = With("aud", "other"),
        ["for nobody"] = Without("aud"),
        ["for several, and nobody says for whom"] = With("aud", new JsonArray("other", RogueProvider.ClientId)),
        ["asked for by another client"] = With("azp", "other"),
        ["of another issuer"] = With("iss", "https://evil.example"),
        ["of no issuer"] = Without("iss"),
        ["expired"] = With("exp", DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60),
        ["for ever"] = Without("exp"),
        ["not yet good"] = With("nbf", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600),
        ["with another access token"] = With("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
        ["about nobody"] = Without("sub"),
        ["an access token"] = (provider, claims) => provider.Sign(claims, type: "at+jwt"),
        ["a logout token"] = (provider, claims) => provider.Sign(claims, type: "logout+jwt"),
    };

    private static readonly Dictionary<string, Func<RogueProvider, JsonObject, string>> Right = new()
    {
        ["plain"] = (provider, claims) => provider.Sign(claims),
        ["for several clients, asked for by us"] = (provider, claims) => With("azp", RogueProvider.ClientId)(provider, Set(claims, "aud", new JsonArray("other", RogueProvider.ClientId))),
        ["with the access token's hash"] = With("at_hash", Base64UrlEncoder.Encode(SHA256.HashData("an access token"u8.ToArray())[..16])),
        ["a clock a little behind"] = With("nbf", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 15),
        ["one group in a word"] = With("groups", "staff"),
        ["something else is said elsewhere"] = With("_claim_names", new JsonObject { ["picture"] = "src1" }),
        ["no groups left out"] = With("hasgroups", false),
    };

    private static readonly Dictionary<string, Func<RogueProvider, JsonObject, string>> Nameless = new()
    {
        ["no name"] = Without("preferred_username"),
        ["an empty name"] = With("preferred_username", ""),
        ["a name with a line break"] = With("preferred_username", "alice\nroot"),
        ["a name with a blank before it"] = With("preferred_username", " alice"),
        ["a name that is too long"] = With("preferred_username", new string('a', 129)),
        ["a name that is a number"] = With("preferred_username", 7),
        ["groups that are numbers"] = With("groups", new JsonArray(1, 2)),
        ["groups that are an object"] = With("groups", new JsonObject { ["staff"] = true }),
        ["more groups than can be kept"] = With("groups", new JsonArray([.. Enumerable.Range(0, 2000).Select(group => JsonValue.Create($"group {group}"))])),
        ["groups that are said elsewhere"] = LeftOut("_claim_names", new JsonObject { ["groups"] = "src1" }),
        ["groups that are said elsewhere, and some here"] = With("_claim_names", new JsonObject { ["groups"] = "src1" }),
        ["groups that are left out"] = LeftOut("hasgroups", true),
        ["groups that are left out, in a word"] = LeftOut("hasgroups", "true"),
    };

    public static TheoryData<string> WrongOnes => [.. Wrong.Keys];

    public static TheoryData<string> RightOnes => [.. Right.Keys];

    public static TheoryData<string> NamelessOnes => [.. Nameless.Keys];

    [Theory]
    [MemberData(nameof(WrongOnes))]
    public async Task A_wrong_token_signs_nobody_in(string which)
    {
        var (location, me) = await rogue.SignInAsync(nonce => Wrong[which](rogue.Provider, rogue.Claims(nonce)));
        Assert.Equal("/sign-in?trouble=refused&next=%2F", location);
        Assert.Null(me);
    }

    [Theory]
    [MemberData(nameof(RightOnes))]
    public async Task A_right_one_does(string which)
    {
        rogue.Provider.UserInfo = [];
        var (location, me) = await rogue.SignInAsync(nonce => Right[which](rogue.Provider, rogue.Claims(nonce)));
        Assert.Equal("/", location);
        Assert.Equal("oidc:alice", me!.Id);
        Assert.Equal(["staff"], me.Groups);
    }

    [Theory]
    [MemberData(nameof(NamelessOnes))]
    public async Task A_token_without_a_name_or_groups_that_can_be_used_signs_nobody_in(string which)
    {
        rogue.Provider.UserInfo = new JsonObject { ["sub"] = "1" };
        var (location, me) = await rogue.SignInAsync(nonce => Nameless[which](rogue.Provider, rogue.Claims(nonce)));
        Assert.Equal("/sign-in?trouble=nameless&next=%2F", location);
        Assert.Null(me);
    }

    [Fact]
    public async Task What_is_said_about_somebody_else_is_not_taken()
    {
        rogue.Provider.UserInfo = new JsonObject { ["sub"] = "2", ["groups"] = new JsonArray("administrators") };
        Assert.Equal("/sign-in?trouble=refused&next=%2F", (await rogue.SignInAsync(nonce => Without("groups")(rogue.Provider, rogue.Claims(nonce)))).Location);
        rogue.Provider.UserInfo["sub"] = "1";
        Assert.Equal(["administrators"], (await rogue.SignInAsync(nonce => Without("groups")(rogue.Provider, rogue.Claims(nonce)))).Me!.Groups);
    }

    [Theory]
    [InlineData("&iss=https://evil.example")]
    [InlineData("&iss=")]
    [InlineData("&iss=REAL&iss=https://evil.example")]
    public async Task An_answer_that_another_provider_gave_is_not_taken_further(string iss)
    {
        string more = iss.Replace("REAL", Uri.EscapeDataString(rogue.Provider.Issuer), StringComparison.Ordinal);
        Assert.Equal("/sign-in?trouble=refused&next=%2F", (await rogue.SignInAsync(nonce => rogue.Provider.Sign(rogue.Claims(nonce)), more)).Location);
    }

    private static Func<RogueProvider, JsonObject, string> With(string claim, JsonNode value) => (provider, claims) => provider.Sign(Set(claims, claim, value.DeepClone()));

    private static Func<RogueProvider, JsonObject, string> LeftOut(string claim, JsonNode value) => (provider, claims) =>
    {
        claims.Remove("groups");
        return With(claim, value)(provider, claims);
    };

    private static Func<RogueProvider, JsonObject, string> Without(string claim) => (provider, claims) =>
    {
        claims.Remove(claim);
        return provider.Sign(claims);
    };

    private static JsonObject Set(JsonObject claims, string claim, JsonNode value)
    {
        claims[claim] = value;
        return claims;
    }

    private static string Changed(string token, JsonObject claims)
    {
        string[] parts = token.Split('.');
        return $"{parts[0]}.{Base64UrlEncoder.Encode(Set(claims, "preferred_username", "root").ToJsonString())}.{parts[2]}";
    }

    private static string Hashed(JsonObject claims, string keyId, byte[] key)
    {
        string text = RogueProvider.Unsigned(claims, "HS256", keyId);
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)))}";
    }
}
