using FsCheck;
using FsCheck.Fluent;
using Gateway.Access.Audit;
using Xunit;

namespace Gateway.Tests.Access.Audit;

/// <summary>A record of several files, and whoever wants to hide something in it.</summary>
public sealed class AuditVerifierTests : IAsyncLifetime, IDisposable
{
    private readonly AuditRecord _record = new();
    private Dictionary<string, string[]> _files = [];
    private (string File, int Line)[] _places = [];

    public async Task InitializeAsync()
    {
        await _record.WriteAsync(24, AuditRecord.Small);
        _files = _record.Files.ToDictionary(file => file, File.ReadAllLines);
        _places = [.. _files.SelectMany(file => file.Value.Select((_, line) => (file.Key, line)))];
        Assert.True(_files.Count > 3);
        Assert.Empty(_record.Verify().Findings);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _record.Dispose();

    [Fact]
    public void Any_line_that_is_removed_shows() => ForAnyLine(line => []);

    [Fact]
    public void Any_line_that_stands_twice_shows() => ForAnyLine(line => [line, line]);

    [Fact]
    public void Any_line_that_is_cut_short_shows() => Prop.ForAll(
        Gen.Choose(0, _places.Length - 1).SelectMany(place => Gen.Choose(0, LineAt(place).Length - 1).Select(length => (place, length))).ToArbitrary(),
        one => Shows(_places[one.place], line => [line[..one.length]])).Check(Quick(60));

    [Fact]
    public void Any_letter_that_is_changed_shows() => Prop.ForAll(
        Gen.Choose(0, _places.Length - 1).SelectMany(place => Gen.Choose(0, LineAt(place).Length - 1).SelectMany(at => Gen.Elements("0a 5}\"".ToCharArray()).Select(letter => (place, at, letter)))).ToArbitrary(),
        one => LineAt(one.place)[one.at] == one.letter || Shows(_places[one.place], line => [$"{line[..one.at]}{one.letter}{line[(one.at + 1)..]}"])).Check(Quick(120));

    [Fact]
    public void Any_two_lines_that_are_swapped_show() => Prop.ForAll(
        Gen.Choose(0, _places.Length - 1).SelectMany(a => Gen.Choose(0, _places.Length - 1).Select(b => (a, b))).ToArbitrary(),
        one => one.a == one.b || Altered(files =>
        {
            var (a, b) = (_places[one.a], _places[one.b]);
            (files[a.File][a.Line], files[b.File][b.Line]) = (files[b.File][b.Line], files[a.File][a.Line]);
        })).Check(Quick(60));

    [Fact]
    public void The_words_name_the_file_the_line_and_what_it_is()
    {
        string file = _record.File, archive = _record.Files[1];
        int number = (int)AuditLine.Read(System.Text.Encoding.UTF8.GetBytes(_files[archive][2]))!.Number;
        Assert.Equal([(archive, 3L, $"does not follow number {number - 1}: number {number} was removed")], Findings(archive, lines => [.. lines[..2], .. lines[3..]]));
        Assert.Equal([(archive, 3L, "was changed: it is no line of the record")], Findings(archive, lines => [.. lines[..2], "nothing", .. lines[3..]]));
        Assert.Equal((archive, 4L, $"does not fit the line before: number {number} or number {number + 1} was changed"), Assert.Single(Findings(archive, lines => [.. lines[..2], lines[2].Replace("admin", "alice", StringComparison.Ordinal), .. lines[3..]])));
        Assert.Contains((archive, 4L, $"is out of its place: number {number} stands after number {number + 1}"), Findings(archive, lines => [.. lines[..2], lines[3], lines[2], .. lines[4..]]));
        var cut = Assert.Single(Findings(file, lines => lines[..^1]));
        Assert.Matches(@"\Awas cut off after number \d+: the record's head says that it had come to number \d+\z", cut.Words);
    }

    [Fact]
    public void A_file_that_is_missing_shows_wherever_it_stood()
    {
        foreach (string file in _record.Files)
        {
            File.Move(file, $"{file}.away");
            Assert.False(_record.Verify().IsWhole, file);
            File.Move($"{file}.away", file);
        }
        Assert.True(_record.Verify().IsWhole);
    }

    [Fact]
    public async Task A_file_of_another_node_in_its_place_shows()
    {
        using var other = new AuditRecord();
        await other.WriteAsync(24, options => AuditRecord.Small(options) with { Node = "gw-2" });
        File.Copy(other.Files[1], _record.Files[1], overwrite: true);
        var findings = _record.Verify().Findings;
        Assert.Contains(findings, finding => finding.Words == "is from another chain, of the node gw-2" && finding.Line == 1);
    }

    [Fact]
    public void Without_its_head_a_record_is_not_whole()
    {
        File.Delete(_record.Head);
        Assert.Equal(_record.Head, Assert.Single(_record.Verify().Findings).File);
        File.WriteAllText(_record.Head, "{}");
        Assert.False(_record.Verify().IsWhole);
    }

    [Fact]
    public void A_file_can_be_checked_by_itself()
    {
        Assert.All(_record.Files, file => Assert.True(AuditVerifier.One(file).IsWhole));
        File.WriteAllLines(_record.Files[2], _files[_record.Files[2]].Skip(1));
        Assert.False(AuditVerifier.One(_record.Files[2]).IsWhole);
    }

    [Fact]
    public async Task Lines_that_were_cut_off_before_a_start_are_missed_for_good()
    {
        File.WriteAllLines(_record.File, _files[_record.File][..^1]);
        await _record.WriteAsync(2, AuditRecord.Small);
        Assert.Contains(_record.Lines, line => line.Contains("linesMissing", StringComparison.Ordinal));
        Assert.Contains(_record.Verify().Findings, finding => finding.Words.EndsWith("removed", StringComparison.Ordinal));
        Assert.False(_record.Verify().IsWhole);
    }

    [Fact]
    public void Garbage_of_any_length_is_no_line_and_no_memory()
    {
        using (var stream = File.OpenWrite(_record.Files[0])) stream.SetLength(100 * 1024 * 1024);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(_record.Verify().IsWhole);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 * 1024 * 1024);
    }

    private string LineAt(int place) => _files[_places[place].File][_places[place].Line];

    private void ForAnyLine(Func<string, string[]> change)
    {
        foreach (var place in _places) Assert.True(Shows(place, change), $"{place}");
    }

    private bool Shows((string File, int Line) place, Func<string, string[]> change) => Altered(files =>
        files[place.File] = [.. files[place.File][..place.Line], .. change(files[place.File][place.Line]), .. files[place.File][(place.Line + 1)..]]);

    private bool Altered(Action<Dictionary<string, string[]>> change)
    {
        var files = _files.ToDictionary(file => file.Key, file => file.Value.ToArray());
        change(files);
        foreach (var (file, lines) in files) File.WriteAllLines(file, lines);
        bool shows = !_record.Verify().IsWhole;
        foreach (var (file, lines) in _files) File.WriteAllLines(file, lines);
        return shows;
    }

    private IEnumerable<(string File, long Line, string Words)> Findings(string file, Func<string[], string[]> change)
    {
        File.WriteAllLines(file, change(_files[file]));
        var findings = _record.Verify().Findings;
        File.WriteAllLines(file, _files[file]);
        return findings.Select(finding => (finding.File, finding.Line, finding.Words));
    }

    private static Config Quick(int count) => Config.QuickThrowOnFailure.WithMaxTest(count);
}
