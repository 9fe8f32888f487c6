using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Tunnels.Entries;

/// <summary>What everybody knows of the devices that dial in.</summary>
public sealed class DialInBookTests
{
    [Fact]
    public async Task Who_fails_over_a_change_keeps_it_from_nobody_else()
    {
        using var scratch = new Scratch();
        var time = new ManualTime();
        using var shelf = new RecordShelf(scratch.PathOf("records.db"), time);
        using var book = new DialInBook(shelf.Records, time, NullLogger<DialInBook>.Instance);
        int heard = 0;
        book.Changed += () => throw new InvalidOperationException("broken");
        book.Changed += () => heard++;

        Assert.True(await book.TryWriteAsync(new DialIn { Name = "a", Master = new DialInMember { Ssh = 1 } }, null));
        Assert.Equal(1, heard);
        Assert.True(await book.RemoveAsync("a"));
        Assert.Equal(2, heard);
    }

    [Fact]
    public async Task What_another_version_wrote_is_changed_like_anything_else()
    {
        using var scratch = new Scratch();
        var time = new ManualTime();
        using var shelf = new RecordShelf(scratch.PathOf("records.db"), time);
        using var book = new DialInBook(shelf.Records, time, NullLogger<DialInBook>.Instance);
        var device = new DialIn { Name = "a", Master = new DialInMember { Ssh = 1 } };
        await shelf.Records.WriteAsync(RecordKind.DialIn, new StoredRecord("a", "", """{"name":"a","master":{"ssh":1,"ofTheFuture":3},"stopped":false}""", time.GetUtcNow().AddDays(1)));
        await book.LoadAsync();
        Assert.Equal(device, book.Current.Find("a"));
        Assert.True(await book.TryWriteAsync(device with { Stopped = true }, device));
        Assert.False(await book.TryWriteAsync(device with { Direct = 2 }, device)); // it is another one by now
        Assert.True(book.Current.Find("a")!.Stopped);
    }
}
