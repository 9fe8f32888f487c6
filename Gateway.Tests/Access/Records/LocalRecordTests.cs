using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Records;

/// <summary>In a file.</summary>
public sealed class LocalRecordTests : RecordSpecification, IDisposable
{
    private readonly Scratch _scratch = new();
    private RecordShelf _shelf = null!;

    private string File => _scratch.PathOf("records.db");

    public override Task InitializeAsync()
    {
        Open();
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _shelf.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_restart_forgets_nothing_and_brings_nothing_back()
    {
        var (kept, token) = (Record("kept", "me"), Record("token", "me"));
        await Records.WriteAsync(RecordKind.SignIn, kept);
        await Records.WriteAsync(RecordKind.SignIn, Record("removed", "me"));
        await Records.WriteAsync(RecordKind.Token, token);
        await Records.RemoveAsync(RecordKind.SignIn, "removed");
        Reopen();
        Assert.Equal(kept, await Records.ReadAsync(RecordKind.SignIn, "kept"));
        Assert.Equal([token], await Records.ListAsync(RecordKind.Token, "me"));
        await Records.WriteAsync(RecordKind.SignIn, Record("removed", "me"));
        Assert.Null(await Records.ReadAsync(RecordKind.SignIn, "removed"));
    }

    [Fact]
    public async Task Only_this_account_can_read_the_file_and_what_belongs_to_it()
    {
        await Records.WriteAsync(RecordKind.SignIn, Record("a", "me"));
        Assert.All(Directory.GetFiles(_scratch.Folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file)));
        _shelf.Dispose();
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)0b110_110_100);
        Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_sees_what_the_first_removes_and_neither_loses_anything()
    {
        using var second = new RecordShelf(File);
        await Records.WriteAsync(RecordKind.SignIn, Record("a", "me"));
        await Wait.UntilAsync(async () => await second.Records.ReadAsync(RecordKind.SignIn, "a") is not null, () => "the record");
        await second.Records.RemoveAsync(RecordKind.SignIn, "a");
        await Wait.UntilAsync(async () => await Records.ReadAsync(RecordKind.SignIn, "a") is null, () => "the removal");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(one => (one % 2 == 0 ? Records : second.Records).WriteAsync(RecordKind.Token, Record($"t{one}", $"p{one}"))));
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 10).Select(one => (one % 2 == 0 ? Records : second.Records).TryWriteAsync(RecordKind.OneTimeCode, Record("me", "me", $"{{\"by\":{one}}}"), null)))).Count(written => written));
        Reopen();
        Assert.Equal(60, (await Records.ListAsync(RecordKind.Token, null)).Count);
        Assert.Null(await Records.ReadAsync(RecordKind.SignIn, "a"));
    }

    [Theory]
    [InlineData("this is no database, and longer than the header of one is, which has a hundred bytes; so it goes on and on and on")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense at all, to the end of the hundred bytes of the header, and on")]
    public async Task A_file_that_is_no_database_is_moved_aside_and_said_so(string content)
    {
        _shelf.Dispose();
        foreach (string file in Directory.GetFiles(_scratch.Folder)) System.IO.File.Delete(file);
        System.IO.File.WriteAllText(File, content);
        await StartsAnewAsync();
        Assert.Equal(content, System.IO.File.ReadAllText(Directory.GetFiles(_scratch.Folder, "records.db.damaged-*").Single(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_file_that_was_overwritten_in_the_middle_is_moved_aside()
    {
        for (int one = 0; one < 100; one++) await Records.WriteAsync(RecordKind.SignIn, Record($"s{one}", $"p{one}", new string('x', 2000)));
        _shelf.Dispose();
        using (var file = System.IO.File.OpenWrite(File))
        {
            file.Position = 4096;
            file.Write(new byte[64 * 1024].Select((_, at) => (byte)(at * 7)).ToArray());
        }
        await StartsAnewAsync();
    }

    [Fact]
    public void A_file_that_cannot_be_opened_stops_the_start_with_its_name()
    {
        string folder = _scratch.PathOf("folder");
        Directory.CreateDirectory(folder);
        Assert.Contains(folder, Assert.ThrowsAny<IOException>(() => new RecordShelf(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_expired_leaves_the_file_and_a_removal_stays_for_longer_than_any_copy()
    {
        var time = new ManualTime();
        using var shelf = new RecordShelf(_scratch.PathOf("other.db"), time);
        var ends = time.GetUtcNow().AddHours(2);
        await shelf.Records.WriteAsync(RecordKind.SignIn, new StoredRecord("a", "me", "{}", ends));
        await shelf.Records.WriteAsync(RecordKind.SignIn, new StoredRecord("b", "me", "{}", ends));
        await shelf.Records.RemoveAsync(RecordKind.SignIn, "b");
        time.Advance(TimeSpan.FromHours(2.5));
        await shelf.Copies.PruneAsync();
        Assert.Null(shelf.Copies.Find(RecordKind.SignIn, "a"));
        Assert.True(shelf.Copies.Find(RecordKind.SignIn, "b")!.IsRemoved);
        time.Advance(TimeSpan.FromHours(1));
        await shelf.Copies.PruneAsync();
        using var again = new RecordShelf(_scratch.PathOf("other.db"), new ManualTime()); // for which it is two hours earlier
        Assert.Empty(again.Copies.All());
    }

    [Fact]
    public async Task Reading_leaves_the_disk_alone()
    {
        var shelf = new RecordShelf(_scratch.PathOf("other.db"), new ManualTime());
        await shelf.Records.WriteAsync(RecordKind.SignIn, Record("a", "me") with { Expires = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        shelf.Dispose(); // whoever looked into the file now would fail
        for (int time = 0; time < 1000; time++) Assert.NotNull(await shelf.Records.ReadAsync(RecordKind.SignIn, "a"));
    }

    private async Task StartsAnewAsync()
    {
        var log = new ListLogger<RecordFile>();
        _shelf = new RecordShelf(File, logger: log);
        Records = _shelf.Records;
        Assert.Contains(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("moved to", StringComparison.Ordinal));
        await Records.WriteAsync(RecordKind.SignIn, Record("new", "me"));
        Reopen();
        Assert.Equal(["new"], (await Records.ListAsync(RecordKind.SignIn, null)).Select(record => record.Id));
    }

    private void Reopen()
    {
        _shelf.Dispose();
        Open();
    }

    private void Open()
    {
        _shelf = new RecordShelf(File);
        Records = _shelf.Records;
    }
}
