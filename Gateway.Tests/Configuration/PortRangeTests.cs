using FsCheck;
using FsCheck.Fluent;
using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class PortRangeTests
{
    private static readonly Arbitrary<(int First, int Last)> Ends =
        (from one in Gen.Choose(1, 65535) from other in Gen.Choose(1, 65535) select (Math.Min(one, other), Math.Max(one, other))).ToArbitrary();

    private static readonly Arbitrary<PortRange[]> Ranges =
        (from first in Gen.Choose(1, 400) from more in Gen.Choose(0, 30) select new PortRange(first, first + more)).ArrayOf().ToArbitrary();

    [Fact]
    public void A_range_reads_back_as_it_is_written() => Prop.ForAll(Ends, ends =>
        PortRange.TryParse(new PortRange(ends.First, ends.Last).ToString(), out var range) && range.First == ends.First && range.Last == ends.Last)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_range_holds_its_ends_and_nothing_beyond() => Prop.ForAll(Ends, ends =>
    {
        var range = new PortRange(ends.First, ends.Last);
        return range.Contains(ends.First) && range.Contains(ends.Last) && !range.Contains(ends.First - 1) && !range.Contains(ends.Last + 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merging_keeps_exactly_the_same_ports() => Prop.ForAll(Ranges, ranges =>
    {
        var merged = PortRange.Merge(ranges);
        return Enumerable.Range(0, 500).All(port => ranges.Any(range => range.Contains(port)) == merged.Any(range => range.Contains(port)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merged_ranges_are_sorted_and_do_not_touch() => Prop.ForAll(Ranges, ranges =>
    {
        var merged = PortRange.Merge(ranges);
        return merged.Zip(merged.Skip(1)).All(pair => pair.First.Last + 1 < pair.Second.First);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_read_writes_back_as_the_same_ports() => Prop.ForAll<string>(text =>
        !PortRange.TryParse(text, out var range) || range.First >= 1 && range.Last <= 65535 && range.First <= range.Last)
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("022")]
    [InlineData("-1")]
    [InlineData("+22")]
    [InlineData("22;")]
    [InlineData(" 22")]
    [InlineData("22\n")]
    [InlineData("22-")]
    [InlineData("9-3")]
    [InlineData("1-2-3")]
    [InlineData("7000 - 7100")]
    [InlineData("٢٢")]
    [InlineData("99999999999")]
    public void Anything_but_plain_numbers_is_refused(string? text) => Assert.False(PortRange.TryParse(text, out _));

    [Fact]
    public void Ports_are_described_compactly() =>
        Assert.Equal("22, 7000-7101", PortRange.Describe([new PortRange(7000, 7100), new PortRange(22, 22), new PortRange(7050, 7060), new PortRange(7101, 7101)]));

    [Fact]
    public void A_configuration_allows_the_ports_it_lists_and_no_other()
    {
        var configuration = Written.Good("\"ports\": [6022, \"7000-7100\", \"7023\"]");

        Assert.All(new[] { 6022, 7000, 7023, 7100 }, port => Assert.True(configuration.AllowsPort(port)));
        Assert.All(new[] { 0, 22, 6021, 6023, 6999, 7101 }, port => Assert.False(configuration.AllowsPort(port)));
    }

    [Fact]
    public void No_ports_listed_allows_none() => Assert.DoesNotContain(Enumerable.Range(0, 65536), Written.Good().AllowsPort);
}
