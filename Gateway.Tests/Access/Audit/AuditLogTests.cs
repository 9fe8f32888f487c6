using System.Text;
using System.Text.Json;
using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly AuditRecord _record = new();

    public void Dispose() => _record.Dispose();

    [Fact]
    public async Task A_line_holds_what_was_set_and_nothing_else()
    {
        await using (var log = _record.Open(_record.Time))
            Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TerminalOpened) { Person = "oidc:alice", Port = 6022 }));
        string first = _record.Lines[0], second = _record.Lines[1];
        Assert.Equal($"{{\"number\":1,\"time\":\"2030-01-01T00:00:00.000Z\",\"node\":\"gw-1\",\"event\":\"fileBegun\",\"previous\":\"{new string('0', 64)}\"}}", first);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(first)));
        Assert.Equal($"{{\"number\":2,\"time\":\"2030-01-01T00:00:00.000Z\",\"node\":\"gw-1\",\"event\":\"terminalOpened\",\"person\":\"oidc:alice\",\"port\":6022,\"previous\":\"{hash}\"}}", second);
        Assert.True(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task Files_are_for_the_account_alone()
    {
        await _record.WriteAsync(30, AuditRecord.Small);
        foreach (string file in Directory.GetFiles(_record.Folder)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_record.Folder));
    }

    [Fact]
    public async Task A_hostile_name_is_one_line_of_plain_ascii_and_cut()
    {
        string hostile = "\"}\n{\"number\":1}\r\e[2J\u009b31m\u2028\u202e\ud800<script>" + new string('x', 1000);
        await using (var log = _record.Open())
        {
            log.Write(new AuditEntry(AuditEvent.SignInFailed) { Person = hostile, Address = hostile, Reason = new string('a', 299) + "😀" });
        }
        Assert.Equal(2, _record.Lines.Count);
        Assert.All(_record.Lines[1], letter => Assert.InRange(letter, ' ', '~'));
        var line = AuditLine.Read(Encoding.UTF8.GetBytes(_record.Lines[1]))!;
        Assert.Equal((300, 300, 299), (line.Person!.Length, line.Address!.Length, line.Reason!.Length));
        Assert.True(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task Numbers_go_up_as_lines_do_when_many_write_at_once()
    {
        await using (var log = _record.Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(writer => Task.Run(async () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    if (i % 10 == 0) Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TerminalJoined) { Person = $"local:{writer}", Reason = $"{i}" }));
                    else log.Write(new AuditEntry(AuditEvent.TerminalJoined) { Person = $"local:{writer}", Reason = $"{i}" });
                }
            })));
        }
        var lines = _record.Lines.Select(text => JsonElement.Parse(text)).ToList();
        Assert.Equal(Enumerable.Range(1, 1001), lines.Select(line => line.GetProperty("number").GetInt32()));
        // What one writer says stands in the order in which he said it.
        foreach (var writer in lines.Skip(1).GroupBy(line => line.GetProperty("person").GetString()))
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), writer.Select(line => line.GetProperty("reason").GetString()));
        Assert.Equal(lines.Skip(1).Select(line => line.GetProperty("time").GetString()), lines.Skip(1).Select(line => line.GetProperty("time").GetString()).Order());
        Assert.True(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task The_chain_goes_on_over_files_and_starts()
    {
        await _record.WriteAsync(30, AuditRecord.Small);
        await _record.WriteAsync(30, AuditRecord.Small);
        Assert.True(_record.Files.Count > 5);
        foreach (string file in _record.Files) Assert.Equal("fileBegun", AuditLine.Read(Encoding.UTF8.GetBytes(File.ReadLines(file).First()))!.Event);
        var verdict = _record.Verify();
        Assert.Equal((true, _record.Lines.Count, 1L), (verdict.IsWhole, (int)verdict.Lines, verdict.First));
        Assert.Matches(@"\A\{""number"":\d+,""hash"":""[0-9a-f]{64}""\}\z", File.ReadAllText(_record.Head));
    }

    [Fact]
    public async Task A_start_between_the_files_goes_on_too()
    {
        await _record.WriteAsync(3);
        File.Move(_record.File, Path.Combine(_record.Folder, "audit-20300101-000000-1.jsonl")); // killed between the two steps
        await _record.WriteAsync(1);
        Assert.Equal((2, 6L), (_record.Files.Count, _record.Verify().Last));
        Assert.True(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task Old_files_go_and_the_record_says_so()
    {
        static AuditOptions Short(AuditOptions options) => AuditRecord.Small(options) with { Retain = TimeSpan.FromDays(10) };
        await _record.WriteAsync(30, Short);
        string oldest = _record.Files[0];
        int before = _record.Files.Count;
        _record.Time.Advance(TimeSpan.FromDays(11));
        await _record.WriteAsync(1, Short);
        Assert.False(File.Exists(oldest));
        Assert.True(_record.Files.Count < before);
        Assert.Contains(_record.Lines, line => line.Contains("filesPruned", StringComparison.Ordinal));
        Assert.True(_record.Verify().IsWhole);

        // While it runs too, without anybody writing.
        await using var log = _record.Open(_record.Time, Short);
        for (int i = 0; i < 20; i++) Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TokenUsed)));
        oldest = _record.Files[0];
        await Wait.UntilAsync(
            () =>
            {
                _record.Time.Advance(TimeSpan.FromDays(11));
                return !File.Exists(oldest);
            },
            "the old file to go");
        await Wait.UntilAsync(() => _record.Verify().IsWhole, () => string.Join('\n', _record.Verify().Findings));
    }

    [Fact]
    public async Task A_line_that_was_not_finished_is_kept_and_noted()
    {
        await _record.WriteAsync(3);
        File.AppendAllText(_record.File, "{\"number\":5,\"time\":\"2030-");
        await _record.WriteAsync(1);
        Assert.Equal("{\"number\":5,\"time\":\"2030-", _record.Lines[4]);
        Assert.Contains("\"number\":5,", _record.Lines[5], StringComparison.Ordinal);
        Assert.Contains("lineTorn", _record.Lines[5], StringComparison.Ordinal);
        var verdict = _record.Verify();
        Assert.True(verdict.IsWhole);
        Assert.Equal(5, Assert.Single(verdict.Findings).Line);
    }

    [Fact]
    public async Task A_line_that_lacks_only_its_newline_is_a_line()
    {
        await _record.WriteAsync(3);
        File.WriteAllText(_record.File, File.ReadAllText(_record.File).TrimEnd('\n'));
        await _record.WriteAsync(1);
        Assert.Equal(5, _record.Lines.Count);
        Assert.Empty(_record.Verify().Findings);
    }

    [Fact]
    public async Task A_second_process_on_the_same_record_is_an_error_that_says_so()
    {
        await using (_record.Open())
        {
            var taken = Assert.Throws<AuditTakenException>(() => _record.Open());
            Assert.Contains(_record.File, taken.Message, StringComparison.Ordinal);
        }
        await using var log = _record.Open();
        Assert.True(log.IsWell);
    }

    [Fact]
    public async Task Without_a_file_there_is_none_and_nothing_is_wrong()
    {
        await using var log = _record.Open(null, options => options with { File = null });
        Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.SignedIn)));
        Assert.Equal((true, "not kept"), log.State);
        Assert.False(Directory.Exists(_record.Folder));
    }
}
