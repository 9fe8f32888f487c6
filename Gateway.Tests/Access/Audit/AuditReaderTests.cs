using Gateway.Access.Audit;
using Xunit;

namespace Gateway.Tests.Access.Audit;

public sealed class AuditReaderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 8, 0, 0, 0, TimeSpan.Zero);

    private readonly AuditRecord _record = new();

    public void Dispose() => _record.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_go_back_over_all_files_without_a_gap_or_a_repetition(int limit)
    {
        await _record.WriteAsync(100, AuditRecord.Small);
        var all = All(new AuditFilter(), limit);
        Assert.Equal(Enumerable.Range(1, _record.Lines.Count).Reverse(), all.Select(line => (int)line.Number));
    }

    [Fact]
    public async Task A_page_stays_where_it_is_while_new_lines_come_and_files_become_full()
    {
        await _record.WriteAsync(20, AuditRecord.Small);
        var reader = new AuditReader(_record.File);
        var first = reader.Read(new AuditFilter(), long.MaxValue, 5);
        await _record.WriteAsync(20, AuditRecord.Small);
        var second = reader.Read(new AuditFilter(), first.Next, 5);
        Assert.Equal(first.Entries[^1].Number - 1, second.Entries[0].Number);
    }

    [Fact]
    public async Task Every_filter_finds_what_it_says_and_nothing_else()
    {
        await using (var log = _record.Open(_record.Time))
        {
            log.Write(new AuditEntry(AuditEvent.TerminalOpened) { Person = "oidc:alice", Address = "10.0.0.1", Terminal = "t1", Method = "ssh", User = "admin", Port = 6022, Rule = "Night shift" });
            _record.Time.Advance(TimeSpan.FromDays(5));
            log.Write(new AuditEntry(AuditEvent.SignInRevoked) { Person = "local:carol", Address = "10.0.0.2", Target = "oidc:alice", Reason = "a Reason" });
            _record.Time.Advance(TimeSpan.FromDays(2));
            log.Write(new AuditEntry(AuditEvent.Refused) { Person = "local:alicent", Address = "10.0.0.11", Port = 602, Rule = "night" });
        }
        foreach (var (name, value, expected) in new (string, string, int[])[]
        {
            ("person", "oidc:alice", [3, 2]), ("person", "alice", [3, 2]), ("person", "ali", []), ("event", "REFUSED", [4]), ("port", "6022", [2]), ("terminal", "t1", [2]), ("address", "10.0.0.1", [2]),
            ("rule", "night SHIFT", [2]), ("after", "50h", [4, 3]), ("after", "2030-01-08", [4]), ("before", "2030-01-06T00:00:00Z", [2, 1]), ("before", "2030-01-06T01:00+01:00", [2, 1]), ("text", "SON", [3]), ("text", "6022", [2]), ("text", "nothing", []),
        })
            Assert.Equal((name, value, string.Join(' ', expected)), (name, value, string.Join(' ', All(Filter(name, value), 2).Select(line => line.Number))));
    }

    [Fact]
    public void A_filter_goes_through_a_query_unchanged()
    {
        var filter = new AuditFilter
        {
            Person = "local:a&b=c", Event = "refused", Port = 22, Terminal = "t", Address = "::1", Rule = "ä ö", Text = "x?#", After = Now.AddTicks(1), Before = Now,
        };
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(filter.ToQuery());
        Assert.Equal(filter, AuditFilter.Read(name => query.GetValueOrDefault(name), Now, out string? problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("event", "opened")]
    [InlineData("port", "0")]
    [InlineData("port", "+22")]
    [InlineData("after", "yesterday")]
    [InlineData("after", "h")]
    [InlineData("before", "999999d")]
    [InlineData("before", "12:00")]
    public void A_filter_that_means_nothing_is_refused_by_its_name(string name, string value)
    {
        Assert.Null(AuditFilter.Read(asked => asked == name ? value : null, Now, out string? problem));
        Assert.Contains($"\"{name}\"", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_for_what_is_not_there_ends_after_a_while_and_goes_on_from_there()
    {
        // One file as large as the budget, and more: the same lines over and over, with the numbers going on.
        Directory.CreateDirectory(_record.Folder);
        await using (var file = File.CreateText(_record.File))
        {
            for (int number = 1; number <= 60_000; number++)
                await file.WriteLineAsync($$"""{"number":{{number}},"time":"2030-01-01T00:00:00.000Z","node":"gw-1","event":"tokenUsed","reason":"{{new string('x', 800)}}","previous":"{{AuditLine.NoHash}}"}""");
        }
        var reader = new AuditReader(_record.File);
        var filter = new AuditFilter { Person = "nobody" };
        var slice = reader.Read(filter, long.MaxValue, 10);
        Assert.Empty(slice.Entries);
        Assert.InRange(slice.Next, 1, 59_999);
        Assert.Equal(0, reader.Read(filter, slice.Next, 10).Next);
        // A number in the middle is found without reading all that comes after it.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([29_999, 29_998], reader.Read(new AuditFilter(), 30_000, 2).Entries.Select(line => line.Number));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task What_is_no_line_is_passed_over()
    {
        await _record.WriteAsync(3);
        File.AppendAllText(_record.File, $"\0\0\0\n\n{{\"number\":9}}\n{new string('x', 600_000)}\n{{\"numb");
        Assert.Equal([4, 3, 2, 1], All(new AuditFilter(), 2).Select(line => line.Number));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("a\n")]
    [InlineData("ab\n")]
    [InlineData("abcdefghijklmno\n")]
    public void Lines_are_the_same_from_both_ends_wherever_a_chunk_begins(string line)
    {
        Directory.CreateDirectory(_record.Folder);
        foreach (int length in (int[])[0, 1, 65_535, 65_536, 65_537, 131_072, 200_001])
        {
            File.WriteAllText(_record.File, string.Concat(Enumerable.Repeat(line, length / line.Length + 1))[..length]);
            using var file = AuditLines.Open(_record.File);
            Assert.True(AuditLines.Forward(file).Select(Shown).Reverse().SequenceEqual(AuditLines.Backward(file, length).Select(Shown)), $"{length} bytes");
        }

        static (long, bool, string) Shown(RawLine raw) => (raw.Start, raw.IsFinished, System.Text.Encoding.UTF8.GetString(raw.Bytes.Span));
    }

    private static AuditFilter Filter(string name, string value) => AuditFilter.Read(asked => asked == name ? value : null, Now, out _)!;

    private List<AuditLine> All(AuditFilter filter, int limit)
    {
        List<AuditLine> all = [];
        for (long before = long.MaxValue; before > 0;)
        {
            var slice = new AuditReader(_record.File).Read(filter, before, limit);
            all.AddRange(slice.Entries);
            before = slice.Next;
        }
        return all;
    }
}
