using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Gateway.Tests.Harness;

/// <summary>One line of a scrape: the name, its labels as written, the value.</summary>
internal sealed record Sample(string Name, string Labels, double Value);

/// <summary>A strict reader of the Prometheus text format 0.0.4: what it does not know is a failed test.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, string> _types = [];
    private readonly HashSet<string> _helped = [];
    private readonly Dictionary<(string Name, string Labels), double> _samples = [];

    public IReadOnlyDictionary<string, string> Types => _types;

    public IEnumerable<Sample> Samples => _samples.Select(sample => new Sample(sample.Key.Name, sample.Key.Labels, sample.Value));

    public double this[string name, string labels = ""] => _samples.TryGetValue((name, labels), out double value) ? value : throw new KeyNotFoundException($"There is no {name}{{{labels}}}.");

    public bool Has(string name) => _types.ContainsKey(name);

    public static Scrape Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var scrape = new Scrape();
        string family = "";
        foreach (string line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                family = help.Groups["name"].Value;
                Assert.True(scrape._helped.Add(family), $"{family} is explained twice");
            }
            else if (TypeLine().Match(line) is { Success: true } type)
            {
                Assert.Equal(family, type.Groups["name"].Value);
                Assert.True(scrape._types.TryAdd(family, type.Groups["type"].Value), $"{family} has two types");
            }
            else
            {
                scrape.Add(line, family);
            }
        }
        foreach (var histogram in scrape._types.Where(type => type.Value == "histogram")) scrape.CheckHistogram(histogram.Key);
        return scrape;
    }

    /// <summary>Fails if a counter fell or vanished since an earlier scrape.</summary>
    public void AssertGrewFrom(Scrape before)
    {
        foreach (var (name, labels, value) in before.Samples.Where(sample => IsCounter(before, sample.Name)))
            Assert.True(this[name, labels] >= value, $"{name}{{{labels}}} fell from {value} to {this[name, labels]}");
    }

    private static bool IsCounter(Scrape scrape, string name) =>
        scrape._types.TryGetValue(name, out string? type) ? type == "counter" : name.EndsWith("_bucket", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal);

    private void Add(string line, string family)
    {
        var sample = Line().Match(line);
        Assert.True(sample.Success, $"not a line of the format: {line}");
        string name = sample.Groups["name"].Value;
        string[] allowed = _types[family] == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : [family];
        Assert.Contains(name, allowed);
        Assert.Equal(_types[family] == "counter", family.EndsWith("_total", StringComparison.Ordinal));
        Assert.True(_samples.TryAdd((name, sample.Groups["labels"].Value), Number(sample.Groups["value"].Value)), $"twice: {line}");
    }

    private void CheckHistogram(string family)
    {
        var buckets = Samples.Where(sample => sample.Name == $"{family}_bucket").ToList();
        double[] bounds = [.. buckets.Select(bucket => Number(bucket.Labels[4..^1]))];
        Assert.Equal(bounds.Order(), bounds);
        Assert.Equal(double.PositiveInfinity, bounds[^1]);
        Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
        Assert.Equal(this[$"{family}_count"], buckets[^1].Value);
        Assert.True(this[$"{family}_sum"] >= 0);
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\A# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)+\z")]
    private static partial Regex Help();

    [GeneratedRegex(@"\A# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)\z")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*")*)\})? (?<value>[+-]?(?:[0-9][0-9.eE+-]*|Inf|NaN))\z""")]
    private static partial Regex Line();
}
