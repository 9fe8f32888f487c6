using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>
/// One search. It goes backwards through the blocks that have the words, and leaps over recordings that do not count or
/// have given enough, so that it costs no more where nearly every block has them.
/// </summary>
internal sealed class RecordingSearch(SqliteConnection index, RecordingFilter filter, int limit, int perRecording, TimeSpan? longest = null)
{
    // What was not found by then is found with the next page.
    private readonly TimeSpan _longest = longest ?? TimeSpan.FromSeconds(2);

    // Blocks that are passed by one after the other before a leap pays, which makes FTS5 begin anew.
    private const int NearBlocks = 64;
    private const int NearBlocksOfPrefix = 20_000;

    private readonly IReadOnlyList<SearchTerm> _terms = SearchTerm.Read(filter.Words);
    private readonly List<SearchHit> _hits = [];
    private readonly long _began = Stopwatch.GetTimestamp();

    private sealed record Candidate(long Number, RecordingFacts Facts)
    {
        public int Hits { get; set; }
    }

    /// <summary>Searches on from a place.</summary>
    public SearchPage Run(RecordingVisibility visibility, SearchCursor from, CancellationToken cancellation)
    {
        if (_terms.Count == 0) return new SearchPage([], null);
        var selection = new IndexSelection(index, filter, visibility);
        if (from.Block < long.MaxValue) selection.Add("number <= {0}", RecordingNumber.Of(from.Block));
        List<Candidate> recordings = [.. index.Rows(row => new Candidate(row.GetInt64(0), IndexedRecording.Read(row, 1)),
            $"SELECT number, {IndexedRecording.Columns} FROM recordings JOIN scopes USING (scope) WHERE {selection.Condition} ORDER BY number DESC", selection.Values)];
        SearchCursor? next = recordings.Count == 0 ? null : from;
        while (next is { } cursor)
        {
            var (ended, goOn) = Stretch(recordings, cursor, cancellation);
            if (ended) return new SearchPage(_hits, goOn?.ToString());
            next = goOn;
        }
        return new SearchPage(_hits, null);
    }

    // One run of FTS5. It ends the search, or says where to leap.
    private (bool IsEnd, SearchCursor? Next) Stretch(List<Candidate> recordings, SearchCursor from, CancellationToken cancellation)
    {
        int near = _terms.Any(term => term.IsPrefix) ? NearBlocksOfPrefix : NearBlocks, passed = 0, at = 0;
        using var command = index.Command("SELECT rowid FROM words WHERE words MATCH $0 AND rowid BETWEEN $1 AND $2 ORDER BY rowid DESC",
            SearchTerm.Query(_terms), RecordingNumber.Block(recordings[^1].Number, 0), Math.Min(from.Block, RecordingNumber.Block(recordings[0].Number + 1, -1)));
        using var blocks = command.ExecuteReader();
        while (blocks.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            long block = blocks.GetInt64(0), number = RecordingNumber.Of(block);
            while (at < recordings.Count && recordings[at].Number > number) at++;
            if (at == recordings.Count) return (true, null);
            bool wanted = recordings[at].Number == number && recordings[at].Hits < perRecording;
            if (wanted && Take(recordings[at], block, block == from.Block ? from.Line : int.MaxValue) is { } full) return (true, full);
            if (Stopwatch.GetElapsedTime(_began) >= _longest)
                // Never a block of a recording that does not count: that there is one would show. And each page comes further.
                return (true, recordings[at].Number == number ? new SearchCursor(block - 1, int.MaxValue) : EndOf(recordings[at]));
            if (wanted || ++passed < near) continue;
            // The next recording that counts and has not given enough.
            if (recordings[at].Number == number) at++;
            return at < recordings.Count ? (false, EndOf(recordings[at])) : (true, null);
        }
        return (true, null);
    }

    private static SearchCursor EndOf(Candidate recording) => new(RecordingNumber.Block(recording.Number + 1, -1), int.MaxValue);

    // Where to go on if the page is full.
    private SearchCursor? Take(Candidate recording, long block, int before)
    {
        var found = index.Rows(row => new TextBlock(row.GetDouble(0), row.GetBoolean(1), row.GetString(2).Split('\n')), "SELECT at, follows, lines FROM blocks WHERE block = $0", block).FirstOrDefault();
        if (found is null) return null;
        // Seconds from its start, since a start that somebody made up may be the end of all time.
        if (found.At < (filter.After - recording.Facts.Started)?.TotalSeconds || found.At >= (filter.Before - recording.Facts.Started)?.TotalSeconds) return null;
        foreach (var (line, text, ranges) in found.Find(_terms))
        {
            if (line >= before) continue;
            var place = new SearchCursor(block, line + 1);
            if (_hits.Count == limit) return place;
            if (recording.Hits == perRecording) break;
            recording.Hits++;
            _hits.Add(new SearchHit(recording.Facts, found.At, text, ranges, place.ToString()));
        }
        return null;
    }
}
