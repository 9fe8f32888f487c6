using System.Text;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>API tokens, without a gateway around them.</summary>
public sealed class ApiTokenTests : IDisposable
{
    private static readonly Person Alice = SignedIn.Person("alice", "ops");

    private readonly Scratch _scratch = new();
    private readonly ManualTime _time = new();
    private readonly RecordShelf _shelf;
    private readonly ApiTokens _tokens;

    public ApiTokenTests()
    {
        _shelf = new RecordShelf(_scratch.PathOf("records.db"), _time);
        _tokens = Tokens(new SignInOptions { Proxy = new ProxyOptions([], "X-Forwarded-User", null) });
    }

    [Fact]
    public async Task A_token_stands_for_its_person_until_it_ends()
    {
        var (token, kept, _) = await _tokens.CreateAsync(Browser(Alice), "backup", TokenScopes.Terminals | TokenScopes.Watch, 2);
        Assert.Matches("^gwt_[A-Za-z0-9_-]{43}$", token);
        var signIn = (await _tokens.FindAsync(token, "192.0.2.7"))!;
        Assert.Equal((kept.Id, "proxy:alice", TokenScopes.Terminals | TokenScopes.Watch, _time.GetUtcNow().AddDays(2)), (signIn.Id, signIn.Person.Id, signIn.Scopes!.Value, signIn.Expires));
        Assert.Equal(["ops"], signIn.Person.Groups);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Null(await _tokens.FindAsync(token, "192.0.2.7"));
        Assert.Empty(await _tokens.ListAsync("proxy:alice"));
    }

    [Fact]
    public async Task Its_use_is_noted_once_a_minute()
    {
        var (token, _, _) = await _tokens.CreateAsync(Browser(Alice), "backup", TokenScopes.Terminals, 2);
        int changes = 0;
        _shelf.Records.Changed += (_, _) => changes++;
        Assert.Null((await _tokens.ListAsync("proxy:alice"))[0].Used);
        for (int time = 0; time < 5; time++) await _tokens.FindAsync(token, "192.0.2.7");
        Assert.Equal(1, changes);
        _time.Advance(TimeSpan.FromSeconds(61));
        await _tokens.FindAsync(token, "192.0.2.8");
        var kept = (await _tokens.ListAsync("proxy:alice"))[0];
        Assert.Equal((2, _time.GetUtcNow(), "192.0.2.8"), (changes, kept.Used, kept.Address));
    }

    [Fact]
    public async Task The_file_of_records_does_not_hold_the_token()
    {
        var (token, kept, _) = await _tokens.CreateAsync(Browser(Alice), "backup", TokenScopes.Terminals, 2);
        _shelf.Dispose();
        string all = string.Concat(Directory.GetFiles(_scratch.Folder).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains(kept.Id, all, StringComparison.Ordinal);
        Assert.DoesNotContain(token[ApiTokens.Prefix.Length..], all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_nearly_a_token_is_none()
    {
        var (token, kept, _) = await _tokens.CreateAsync(Browser(Alice), "backup", TokenScopes.Terminals, 2);
        // The last letter of 43 carries four bits: another one with the same four is not the same token.
        string last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int at = last.IndexOf(token[^1], StringComparison.Ordinal);
        string[] wrong = ["", " ", "gwt_", token[..^1], token + "A", token.ToUpperInvariant(), token["gwt_".Length..], "gwt-" + token[4..], token[..^1] + last[at ^ 1], " " + token, token + "\0", token + "=", kept.Id, kept.Hash, "gwt_" + new string('A', 43), "gwt_" + new string('ä', 43), new string('x', 100_000)];
        foreach (string one in wrong) Assert.Null(await _tokens.FindAsync(one, "192.0.2.7"));
        Assert.NotNull(await _tokens.FindAsync(token, "192.0.2.7"));
    }

    [Fact]
    public async Task Only_its_owner_revokes_it_and_then_it_is_nothing_any_more()
    {
        var (token, kept, _) = await _tokens.CreateAsync(Browser(Alice), "backup", TokenScopes.Terminals, 2);
        Assert.False(await _tokens.RevokeAsync(Browser(SignedIn.Person("bob")), kept.Id));
        Assert.False(await _tokens.RevokeAsync(Browser(Alice with { Way = SignInWay.Oidc }), kept.Id));
        Assert.NotNull(await _tokens.FindAsync(token, "192.0.2.7"));
        Assert.True(await _tokens.RevokeAsync(Browser(Alice), kept.Id));
        Assert.False(await _tokens.RevokeAsync(Browser(Alice), kept.Id));
        Assert.Null(await _tokens.FindAsync(token, "192.0.2.7"));
    }

    [Theory]
    [InlineData("", 1, TokenScopes.Terminals, TokenFailure.Name)]
    [InlineData(null, 1, TokenScopes.Terminals, TokenFailure.Name)]
    [InlineData(" a", 1, TokenScopes.Terminals, TokenFailure.Name)]
    [InlineData("a\nb", 1, TokenScopes.Terminals, TokenFailure.Name)]
    [InlineData("a\u202Eb", 1, TokenScopes.Terminals, TokenFailure.Name)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", 1, TokenScopes.Terminals, TokenFailure.Name)]
    [InlineData("Скрипт 😀", 0, TokenScopes.Terminals, TokenFailure.Days)]
    [InlineData("a", -1, TokenScopes.Terminals, TokenFailure.Days)]
    [InlineData("a", 366, TokenScopes.Terminals, TokenFailure.Days)]
    [InlineData("a", int.MaxValue, TokenScopes.Terminals, TokenFailure.Days)]
    [InlineData("a", 1, TokenScopes.None, TokenFailure.Scopes)]
    [InlineData("a", 1, (TokenScopes)32, TokenFailure.Scopes)]
    public async Task What_cannot_be_a_token_is_not_made(string? name, int days, TokenScopes scopes, TokenFailure failure)
    {
        Assert.Equal(failure, (await _tokens.CreateAsync(Browser(Alice), name, scopes, days)).Failure);
        Assert.Empty(await _tokens.ListAsync("proxy:alice"));
    }

    [Fact]
    public async Task A_token_lasts_no_longer_than_the_settings_allow()
    {
        using var strict = Tokens(new SignInOptions { Proxy = new ProxyOptions([], "X-Forwarded-User", null), TokenLifetime = TimeSpan.FromHours(5) });
        Assert.Equal(_time.GetUtcNow().AddHours(5), (await strict.CreateAsync(Browser(Alice), "a", TokenScopes.Read, 1)).Kept.Expires);
        Assert.Equal(TokenFailure.Days, (await strict.CreateAsync(Browser(Alice), "a", TokenScopes.Read, 2)).Failure);
    }

    [Fact]
    public async Task Nobody_has_more_than_a_hundred()
    {
        for (int one = 0; one < RecordLimits.Tokens; one++) Assert.Null((await _tokens.CreateAsync(Browser(Alice), "a", TokenScopes.Read, 1)).Failure);
        Assert.Equal(TokenFailure.TooMany, (await _tokens.CreateAsync(Browser(Alice), "a", TokenScopes.Read, 1)).Failure);
        Assert.Null((await _tokens.CreateAsync(Browser(SignedIn.Person("bob")), "a", TokenScopes.Read, 1)).Failure);
    }

    [Fact]
    public async Task A_token_makes_no_token_even_where_the_door_was_left_open()
    {
        var (token, _, _) = await _tokens.CreateAsync(Browser(Alice), "backup", TokenScopes.Terminals, 2);
        var signIn = (await _tokens.FindAsync(token, "192.0.2.7"))!;
        await Assert.ThrowsAsync<InvalidOperationException>(() => _tokens.CreateAsync(Caller.Of(signIn, ""), "more", TokenScopes.Terminals, 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _tokens.CreateAsync(new Caller("visitor", "", null), "more", TokenScopes.Terminals, 1));
    }

    [Fact]
    public async Task Whoever_guesses_is_not_looked_up_any_more_and_others_are()
    {
        var (token, _, _) = await _tokens.CreateAsync(Browser(Alice), "backup", TokenScopes.Terminals, 2);
        for (int one = 0; one < WrongGuesses.PerMinute; one++) Assert.Null(await _tokens.FindAsync("gwt_" + new string('A', 43), $"2001:db8::{one}"));
        Assert.Null(await _tokens.FindAsync(token, "2001:db8::ffff"));
        Assert.NotNull(await _tokens.FindAsync(token, "192.0.2.7"));
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _shelf.Dispose();
        _scratch.Dispose();
    }

    private ApiTokens Tokens(SignInOptions options) => new(
        _shelf.Records, new KnownPeople(options, new PeopleFile(options, _time, NullLogger<PeopleFile>.Instance)), options, new AuditLog(new AuditOptions { Node = "n" }, _time, NullLogger<AuditLog>.Instance), _time);

    private Caller Browser(Person person) =>
        Caller.Of(new SignIn { Id = new string('0', 32), Person = person, Since = _time.GetUtcNow(), Expires = _time.GetUtcNow().AddHours(1) }, "127.0.0.1");
}
