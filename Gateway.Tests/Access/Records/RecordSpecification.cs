using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Records;

/// <summary>One specification of records, for the file of one node and for Redis.</summary>
public abstract class RecordSpecification : IAsyncLifetime
{
    private protected IRecords Records { get; set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task What_was_written_is_read_alone_together_and_by_its_owner()
    {
        var (first, second, other) = (Record("a", "local:me"), Record("b", "local:me", """{"text":"ä\u0000\"😀"}"""), Record("a:b", "oidc:me"));
        foreach (var record in new[] { first, second, other }) await Records.WriteAsync(RecordKind.SignIn, record);
        Assert.Equal(second, await Records.ReadAsync(RecordKind.SignIn, "b"));
        Assert.Null(await Records.ReadAsync(RecordKind.Token, "b"));
        Assert.Null(await Records.ReadAsync(RecordKind.SignIn, "c"));
        Assert.Equal([first, other], (await Records.ReadManyAsync(RecordKind.SignIn, ["a", "c", "a:b", "a"])).Values.OrderBy(record => record.Id, StringComparer.Ordinal));
        Assert.Equal([first, second], await ListAsync("local:me"));
        Assert.Equal([first, other, second], await ListAsync(null));
        Assert.Empty(await ListAsync("local:m"));
    }

    [Fact]
    public async Task A_record_ends_at_its_time()
    {
        await Records.WriteAsync(RecordKind.SignIn, Record("long", "me"));
        await Records.WriteAsync(RecordKind.SignIn, Record("short", "me") with { Expires = DateTimeOffset.UtcNow.AddSeconds(0.4) });
        await Wait.UntilAsync(async () => await Records.ReadAsync(RecordKind.SignIn, "short") is null, () => "the end");
        Assert.Equal(["long"], (await ListAsync("me")).Select(record => record.Id));
        Assert.Equal(["long"], (await Records.ReadManyAsync(RecordKind.SignIn, ["long", "short"])).Keys);
        Assert.False(await Records.RemoveAsync(RecordKind.SignIn, "short"));
    }

    [Theory]
    [InlineData(RecordKind.SignIn)]
    [InlineData(RecordKind.Token)]
    [InlineData(RecordKind.Credential)]
    public async Task What_was_removed_stays_removed_whoever_writes_it_again(RecordKind kind)
    {
        var record = Record("a", "me");
        await Records.WriteAsync(kind, record);
        Assert.True(await Records.RemoveAsync(kind, "a"));
        Assert.False(await Records.RemoveAsync(kind, "a"));
        Assert.False(await Records.RemoveAsync(kind, "b"));
        await Records.WriteAsync(kind, record);
        Assert.False(await Records.TryWriteAsync(kind, record, null));
        Assert.False(await Records.TryWriteAsync(kind, record with { Json = "{}" }, record));
        Assert.Null(await Records.ReadAsync(kind, "a"));
        Assert.Empty(await Records.ReadManyAsync(kind, ["a"]));
        Assert.Empty(await Records.ListAsync(kind, "me"));
        Assert.Empty(await Records.ListAsync(kind, null));
    }

    [Fact]
    public async Task Settings_can_be_made_anew()
    {
        var record = Record("me", "me");
        await Records.WriteAsync(RecordKind.Settings, record);
        Assert.True(await Records.RemoveAsync(RecordKind.Settings, "me"));
        Assert.Null(await Records.ReadAsync(RecordKind.Settings, "me"));
        await Records.WriteAsync(RecordKind.Settings, record);
        Assert.Equal(record, await Records.ReadAsync(RecordKind.Settings, "me"));
        Assert.Equal([record], await Records.ListAsync(RecordKind.Settings, "me"));
    }

    [Fact]
    public async Task Of_many_who_write_over_the_same_one_does()
    {
        var before = Record("me", "me", "{\"step\":1}");
        Assert.False(await Records.TryWriteAsync(RecordKind.OneTimeCode, before with { Json = "{}" }, before));
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Records.TryWriteAsync(RecordKind.OneTimeCode, before, null)))).Count(written => written));
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(one => Records.TryWriteAsync(RecordKind.OneTimeCode, before with { Json = $"{{\"step\":2,\"by\":{one}}}" }, before)));
        Assert.Equal(1, tries.Count(written => written));
        Assert.Equal($"{{\"step\":2,\"by\":{Array.IndexOf(tries, true)}}}", (await Records.ReadAsync(RecordKind.OneTimeCode, "me"))!.Json);
        Assert.False(await Records.TryWriteAsync(RecordKind.OneTimeCode, before, null));
        Assert.False(await Records.TryWriteAsync(RecordKind.OneTimeCode, before, before));
    }

    [Fact]
    public async Task One_sign_in_too_many_ends_the_oldest_and_one_token_too_many_is_refused()
    {
        for (int one = 0; one <= RecordLimits.SignIns; one++)
            await Records.WriteAsync(RecordKind.SignIn, Record($"s{one}", "me") with { Expires = DateTimeOffset.UtcNow.AddHours(1).AddSeconds(one) });
        await Records.WriteAsync(RecordKind.SignIn, Record("his", "he"));
        Assert.Null(await Records.ReadAsync(RecordKind.SignIn, "s0"));
        Assert.Equal(RecordLimits.SignIns, (await ListAsync("me")).Count);
        Assert.NotNull(await Records.ReadAsync(RecordKind.SignIn, "s1"));
        for (int one = 0; one < RecordLimits.Tokens; one++) Assert.True(await Records.TryWriteAsync(RecordKind.Token, Record($"t{one}", "me"), null));
        Assert.False(await Records.TryWriteAsync(RecordKind.Token, Record("more", "me"), null));
        Assert.True(await Records.TryWriteAsync(RecordKind.Token, Record("his", "he"), null));
        Assert.True(await Records.RemoveAsync(RecordKind.Token, "t5"));
        Assert.True(await Records.TryWriteAsync(RecordKind.Token, Record("more", "me"), null));
    }

    [Fact]
    public async Task What_is_too_large_is_not_taken()
    {
        await Records.WriteAsync(RecordKind.Settings, Record("me", "me", new string('x', RecordLimits.Size)));
        await Assert.ThrowsAsync<ArgumentException>(() => Records.WriteAsync(RecordKind.Settings, Record("me", "me", new string('ä', RecordLimits.Size / 2 + 1))));
        await Assert.ThrowsAsync<ArgumentException>(() => Records.TryWriteAsync(RecordKind.Settings, Record("me", "me", new string('x', RecordLimits.Size + 1)), null));
    }

    [Fact]
    public async Task Every_change_is_told_and_nothing_else()
    {
        List<string> told = [];
        Records.Changed += (kind, id) =>
        {
            lock (told) told.Add($"{kind} {id}");
        };
        var record = Record("a", "me");
        await Records.WriteAsync(RecordKind.SignIn, record);
        Assert.True(await Records.TryWriteAsync(RecordKind.SignIn, record with { Json = "{}" }, record));
        Assert.False(await Records.TryWriteAsync(RecordKind.SignIn, record, record));
        await Records.ReadAsync(RecordKind.SignIn, "a");
        await Records.ListAsync(RecordKind.SignIn, null);
        Assert.True(await Records.RemoveAsync(RecordKind.SignIn, "a"));
        Assert.False(await Records.RemoveAsync(RecordKind.SignIn, "a"));
        lock (told) Assert.Equal(Enumerable.Repeat("SignIn a", 3), told);
    }

    private protected static StoredRecord Record(string id, string owner, string json = "{\"a\":1}") => new(id, owner, json, DateTimeOffset.UtcNow.AddHours(2));

    private async Task<List<StoredRecord>> ListAsync(string? owner) => [.. (await Records.ListAsync(RecordKind.SignIn, owner)).OrderBy(record => record.Id, StringComparer.Ordinal)];
}
