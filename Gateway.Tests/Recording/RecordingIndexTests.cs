using System.Globalization;
using Gateway.Recording;
using Gateway.Tests.Harness;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Recording;

public sealed class RecordingIndexTests : IDisposable
{
    private readonly TestShelf _shelf = new();

    [Fact]
    public async Task What_stood_on_the_screen_is_found_with_the_moment_at_which_it_stood_there()
    {
        using var recording = _shelf.Begin(columns: 20, rows: 4);
        recording.Output(1, "$ alpha\r\n").Output(1.2, "beta\r\n")
            .Output(5, "one\r\ntwo\r\nthree\r\nfour\r\n") // alpha and beta scroll off; the others only move
            .Output(8, "gone soon\e[H\e[2Jnew face")
            .Output(9, "\e[?1049hfull screen").Output(12, "\e[H\e[Kfull of it\e[?1049l")
            .Output(15, "\e[2J\e[H" + "a line that is longer than the screen's columns")
            .Output(20, "\r\n\e[31mco\e[0mloured").End(25);
        Assert.Equal([1.2], At(await _shelf.FindAsync("alpha")));
        Assert.Equal([1.2], At(await _shelf.FindAsync("beta")));
        Assert.Equal([5.0], At(await _shelf.FindAsync("three")));
        Assert.Equal([8.0], At(await _shelf.FindAsync("\"gone soon\"")));
        Assert.Equal([8.0], At(await _shelf.FindAsync("face")));
        Assert.Equal([9.0], At(await _shelf.FindAsync("\"full screen\"")));
        Assert.Equal([12.0], At(await _shelf.FindAsync("\"full of it\"")));
        Assert.Equal("a line that is longer than the screen's columns", (await _shelf.FindAsync("screen columns"))[0].Line);
        Assert.Equal([20.0], At(await _shelf.FindAsync("*coloured")));
        Assert.Empty(await _shelf.FindAsync("31mco"));
        Assert.Empty(await _shelf.FindAsync("\" / \""));
    }

    [Fact]
    public async Task Reading_as_it_is_written_comes_to_the_same_as_reading_at_the_end()
    {
        using var live = _shelf.Begin(columns: 30, rows: 5);
        using var whole = _shelf.Begin(columns: 30, rows: 5);
        for (int i = 0; i < 40; i++)
        {
            // Sequences and characters are cut between two readings.
            foreach (var (at, output) in ((double, string)[])[(i * 3, string.Create(CultureInfo.InvariantCulture, $"word{i} \e[3")), (i * 3 + 0.5, "2mgreen\e[0m\r\n"), (i * 3 + 0.6, i % 7 == 6 ? "\e[?10" : ""), (i * 3 + 0.7, i % 7 == 6 ? "49hinside\e[?1049l" : "")])
            {
                live.Output(at, output);
                whole.Output(at, output);
                await _shelf.Index.UpdateAsync(null);
                if (i == 20) _ = RecordingIndex.Open(_shelf.IndexFile, _shelf.Shelf, NullLoggerFactory.Instance); // another process reads, too
            }
        }
        live.End(130);
        whole.End(130);
        await _shelf.Index.UpdateAsync(null);
        var gradually = await Lines(live.Id);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Contains($"word{i} green", gradually));
        Assert.Contains("inside", gradually);
        Assert.DoesNotContain(gradually, line => line.Contains('\e') || line.Contains("2mgreen", StringComparison.Ordinal));

        await _shelf.Index.RebuildAsync(null);
        Assert.Equal(await Lines(whole.Id), await Lines(live.Id));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Single(gradually, line => line == $"word{i} green"));

        async Task<string[]> Lines(string id) => [.. (await _shelf.FindAsync("word* ", recording: id)).Concat(await _shelf.FindAsync("inside", recording: id)).Select(hit => hit.Line)];
    }

    [Fact]
    public async Task A_flood_is_bounded_and_what_was_left_out_is_said()
    {
        using var recording = _shelf.Begin(columns: 100, rows: 10, segmentSize: 1 << 20);
        recording.Output(1, "quiet\r\n");
        for (int i = 0; i < 60; i++) recording.Output(2 + i * 0.01, string.Concat(Enumerable.Range(0, 100).Select(line => $"{i}-{line} {new string('x', 80)}\r\n")));
        recording.Output(10, "afterwards\r\n").End(20);
        Assert.Single(await _shelf.FindAsync("quiet"));
        Assert.Single(await _shelf.FindAsync("afterwards"));
        var detail = (await _shelf.Index.DetailAsync(recording.Id))!;
        Assert.InRange(detail.LeftOut, 2000, 6000);
        Assert.Equal(2, Math.Floor(detail.LeftOutFrom!.Value));
        Assert.Equal(20, detail.Activity.Count);
        Assert.Equal([1, 2, 10], Enumerable.Range(0, 20).Where(second => detail.Activity[second] > 0));
    }

    [Fact]
    public async Task Everybody_finds_his_own_only_and_pages_come_to_all_of_it()
    {
        for (int i = 0; i < 30; i++)
        {
            using var recording = _shelf.Begin(i % 3 == 0 ? "local:alice" : "oidc:bob", 6000 + i % 2, method: i % 2 == 0 ? "ssh" : "telnet");
            for (int line = 0; line < 8; line++) recording.Output(line * 2, string.Create(CultureInfo.InvariantCulture, $"common word in line {line} of {i}\r\n"));
            recording.End(20);
        }
        await _shelf.Index.UpdateAsync(null);
        var alices = RecordingVisibility.Where(scope => scope.Owner == "local:alice");
        var none = RecordingVisibility.Where(_ => false);

        var all = await ListAsync(new RecordingFilter(), RecordingVisibility.All);
        Assert.Equal(30, all.Count);
        Assert.Equal(all.OrderByDescending(facts => facts.Started), all);
        Assert.Equal(10, (await ListAsync(new RecordingFilter(), alices)).Count);
        Assert.Empty(await ListAsync(new RecordingFilter(), none));
        Assert.Equal(20, (await ListAsync(new RecordingFilter { Person = "bob" }, RecordingVisibility.All)).Count);
        Assert.Empty(await ListAsync(new RecordingFilter { Person = "oidc:bob" }, alices));
        Assert.Equal(5, (await ListAsync(new RecordingFilter { Port = 6001, Person = "local:alice", Method = "telnet" }, RecordingVisibility.All)).Count);
        Assert.Equal(2, (await ListAsync(new RecordingFilter { After = TestShelf.Start.AddHours(3).AddSeconds(10), Before = TestShelf.Start.AddHours(5) }, RecordingVisibility.All)).Count);

        var hits = await SearchAsync(new RecordingFilter { Words = "common" }, alices, 7);
        Assert.Equal(10, hits.Select(hit => hit.Recording.Id).Distinct().Count());
        Assert.All(hits, hit => Assert.Equal("local:alice", hit.Recording.Owner));
        Assert.All(hits.GroupBy(hit => hit.Recording.Id), group => Assert.InRange(group.Count(), 5, 8));
        Assert.Equal(hits.OrderByDescending(hit => hit.Recording.Started).ThenByDescending(hit => hit.At), hits);
        Assert.Equal(hits.Count, hits.Select(hit => (hit.Recording.Id, hit.Line)).Distinct().Count());
        Assert.Equal(8, (await SearchAsync(new RecordingFilter { Words = "common", Recording = all[0].Id }, RecordingVisibility.All, 3)).Count);
        Assert.Empty(await SearchAsync(new RecordingFilter { Words = "common", Recording = all[1].Id }, alices, 3));
        Assert.Empty((await _shelf.Index.SearchAsync(new RecordingFilter { Words = "common" }, none, null, 5)).Hits);
        Assert.Null((await _shelf.Index.SearchAsync(new RecordingFilter { Words = "common" }, none, null, 5)).Next);
        Assert.Single(await _shelf.FindAsync("\"line 3 of 12\""));
        Assert.All(await SearchAsync(new RecordingFilter { Words = "common", After = TestShelf.Start.AddSeconds(6), Before = TestShelf.Start.AddSeconds(9) }, RecordingVisibility.All, 9), hit => Assert.InRange(hit.At, 6, 9));
        foreach (string cursor in (string[])["x", "-1-2", "9999999999999999999-1", ""]) Assert.NotEmpty((await _shelf.Index.SearchAsync(new RecordingFilter { Words = "common" }, alices, cursor, 3)).Hits);
    }

    [Fact]
    public async Task A_search_that_takes_too_long_goes_on_without_a_word_of_what_may_not_be_seen()
    {
        foreach (string owner in (string[])["local:alice", "oidc:bob", "local:alice", "oidc:bob", "oidc:bob"])
        {
            using var recording = _shelf.Begin(owner).Output(1, "a common word\r\n").End(2);
        }
        await _shelf.Index.UpdateAsync(null);
        using var index = new IndexFile(_shelf.IndexFile, NullLogger<IndexFile>.Instance).Open();
        var bobs = index.Rows(row => row.GetInt64(0), "SELECT number FROM recordings JOIN scopes USING (scope) WHERE owner = 'oidc:bob'").ToList();
        List<SearchHit> hits = [];
        int pages = 0;
        for (string? next = ""; next is not null; pages++)
        {
            Assert.InRange(pages, 0, 9);
            var page = new RecordingSearch(index, new RecordingFilter { Words = "common" }, 10, 5, TimeSpan.Zero).Run(RecordingVisibility.Where(scope => scope.Owner == "local:alice"), SearchCursor.Read(next), default);
            hits.AddRange(page.Hits);
            if ((next = page.Next) is not null) Assert.DoesNotContain(RecordingNumber.Of(SearchCursor.Read(next).Block), bobs);
        }
        Assert.Equal(2, hits.Count);
        Assert.InRange(pages, 2, 5);
    }

    [Fact]
    public async Task The_index_is_made_anew_when_its_file_is_damaged_or_of_another_version_and_drops_what_is_gone()
    {
        using var kept = _shelf.Begin();
        using var removed = _shelf.Begin();
        kept.Output(1, "unforgettable\r\n").Event(2, 'm', "joined: Bob").Event(3, 'm', "cut off: disk").End(4);
        removed.Output(1, "unforgettable\r\n").End(4);
        Assert.Equal(2, (await _shelf.FindAsync("unforgettable")).Count);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_shelf.IndexFile));
        Assert.Equal([new RecordingMarker(2, "joined", "Bob"), new RecordingMarker(3, "cutoff", "disk")], (await _shelf.Index.DetailAsync(kept.Id))!.Markers);

        await _shelf.Shelf.DeleteAsync(removed.Id);
        Assert.Single(await _shelf.FindAsync("unforgettable"));
        Assert.Null(await _shelf.Index.DetailAsync(removed.Id));
        using (var index = new SqliteConnection($"Data Source={_shelf.IndexFile};Pooling=False"))
        {
            index.Open();
            Assert.Equal(1, index.Number("SELECT count(*) FROM blocks"));
            index.Run("PRAGMA user_version = 999");
        }
        Assert.Single(await _shelf.FindAsync("unforgettable"));

        File.WriteAllText(_shelf.IndexFile, new string('x', 100_000));
        Assert.Single(await _shelf.FindAsync("unforgettable"));
        byte[] bytes = File.ReadAllBytes(_shelf.IndexFile);
        bytes.AsSpan(4096).Fill(0xAA);
        foreach (string companion in new[] { "-wal", "-shm" }) File.Delete(_shelf.IndexFile + companion);
        File.WriteAllBytes(_shelf.IndexFile, bytes);
        // The one who runs into the damage is told; the next finds it made anew.
        await Wait.UntilAsync(async () =>
        {
            try
            {
                return (await _shelf.FindAsync("unforgettable")).Count == 1;
            }
            catch (IOException)
            {
                return false;
            }
        }, () => "the index to be made anew");
    }

    [Fact]
    public async Task The_follower_takes_in_what_is_written_while_it_is_written()
    {
        var time = new ManualTime();
        using var old = _shelf.Begin();
        old.Output(1, "from yesterday\r\n").End(2);
        foreach (string line in (string[])["[0.1,null,\"x\"]", "[1e300,\"o\",\"x\"]"])
        {
            using var forged = _shelf.Begin().Output(1, "before it\r\n").End(2);
            File.AppendAllText(Path.Combine(forged.Folder, "000001.cast"), line + "\n");
        }
        using var recording = _shelf.Begin();
        var file = new IndexFile(_shelf.IndexFile, NullLogger<IndexFile>.Instance);
        using var follower = new RecordingFollower(file, new IndexReading(new IndexWriter(file, _shelf.Shelf, NullLogger<IndexWriter>.Instance), _shelf.Shelf), time, NullLogger<RecordingFollower>.Instance);
        await follower.StartAsync(CancellationToken.None);
        await FoundAsync("yesterday");
        recording.Output(1, "just now\r\n");
        await FoundAsync("\"just now\"");
        recording.Output(2, "later\r\n").End(3);
        await FoundAsync("later");
        await _shelf.Shelf.DeleteAsync(old.Id);
        follower.Look(old.Id);
        await Wait.UntilAsync(async () => await CountAsync("yesterday") == 0, () => "a removed recording to be gone");
        Assert.Null(follower.Problem);
        await follower.StopAsync(CancellationToken.None);

        Task FoundAsync(string words) => Wait.UntilAsync(async () => await CountAsync(words) == 1, () => $"{words} to be found");
        async Task<int> CountAsync(string words)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return (await _shelf.Index.SearchAsync(new RecordingFilter { Words = words }, RecordingVisibility.All, null, 10)).Hits.Count;
        }
    }

    public void Dispose() => _shelf.Dispose();

    private static IEnumerable<double> At(IEnumerable<SearchHit> hits) => hits.Select(hit => hit.At);

    private async Task<List<RecordingFacts>> ListAsync(RecordingFilter filter, RecordingVisibility visibility)
    {
        List<RecordingFacts> all = [];
        string? next = null;
        do
        {
            var page = await _shelf.Index.ListAsync(filter, visibility, next, 4);
            Assert.InRange(page.Recordings.Count, next is null ? 0 : 1, 4);
            all.AddRange(page.Recordings);
            foreach (var (facts, place) in page.Recordings.Zip(page.Places)) Assert.Equal(facts.Id, (await _shelf.Index.ListAsync(filter, visibility, place, 1)).Recordings[0].Id);
            next = page.Next;
        }
        while (next is not null);
        return all;
    }

    private async Task<List<SearchHit>> SearchAsync(RecordingFilter filter, RecordingVisibility visibility, int limit)
    {
        List<SearchHit> all = [];
        string? next = null;
        do
        {
            var page = await _shelf.Index.SearchAsync(filter, visibility, next, limit);
            Assert.InRange(page.Hits.Count, 0, limit);
            all.AddRange(page.Hits);
            foreach (var hit in page.Hits) Assert.Equal((hit.Recording.Id, hit.Line), (await _shelf.Index.SearchAsync(filter, visibility, hit.Place, 1)).Hits.Select(found => (found.Recording.Id, found.Line)).Single());
            next = page.Next;
        }
        while (next is not null);
        return all;
    }
}
