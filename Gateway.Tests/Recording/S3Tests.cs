using Gateway.Recording;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Recordings on a real S3-compatible server.</summary>
public sealed class S3Tests
{
    // This server knows access keys, and looks at no signature of the kind that is used today.
    private const string Secret = "never-to-be-logged";

    [Fact]
    public async Task Recordings_are_stored_also_after_the_server_was_away_and_are_read_verified_and_removed_there()
    {
        await using var server = await S3Server.StartAsync();
        string key = "UNKNOWN";
        await using var world = new RecordingWorld(change: options => options with { SegmentSize = 2000, S3 = Options(server, () => key) });
        string id = Sample(world), other = Sample(world);
        var text = await world.EventsAsync(id);
        var log = new ListLogger<RecordingUploads>();
        await world.UploadAsync(log);
        await Wait.UntilAsync(() => world.Recorders.Problem is not null, "the wrong key to be noticed");
        Assert.Equal("The store does not know the access key.", world.Recorders.Problem);
        await server.GoAwayAsync();
        key = S3Server.AccessKey;
        await Wait.UntilAsync(() => world.Recorders.Problem!.StartsWith("The store cannot be reached: ", StringComparison.Ordinal), () => world.Recorders.Problem!);
        Assert.Equal(text, await world.EventsAsync(id)); // from the folder meanwhile
        await server.ComeBackAsync();
        await Wait.UntilAsync(() => !world.Storage.Folder.Places().Any(), () => $"the folder to be empty; {world.Recorders.Problem}", TimeSpan.FromSeconds(60));
        await Wait.UntilAsync(() => world.Recorders.Problem is null, "all to be well");
        Assert.Contains(log.Lines, line => line.Contains("does not know the access key", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(Secret, StringComparison.Ordinal) || line.Contains("UNKNOWN", StringComparison.Ordinal));

        // A process that has never seen them.
        using var elsewhere = new RecordingStorage(world.Options with { Folder = world.Scratch.PathOf("elsewhere"), S3 = Options(server, () => key) with { CacheBytes = 5000 } });
        Directory.CreateDirectory(Path.Combine(elsewhere.Options.Folder, ".read-4711")); // a killed process has left it
        var shelf = new RecordingShelf(elsewhere);
        List<RecordingFacts> all = [];
        await foreach (var facts in shelf.ListAsync()) all.Add(facts);
        Assert.Equal(new[] { id, other }.Order(), all.Select(facts => facts.Id).Order());
        Assert.All(all, facts => Assert.Equal(RecordingState.Complete, facts.State));
        for (int times = 0; times < 2; times++)
        {
            List<CastEvent> read = [];
            await foreach (var one in shelf.ReadAsync(id)) read.Add(one);
            Assert.Equal(text, read);
        }
        string cached = Assert.Single(Directory.GetDirectories(elsewhere.Options.Folder));
        Assert.InRange(new DirectoryInfo(cached).EnumerateFiles().Sum(file => file.Length), 1, 5000);
        Assert.True((await new RecordingVerifier(elsewhere, []).VerifyAsync(id))!.IsGood);
        await shelf.DeleteAsync(id);
        Assert.Null(await shelf.FindAsync(id));
        Assert.NotNull(await shelf.FindAsync(other));
    }

    [Fact]
    public async Task What_waits_to_be_stored_is_bounded()
    {
        await using var world = new RecordingWorld(change: options => options with { S3 = Options(null, () => "key") with { SpoolBytes = 1000 } });
        Sample(world);
        var running = await world.RecordAsync(world.Open());
        await world.UploadAsync(new ListLogger<RecordingUploads>());
        Assert.Matches("bytes wait to be stored, of at most 1000", await running.Completed.WaitAsync(HubClient.Patience));
        var (_, failure) = await world.Recorders.StartAsync(world.Open(), new RecordingSubject("local:alice", "Alice", "a", "192.0.2.7"), required: true);
        Assert.Matches("bytes wait to be stored, of at most 1000", failure);
        Assert.NotNull(world.Recorders.Problem);
    }

    private static S3Options Options(S3Server? server, Func<string> key) => new()
    {
        Endpoint = server?.Address ?? new Uri($"http://127.0.0.1:{Ports.Free()}"), Bucket = S3Server.Bucket, Prefix = "gateway/", AccessKey = key, SecretKey = () => Secret,
    };

    private static string Sample(RecordingWorld world) => world.Write(writer =>
    {
        for (int i = 0; i < 200; i++) writer.Output(System.Text.Encoding.UTF8.GetBytes($"This is line number {i}.\r\n"), i * 10);
    });
}
