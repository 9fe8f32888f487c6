using System.Diagnostics.Metrics;
using Gateway.Telemetry;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Telemetry;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Names_carry_the_unit_and_a_counter_its_total()
    {
        string text = Text(meter =>
        {
            meter.CreateCounter<long>("a.b-c", "By", "Bytes.").Add(5);
            meter.CreateUpDownCounter<long>("up", "{thing}", "Things.").Add(-2);
            meter.CreateObservableGauge("g", () => 1.5, "s", "Seconds.");
        });
        Assert.Contains("# HELP a_b_c_bytes_total Bytes.\n# TYPE a_b_c_bytes_total counter\na_b_c_bytes_total 5\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE up gauge\nup -2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE g_seconds gauge\ng_seconds 1.5\n", text, StringComparison.Ordinal);
        Scrape.Parse(text);
    }

    [Fact]
    public void Quotes_backslashes_and_line_breaks_are_escaped()
    {
        string text = Text(meter => meter.CreateCounter<long>("c", null, "one \\ two\nthree \"four\"").Add(1, new KeyValuePair<string, object?>("l", "a\\b\nc\"d")));
        Assert.Contains("# HELP c_total one \\\\ two\\nthree \"four\"\n", text, StringComparison.Ordinal);
        Assert.Contains("c_total{l=\"a\\\\b\\nc\\\"d\"} 1\n", text, StringComparison.Ordinal);
        Scrape.Parse(text);
    }

    [Fact]
    public void A_histogram_counts_upwards_to_infinity()
    {
        string text = Text(meter =>
        {
            var histogram = meter.CreateHistogram("h", "s", "Times.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
            foreach (double value in (double[])[0.25, 0.5, 0.75, 5]) histogram.Record(value);
        });
        Assert.Contains("""
            # TYPE h_seconds histogram
            h_seconds_bucket{le="0.5"} 2
            h_seconds_bucket{le="1"} 3
            h_seconds_bucket{le="+Inf"} 4
            h_seconds_sum 6.5
            h_seconds_count 4

            """, text, StringComparison.Ordinal);
        Scrape.Parse(text);
    }

    private static string Text(Action<Meter> measure)
    {
        using var meter = new Meter("test");
        using var metrics = new MetricsText(meter, new NodeFacts { Nodes = () => [] }, new TelemetryOptions("node", "1", null), NullLogger<MetricsText>.Instance);
        measure(meter);
        return metrics.Read();
    }
}
