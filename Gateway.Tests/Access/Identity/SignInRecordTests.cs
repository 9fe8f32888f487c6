using System.Net;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>What attempts to sign in leave on record, and what a store that fails leaves in the browser.</summary>
public sealed class SignInRecordTests : IAsyncLifetime, IDisposable
{
    private const string TypedAsName = "hunter2typedasname";

    private readonly TestPeople _people = new();
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync([22], change: _people.SignIn);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _people.Dispose();

    [Fact]
    public async Task Who_is_known_is_named_who_is_not_never_and_a_flood_is_one_entry_a_minute()
    {
        var known = await TryAsync("Alice");
        var unknown = await TryAsync(TypedAsName);
        Assert.Equal(HttpStatusCode.Unauthorized, known.Status);
        Assert.Equal(known, unknown);
        while ((await TryAsync("alice")).Status == HttpStatusCode.Unauthorized)
        {
        }
        for (int i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync("alice")).Status);
        await WriteNothingMoreAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await TryAsync("bob", TestPeople.Password)).Status);

        await Wait.UntilAsync(() => Failures().Contains(("local:bob", "unavailable")), () => string.Join('\n', Failures()));
        Assert.Contains(("local:alice", "wrong name, password or code"), Failures());
        Assert.Contains(("password", "wrong name, password or code"), Failures());
        Assert.Equal([("local:alice", "slowed")], Failures().Where(one => one.Reason == "slowed"));
        Assert.DoesNotContain(TypedAsName, File.ReadAllText(AuditFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_forgets_its_sign_in_even_where_that_it_has_ended_cannot_be_kept()
    {
        CookieContainer[] browsers = [await _gateway.SignInAsync("alice"), await _gateway.SignInAsync("alice")];
        await WriteNothingMoreAsync();
        foreach (var (cookies, path) in browsers.Zip((string[])["api/sign-out", "api/sign-out/everywhere"]))
        {
            using var browser = _gateway.Browser(cookies);
            using var answer = await browser.SendAsync(_gateway.Post(path));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("gateway-person=;", StringComparison.Ordinal));
            Assert.DoesNotContain(cookies.GetAllCookies(), cookie => cookie.Name == "gateway-person");
        }
    }

    private string AuditFile => Path.Combine(_gateway.DataFolder, "audit", "audit.jsonl");

    private (string? Target, string? Reason)[] Failures() =>
        [.. new AuditReader(AuditFile).Read(new AuditFilter(), long.MaxValue, 100).Entries.Where(line => line.Event == "signInFailed").Select(line => (line.Target, line.Reason))];

    private async Task<(HttpStatusCode Status, string Body)> TryAsync(string name, string password = "wrong password")
    {
        using var browser = _gateway.Browser();
        using var answer = await browser.SendAsync(_gateway.Post("api/sign-in", new { name, password, code = "" }));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task WriteNothingMoreAsync()
    {
        await using var file = new SqliteConnection($"Data Source={_gateway.Services.GetRequiredService<RecordOptions>().File};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = "DROP TABLE records";
        await command.ExecuteNonQueryAsync();
    }
}
