using Gateway.Methods;
using Gateway.Recording;
using Xunit;

namespace Gateway.Tests.Recording;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2030, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_rule_that_fits_a_port_decides()
    {
        RetentionRule[] rules = [new(new PortSet([(6000, 6099)]), TimeSpan.FromDays(10), null), new(new PortSet([(6000, 7000)]), null, 250), new(new PortSet([(22, 22)]), null, null)];
        RecordingFacts[] all =
        [
            Facts("old", 6022, 11), Facts("young", 6022, 9), Facts("oldLive", 6022, 99, RecordingState.Live),
            Facts("first", 6500, 50), Facts("firstLive", 6500, 60, RecordingState.Live), Facts("second", 6500, 40), Facts("third", 6500, 30),
            Facts("kept", 22, 9999), Facts("ruleless", 23, 9999),
        ];
        // Four of a hundred bytes: two have to go, and the one that is being written counts but stays.
        Assert.Equal(["old: It was older than 10 days.", "first: Recordings of its ports had more than 250 bytes together.", "second: Recordings of its ports had more than 250 bytes together."],
            RetentionRun.Due(all, rules, Now).Select(due => $"{due.Facts.Id}: {due.Reason}"));
    }

    [Fact]
    public async Task What_is_due_is_gone_and_told_of_and_the_rest_is_there()
    {
        await using var world = new RecordingWorld(change: options => options with { Retention = [new(null, TimeSpan.FromDays(90), null)] });
        string old = world.Write(writer => writer.Output("old"u8, 0), started: DateTimeOffset.UtcNow.AddDays(-91));
        string young = world.Write(writer => writer.Output("young"u8, 0), started: DateTimeOffset.UtcNow.AddDays(-89));
        await using var other = new RecordingWorld(change: options => options with { Node = "b" }, folder: world.Folder);
        string foreign = other.Write(writer => writer.Output("foreign"u8, 0), started: DateTimeOffset.UtcNow.AddDays(-91));
        List<string> told = [];
        var run = new RetentionRun(world.Storage, world.Shelf, TimeProvider.System);
        Assert.Equal(1, await run.RunAsync((facts, _) => told.Add(facts.Id), rehearsal: true));
        Assert.NotNull(await world.Shelf.FindAsync(old));
        // One that cannot be read keeps no other, and is told of.
        string unreadable = world.Write(writer => writer.Output("unreadable"u8, 0), started: DateTimeOffset.UtcNow), chain = Path.Combine(world.PlaceOf(unreadable), RecordingPath.Chain);
        File.Delete(chain);
        Directory.CreateDirectory(chain); // that it is no file is so for every account
        string killed = Directory.CreateDirectory($"{world.PlaceOf(young)}x.removed").FullName;
        File.WriteAllText(Path.Combine(killed, "000001.cast"), "left by a process that was killed");
        await Assert.ThrowsAsync<IOException>(() => run.RunAsync((facts, _) => told.Add(facts.Id)));
        Directory.Delete(world.PlaceOf(unreadable), recursive: true);
        Assert.Equal(0, await run.RunAsync((facts, _) => told.Add(facts.Id)));
        Assert.Equal([old, old], told);
        Assert.False(Directory.Exists(killed));
        List<string> left = [];
        await foreach (var facts in world.Shelf.ListAsync()) left.Add(facts.Id);
        Assert.Equal(new[] { young, foreign }.Order(), left.Order());
    }

    private static RecordingFacts Facts(string id, int port, int days, RecordingState state = RecordingState.Complete) =>
        new(id, "local:alice", "Alice", "ssh", "alice", port, "192.0.2.7", "a", Now.AddDays(-days), 60, 100, state, null);
}
