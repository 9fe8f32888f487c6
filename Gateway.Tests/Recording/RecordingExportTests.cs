using System.Text;
using System.Text.Json;
using Gateway.Recording;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Recording;

public sealed class RecordingExportTests : IDisposable
{
    private const string Page = """<html><script type="application/json" id="recording">null</script><script>play()</script></html>""";

    private readonly TestShelf _shelf = new();
    private readonly TestRecording _recording;

    public RecordingExportTests()
    {
        _recording = _shelf.Begin(columns: 40, rows: 4)
            .Event(0, 'm', "joined: alice")
            .Output(0.5, "$ \e]0;title\a").Event(1, 'p', """{"id":"local:alice","name":"alice"}""").Event(1, 'i', "ls\r").Output(1.111, "ls\r\none  two\r\n")
            .Event(2, 'u', "").Event(2.5, 'r', "60x5")
            .Output(3, "\e[31mred 中文 </script><b>&\u0086\u200e\u202e</b>\e[0m\r\n")
            .Output(4, "\e[?1049hfull screen\e[?1049l").Output(5, "cleared away\e[H\e[2J").Output(6, "a\r\nb\r\nc\r\nd\r\ne\r\nstands at the end")
            .Event(6.5, 'm', "left: alice").End(7.25);
    }

    [Fact]
    public async Task Version_3_is_the_recording_without_our_own_codes_and_version_2_has_absolute_times()
    {
        string[] third = await LinesAsync(to => Export.CastAsync(_recording.Id, 3, people: false, to));
        var header = JsonElement.Parse(third[0]);
        Assert.Equal((3, 40, 4), (header.GetProperty("version").GetInt32(), header.GetProperty("term").GetProperty("cols").GetInt32(), header.GetProperty("term").GetProperty("rows").GetInt32()));
        Assert.Equal(TestShelf.Start.ToUnixTimeSeconds(), header.GetProperty("timestamp").GetInt64());
        var events = Events(third);
        Assert.DoesNotContain(events, one => one.Code is "p" or "u");
        List<CastEvent> recorded = [];
        await foreach (var happened in _shelf.Shelf.ReadAsync(_recording.Id))
            if (happened.Code is not ('p' or 'u')) recorded.Add(happened);
        Assert.Equal(recorded.Select(one => (one.Code.ToString(), one.Data)), events.Select(one => (one.Code, one.Data)));
        decimal at = 0;
        Assert.Equal(recorded.Select(one => (decimal)one.At), events.Select(one => at += one.Time));
        Assert.Contains(await LinesAsync(to => Export.CastAsync(_recording.Id, 3, people: true, to)), line => line.Contains("local:alice", StringComparison.Ordinal));

        string[] second = await LinesAsync(to => Export.CastAsync(_recording.Id, 2, people: true, to));
        header = JsonElement.Parse(second[0]);
        Assert.Equal((2, 40, 4), (header.GetProperty("version").GetInt32(), header.GetProperty("width").GetInt32(), header.GetProperty("height").GetInt32()));
        events = Events(second);
        Assert.Equal(recorded.Where(one => one.Code != 'x').Select(one => ((decimal)one.At, one.Code.ToString(), one.Data)), events);

        // The program that the format is of reads it, and says what was written. It wants a terminal.
        string file = Path.Combine(_shelf.Folder, "second.cast");
        File.WriteAllLines(file, second);
        var (exitCode, output) = await Tool.RunAsync("script", ["-qec", $"asciinema cat {file}", "/dev/null"], environment: new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8", ["HOME"] = _shelf.Folder });
        Assert.True(exitCode == 0, output);
        Assert.Contains("red 中文 </script>", output, StringComparison.Ordinal);
        Assert.Contains("stands at the end", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_text_has_what_scrolled_by_was_cleared_and_stood_there_in_the_end_and_nothing_a_terminal_obeys()
    {
        string[] lines = await LinesAsync(to => Export.TextAsync(_recording.Id, to));
        Assert.Equal(["$ ls", "one  two", "red 中文 </script><b>&</b>", "cleared away", "a", "b", "c", "d", "e", "stands at the end"], lines.Select(line => line.Replace("\u200e", "", StringComparison.Ordinal)));
        Assert.DoesNotContain(string.Concat(lines), letter => char.IsControl(letter) || letter is '\u202e');

        using var wrapped = _shelf.Begin(columns: 20, rows: 3);
        string line = string.Concat(Enumerable.Range(0, 20).Select(i => $"word{i} "));
        wrapped.Output(1, $"{line}end\r\n").Output(2, "\e[?1049h\e[Hcut off inside").Event(3, 'm', "cut off: killed");
        Assert.Equal([$"{line}end", "cut off inside"], await LinesAsync(to => Export.TextAsync(wrapped.Id, to)));
    }

    [Fact]
    public async Task The_html_file_holds_the_recording_as_data_that_cannot_end_its_script()
    {
        string template = Path.Combine(_shelf.Folder, "replay-file.html");
        File.WriteAllText(template, Page);
        string page = string.Join('\n', await LinesAsync(to => Export.HtmlAsync(_recording.Id, template, to)));
        string[] halves = Page.Split("null");
        Assert.StartsWith(halves[0], page, StringComparison.Ordinal);
        Assert.EndsWith(halves[1], page, StringComparison.Ordinal);
        string json = page[halves[0].Length..^halves[1].Length];
        Assert.DoesNotContain('<', json);
        Assert.Contains("中文", json, StringComparison.Ordinal);
        var recording = JsonElement.Parse(json);
        Assert.Equal((40, 4, "ssh admin@devices.example:6022"), (recording.GetProperty("columns").GetInt32(), recording.GetProperty("rows").GetInt32(), recording.GetProperty("title").GetString()));
        Assert.Equal(TestShelf.Start, recording.GetProperty("started").GetDateTimeOffset());
        Assert.Contains(recording.GetProperty("events").EnumerateArray(), one => one[0].GetDouble() == 1.111 && one[1].GetString() == "o" && one[2].GetString() == "ls\r\none  two\r\n");
        Assert.Equal(["joined alice", "left alice"], recording.GetProperty("markers").EnumerateArray().Select(marker => $"{marker.GetProperty("kind")} {marker.GetProperty("label")}"));

        File.WriteAllText(template, "<html></html>");
        await Assert.ThrowsAsync<InvalidDataException>(() => Export.HtmlAsync(_recording.Id, template, Stream.Null));
    }

    [Fact]
    public async Task A_damaged_recording_is_exported_up_to_its_damage_and_a_missing_one_not_at_all()
    {
        string segment = Path.Combine(_recording.Folder, "000001.cast");
        string[] lines = File.ReadAllLines(segment);
        lines[6] = "[0.1, \"o\", oh";
        File.WriteAllLines(segment, lines);
        var events = Events(await LinesAsync(to => Export.CastAsync(_recording.Id, 3, people: true, to)));
        Assert.Equal("m", events[^1].Code);
        Assert.Contains("damaged", events[^1].Data, StringComparison.Ordinal);
        Assert.Equal(6, events.Count);
        using var nothing = new MemoryStream();
        Assert.False(await Export.CastAsync(new string('0', 32), 3, people: false, nothing));
        Assert.False(await Export.TextAsync("../../etc", nothing));
        Assert.Equal(0, nothing.Length);
    }

    public void Dispose()
    {
        _recording.Dispose();
        _shelf.Dispose();
    }

    private RecordingExport Export => new(_shelf.Shelf);

    private static async Task<string[]> LinesAsync(Func<Stream, Task<bool>> export)
    {
        using var written = new MemoryStream();
        Assert.True(await export(written));
        return Encoding.UTF8.GetString(written.ToArray()).TrimEnd('\n').Split('\n');
    }

    private static List<(decimal Time, string Code, string Data)> Events(string[] lines) =>
        [.. lines.Skip(1).Select(line => JsonElement.Parse(line)).Select(one => (one[0].GetDecimal(), one[1].GetString()!, one[2].GetString()!))];
}
