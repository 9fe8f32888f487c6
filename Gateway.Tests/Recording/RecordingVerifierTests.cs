using System.Text;
using Gateway.Recording;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>That nothing in a recording can be changed without it showing.</summary>
public sealed class RecordingVerifierTests
{
    [Fact]
    public async Task Every_line_that_is_removed_changed_swapped_or_cut_is_found()
    {
        await using var world = new RecordingWorld(change: options => options with { SegmentSize = 250 });
        string id = Sample(world), place = world.PlaceOf(id);
        Assert.True((await world.Verifier.VerifyAsync(id))!.IsGood);
        int tried = 0;
        foreach (string path in Directory.GetFiles(place))
        {
            byte[] whole = File.ReadAllBytes(path);
            string[] lines = Encoding.UTF8.GetString(whole).TrimEnd('\n').Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                await FoundAsync([.. lines[..i], .. lines[(i + 1)..]], $"without line {i + 1}");
                int letter = lines[i].LastIndexOfAny(['1', '2', '3', '4', '5']);
                await FoundAsync([.. lines[..i], lines[i][..letter] + '6' + lines[i][(letter + 1)..], .. lines[(i + 1)..]], $"with line {i + 1} changed");
                await FoundAsync([.. lines[..i], lines[i], .. lines[i..]], $"with line {i + 1} twice");
                if (i > 0) await FoundAsync([.. lines[..(i - 1)], lines[i], lines[i - 1], .. lines[(i + 1)..]], $"with line {i + 1} before the one above");
                if (i > 0) await FoundAsync(lines[..i], $"cut off before line {i + 1}");
            }
            File.WriteAllBytes(path, whole[..^9]);
            Assert.False((await world.Verifier.VerifyAsync(id))!.IsGood, $"{Path.GetFileName(path)} cut in its last line");
            File.Delete(path);
            Assert.Contains((await world.Verifier.VerifyAsync(id))!.Findings, finding => finding.File == Path.GetFileName(path));
            File.WriteAllBytes(path, whole);

            async Task FoundAsync(string[] changed, string words)
            {
                File.WriteAllText(path, string.Join('\n', changed) + "\n");
                var verdict = (await world.Verifier.VerifyAsync(id))!;
                Assert.True(verdict.Findings.Any(finding => !finding.IsHarmless), $"{Path.GetFileName(path)} {words}");
                tried++;
            }
        }
        Assert.InRange(tried, 60, 1000);
        Assert.True((await world.Verifier.VerifyAsync(id))!.IsGood);
    }

    [Fact]
    public async Task A_recording_that_was_cut_and_written_on_is_neither_taken_for_a_running_one_nor_signed()
    {
        await using var world = new RecordingWorld(change: options => options with { SegmentSize = 250 });
        string id = Sample(world), place = world.PlaceOf(id), chain = Path.Combine(place, RecordingPath.Chain);
        // The node runs, and holds its lock; somebody cuts off all but the beginning, and writes what he likes.
        var lines = File.ReadAllLines(chain);
        File.WriteAllText(chain, lines[0] + "\n" + lines[1] + "\n");
        foreach (string file in Directory.GetFiles(place, "*.cast").Where(file => RecordingPath.NumberOf(Path.GetFileName(file)) > 2)) File.Delete(file);
        File.WriteAllText(Path.Combine(place, RecordingPath.Segment(2)), "[1.000, \"o\", \"never happened\"]\n");
        using var forged = RecordingLock.Write(place);
        using var storage = new RecordingStorage(world.Options); // a command beside the gateway
        Assert.False((await new RecordingVerifier(storage, []).VerifyAsync(id))!.IsGood);
        world.Recorders.Recover(default);
        Assert.Contains((await world.Verifier.VerifyAsync(id))!.Findings, finding => finding.Words.StartsWith("has no end", StringComparison.Ordinal) && !finding.IsHarmless);
        Assert.Equal(2, File.ReadAllLines(chain).Length);
    }

    [Fact]
    public async Task It_says_where_and_how()
    {
        await using var world = new RecordingWorld(change: options => options with { SegmentSize = 250 });
        string id = Sample(world), place = world.PlaceOf(id), segment = Path.Combine(place, RecordingPath.Segment(2)), chain = Path.Combine(place, RecordingPath.Chain);
        string text = File.ReadAllText(segment);
        File.WriteAllText(segment, text.Replace("line 6", "line 8", StringComparison.Ordinal));
        Assert.Equal("000002.cast 0 was changed: its hash is not the one in the chain", await SaysAsync());
        var lines = text.Split('\n');
        File.WriteAllText(segment, string.Join('\n', [lines[0], "[0.1, \"o\"]", .. lines[2..]]));
        Assert.Equal("000002.cast 2 was changed: it is no event", await SaysAsync());
        File.WriteAllText(segment, text);
        File.WriteAllText(Path.Combine(place, RecordingPath.Segment(99)), text);
        Assert.Equal("000099.cast 0 is not in the chain", await SaysAsync());
        File.Delete(Path.Combine(place, RecordingPath.Segment(99)));

        lines = File.ReadAllText(chain).TrimEnd('\n').Split('\n');
        File.WriteAllText(chain, string.Join('\n', [lines[0], lines[1].Replace("\"events\":", "\"events\":1", StringComparison.Ordinal), .. lines[2..]]) + "\n");
        Assert.Equal("chain.jsonl 2 was changed: its signature is not of these words", await SaysAsync());
        File.WriteAllText(chain, string.Join('\n', [lines[0], lines[1][..lines[1].IndexOf(",\"signature", StringComparison.Ordinal)] + "}", .. lines[2..]]) + "\n");
        var unsigned = (await world.Verifier.VerifyAsync(id))!;
        Assert.Equal((RecordingSigner.Nobody, "not signed", "is not signed"), (unsigned.Signer, unsigned.SignerWords, unsigned.Findings[0].Words));
        File.WriteAllText(chain, string.Join('\n', lines[..^1]) + "\n");
        Assert.StartsWith("chain.jsonl 0 has no end", await SaysAsync(), StringComparison.Ordinal);

        async Task<string> SaysAsync()
        {
            var verdict = (await world.Verifier.VerifyAsync(id))!;
            Assert.Equal(RecordingSigner.ThisNode, verdict.Signer);
            return string.Join('\n', verdict.Findings.Select(finding => $"{finding.File} {finding.Line} {finding.Words}"));
        }
    }

    [Fact]
    public async Task A_recording_that_somebody_wrote_anew_is_signed_by_another_key()
    {
        await using var world = new RecordingWorld();
        await using var other = new RecordingWorld(folder: world.Scratch.PathOf("elsewhere"));
        string id = Sample(other);
        string place = Path.GetRelativePath(other.Folder, other.PlaceOf(id));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(world.Folder, place))!);
        Directory.Move(other.PlaceOf(id), Path.Combine(world.Folder, place));
        Sample(world); // with a key of its own
        var verdict = (await world.Verifier.VerifyAsync(id))!;
        string fingerprint = RecordingKey.FingerprintOf(other.Options.KeyFile)!;
        Assert.Equal((RecordingSigner.Unknown, $"signed by another key {fingerprint}", false), (verdict.Signer, verdict.SignerWords, verdict.IsGood));
        Assert.Empty(verdict.Findings);
        var trusting = (await new RecordingVerifier(world.Storage, [other.Options.KeyFile], world.Recorders).VerifyAsync(id))!;
        Assert.Equal((RecordingSigner.Trusted, true), (trusting.Signer, trusting.IsGood));
        // Under another name it is another recording.
        string renamed = RecordingPath.NewId();
        Directory.Move(world.PlaceOf(id), Path.Combine(Path.GetDirectoryName(world.PlaceOf(id))!, renamed));
        Assert.Contains("is of another recording", (await world.Verifier.VerifyAsync(renamed))!.Findings[0].Words, StringComparison.Ordinal);
        Assert.Null(await world.Verifier.VerifyAsync("../../etc/passwd"));
    }

    private static string Sample(RecordingWorld world) => world.Write(writer =>
    {
        for (int i = 0; i < 12; i++) writer.Output(Encoding.UTF8.GetBytes($"line {i}\r\n"), 100 + i * 111);
    });
}
