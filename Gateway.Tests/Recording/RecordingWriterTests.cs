using System.Text;
using System.Text.Json;
using Gateway.Recording;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>The files of a recording, as they are written and read back.</summary>
public sealed class RecordingWriterTests
{
    [Fact]
    public async Task Every_byte_that_is_a_character_comes_back_however_it_is_cut()
    {
        await using var world = new RecordingWorld();
        // All of ASCII, characters of two to four bytes, and what is none: a stray rest, a beginning without rest, too long, a surrogate.
        byte[] bytes = [.. Enumerable.Range(0, 128).Select(value => (byte)value), .. Encoding.UTF8.GetBytes("é€😀\u2028"), 0x80, 0xc3, (byte)'x', 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf0, 0x9f, 0x98, (byte)'y', 0xe2, 0x82];
        string expected = Encoding.UTF8.GetString(bytes);
        for (int piece = 1; piece <= 7; piece++)
        {
            string id = world.Write(writer =>
            {
                foreach (byte[] part in bytes.Chunk(piece)) writer.Output(part, 5);
            });
            Assert.Equal(expected, await world.TextAsync(id));
        }
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            string id = world.Write(writer =>
            {
                writer.Output(bytes.AsSpan(0, cut), 5);
                writer.Output(bytes.AsSpan(cut), 6);
            });
            Assert.Equal(expected, await world.TextAsync(id));
        }
    }

    [Fact]
    public async Task The_segments_together_are_one_asciicast()
    {
        await using var world = new RecordingWorld(change: options => options with { SegmentSize = 300 });
        string id = world.Write(writer =>
        {
            writer.Event(CastCode.Marker, "joined: Алиса \"A\"", 0);
            for (int i = 0; i < 50; i++) writer.Output(Encoding.UTF8.GetBytes($"\e[1mline {i}\r\n"), 100 + i * 1234);
            writer.Event(CastCode.Resize, "100x30", 70_000);
            writer.Output("late"u8, 69_000); // times never run back
        });
        string place = world.PlaceOf(id);
        var files = Directory.GetFiles(place, "*.cast").Order(StringComparer.Ordinal).ToList();
        Assert.InRange(files.Count, 5, 20);
        var lines = string.Concat(files.Select(File.ReadAllText)).TrimEnd('\n').Split('\n');
        using var header = JsonDocument.Parse(lines[0]);
        Assert.Equal((3, 80, 24), (header.RootElement.GetProperty("version").GetInt32(), header.RootElement.GetProperty("term").GetProperty("cols").GetInt32(), header.RootElement.GetProperty("term").GetProperty("rows").GetInt32()));
        decimal at = 0;
        List<(decimal, string, string)> parsed = [];
        foreach (string line in lines[1..])
        {
            using var json = JsonDocument.Parse(line);
            at += json.RootElement[0].GetDecimal();
            parsed.Add((at, json.RootElement[1].GetString()!, json.RootElement[2].GetString()!));
        }
        Assert.Equal((0m, "m", "joined: Алиса \"A\""), parsed[0]);
        Assert.Equal((0.1m, "o", "\e[1mline 0\r\n"), parsed[1]);
        Assert.Equal((0.1m + 49 * 1.234m, "o", "\e[1mline 49\r\n"), parsed[50]);
        Assert.Equal([(70m, "r", "100x30"), (70m, "o", "late")], parsed[51..]);

        // From every place on come the same events.
        var events = await world.EventsAsync(id);
        Assert.Equal(parsed, events.Select(one => ((decimal)one.At, one.Code.ToString(), one.Data)));
        for (int i = 0; i < events.Count; i += 7)
        {
            List<CastEvent> rest = [];
            await foreach (var one in world.Shelf.ReadAsync(id, events[i].Next)) rest.Add(one);
            Assert.Equal(events[(i + 1)..], rest);
        }
        Assert.All(Directory.GetFiles(place), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.Options.KeyFile));
        var facts = await world.Shelf.FindAsync(id);
        Assert.Equal((RecordingState.Complete, 70.0, "It ended."), (facts!.State, facts.Seconds, facts.EndReason));
        Assert.Equal(files.Sum(file => new FileInfo(file).Length), facts.Bytes);
    }

    [Fact]
    public async Task Whatever_was_cut_off_by_a_kill_plays_to_its_last_whole_line()
    {
        await using var world = new RecordingWorld(change: options => options with { SegmentSize = 200 });
        string id = world.Write(writer =>
        {
            for (int i = 0; i < 12; i++) writer.Output(Encoding.UTF8.GetBytes($"line {i}\r\n"), i * 100);
        }, reason: null);
        string place = world.PlaceOf(id), last = Directory.GetFiles(place, "*.cast").Order(StringComparer.Ordinal).Last(), chain = Path.Combine(place, RecordingPath.Chain);
        byte[] segment = File.ReadAllBytes(last), lines = File.ReadAllBytes(chain);
        var all = await world.EventsAsync(id);
        Assert.Equal(12, all.Count);
        Assert.Equal(RecordingState.CutOff, (await world.Shelf.FindAsync(id))!.State);
        for (int length = segment.Length; length >= 0; length -= 3)
        {
            if (length < segment.Length) new OpenRecordings(world.Options).Add(id, Path.GetRelativePath(world.Folder, place)); // as if it had not been ended
            File.WriteAllBytes(last, segment[..length]);
            File.WriteAllBytes(chain, [.. lines, .. "{\"kind\":\"segm"u8]);
            Assert.Equal([id], new RecordingRecovery(world.Storage, world.Recorders.Open(), _ => false).Run(default).Select(one => one.Id));
            int whole = segment.AsSpan(0, length).Count((byte)'\n'), before = all.Count - segment.AsSpan().Count((byte)'\n');
            Assert.Equal(all[..(before + whole)], await world.EventsAsync(id));
            var verdict = (await world.Verifier.VerifyAsync(id))!;
            Assert.True(verdict.IsGood, string.Join('\n', verdict.Findings));
            var facts = (await world.Shelf.FindAsync(id))!;
            Assert.Equal((RecordingState.CutOff, before + whole == 0 ? 0 : all[before + whole - 1].At), (facts.State, facts.Seconds));
        }
        Assert.Empty(new RecordingRecovery(world.Storage, world.Recorders.Open(), _ => false).Run(default));
    }
}
