using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Recording;
using Gateway.Tests.Recording;

namespace Gateway.Tests.Bench;

/// <summary>How soon a search over a thousand recorded hours answers, beside a scan of the recordings' bytes.</summary>
internal static class SearchBench
{
    private const int Hours = 1000;
    private const int Commands = 100;
    private const int Lines = 20;

    private static readonly string[] Words = [.. Enumerable.Range(0, 5000).Select(Word)];

    public static IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("search", SearchAsync)];

    private static async Task<List<BenchLine>> SearchAsync()
    {
        using var shelf = new TestShelf();
        var random = new Random(1);
        for (int i = 0; i < Hours; i++) Write(shelf, random, i);
        long recorded = Files(shelf).Sum(file => file.Length);
        var clock = Stopwatch.StartNew();
        await shelf.Index.UpdateAsync(null);
        double indexing = clock.Elapsed.TotalSeconds;
        var (_, _, size) = await shelf.Index.SizeAsync();
        List<BenchLine> lines =
        [
            BenchLine.Of(true, $"{Hours} recorded hours of {Commands * Lines} lines, {recorded >> 20} MiB, are indexed in {indexing:0} s ({indexing / Hours * 1000:0} ms an hour); the index has {size >> 20} MiB"),
        ];
        double scan = Measure.Median([.. Enumerable.Range(0, 3).Select(_ => Scan(shelf))]);
        var mine = RecordingVisibility.Where(scope => scope.Owner == "local:owner7");
        foreach (var (what, words, visibility) in ((string, string, RecordingVisibility)[])
        [
            ("a word that stands in one line", "needle777", RecordingVisibility.All), ("a word that stands nowhere", "absent", RecordingVisibility.All),
            ("a word that stands in every piece", "interface", RecordingVisibility.All), ("the same, of one person's recordings", "interface", mine),
            ("an address", "10.7.7.7", RecordingVisibility.All), ("three words", $"interface {Words[40]} {Words[900]}", RecordingVisibility.All),
            ("a phrase", "\"changed state to up\"", RecordingVisibility.All), ("two common words that are never together", "needle* changed", mine),
            ("the beginning of a word", "Gi1/0/4*", RecordingVisibility.All), ("one letter and an asterisk", "i*", RecordingVisibility.All),
        ])
        {
            List<double> times = [];
            int hits = 0;
            bool more = false;
            for (int run = 0; run < 5; run++)
            {
                clock.Restart();
                var page = await shelf.Index.SearchAsync(new RecordingFilter { Words = words }, visibility, null, 50);
                times.Add(clock.Elapsed.TotalMilliseconds);
                (hits, more) = (page.Hits.Count, page.Next is not null);
            }
            double median = Measure.Median(times);
            lines.Add(BenchLine.Of(times.Max() < 1000, $"search for {what}: {median:0.0} ms, at worst {times.Max():0.0} ms, {hits} hits{(more ? " and more" : "")} (goal under 1000; reading all recordings takes {scan:0} ms)"));
        }
        return lines;
    }

    private static void Write(TestShelf shelf, Random random, int number)
    {
        using var recording = shelf.Begin($"local:owner{number % 50}", 6000 + number % 200, segmentSize: 4 << 20);
        var output = new StringBuilder();
        for (int command = 0; command < Commands; command++)
        {
            output.Clear().Append(CultureInfo.InvariantCulture, $"switch{number}# show {Pick(random)} {Pick(random)}\r\n");
            for (int line = 1; line < Lines; line++)
                output.Append(CultureInfo.InvariantCulture, $"{line,3} interface Gi{random.Next(1, 9)}/0/{random.Next(1, 49)} 10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)} {Pick(random)} {Pick(random)} {(line % 9 == 0 ? "changed state to up" : Pick(random))}\r\n");
            if (number == Hours * 3 / 4 && command == 50) output.Append("needle777\r\n");
            recording.Output(command * 36, output.ToString());
        }
        recording.End(3600);
    }

    private static double Scan(TestShelf shelf)
    {
        var clock = Stopwatch.StartNew();
        foreach (var file in Files(shelf)) _ = File.ReadAllBytes(file.FullName).AsSpan().IndexOf("absent"u8);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static IEnumerable<FileInfo> Files(TestShelf shelf) => new DirectoryInfo(shelf.Options.Folder).EnumerateFiles("*.cast", SearchOption.AllDirectories);

    // Few words are frequent and many are rare, as in speech.
    private static string Pick(Random random) => Words[(int)(Words.Length * Math.Pow(random.NextDouble(), 3))];

    private static string Word(int number)
    {
        var word = new StringBuilder();
        for (int rest = number + 27; rest > 0; rest /= 26) word.Append((char)('a' + rest % 26)).Append("aeiou"[rest % 5]);
        return word.ToString();
    }
}
