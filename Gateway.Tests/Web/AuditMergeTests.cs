using FsCheck;
using FsCheck.Fluent;
using Gateway.Access.Audit;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class AuditMergeTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pages_over_several_nodes_show_every_line_once_and_in_order() => Prop.ForAll(
        Gen.Choose(1, 9).SelectMany(limit => Gen.Choose(1, 5).SelectMany(shown => Gen.Choose(0, 40).ListOf(3).Select(counts => (limit, shown, counts: counts.ToArray())))).ToArbitrary(),
        one =>
        {
            // The nodes' times interleave; some are equal.
            var nodes = one.counts.Select((count, node) => Enumerable.Range(1, count).Select(number => new AuditLine { Node = $"n{node}", Number = number, Time = Start.AddSeconds(number * (node + 1) / 2) }).ToList()).ToList();
            List<AuditLine> all = [];
            AuditCursor? cursor = AuditCursor.Start;
            for (int page = 0; cursor is not null && page < 500; page++)
            {
                var merge = new AuditMerge(cursor);
                foreach (var lines in nodes.Where(lines => lines.Count > 0 && cursor.Of(lines[0].Node) > 0))
                {
                    // A node may show less than it was asked for.
                    var rest = lines.Where(line => line.Number < cursor.Of(lines[0].Node)).Reverse().ToList();
                    var slice = rest.Take(Math.Min(one.shown, one.limit)).ToList();
                    merge.Add(lines[0].Node, new AuditSlice(slice, slice.Count < rest.Count ? slice[^1].Number : 0));
                }
                var (found, next) = merge.Take(one.limit);
                if (found.Count > one.limit) return false;
                all.AddRange(found);
                cursor = next is null ? null : AuditCursor.Read(next.ToString());
            }
            return all.Count == one.counts.Sum() && all.Distinct().Count() == all.Count && all.Zip(all.Skip(1)).All(pair => pair.First.Time >= pair.Second.Time);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_node_that_came_later_or_did_not_answer_is_left_out_from_then_on()
    {
        var merge = new AuditMerge(AuditCursor.Start);
        merge.Add("a", new AuditSlice([new AuditLine { Number = 9 }], 9));
        var next = AuditCursor.Read(merge.Take(1).Next!.ToString())!;
        Assert.Equal((9L, 0L), (next.Of("a"), next.Of("b")));
        Assert.Equal(long.MaxValue, AuditCursor.Start.Of("b"));
    }

    [Fact]
    public void A_slice_that_found_nothing_yet_holds_the_others_back()
    {
        var merge = new AuditMerge(AuditCursor.Start);
        merge.Add("a", new AuditSlice([], 500));
        merge.Add("b", new AuditSlice([new AuditLine { Number = 9 }], 0));
        var (lines, next) = merge.Take(10);
        Assert.Empty(lines);
        Assert.Equal((500L, long.MaxValue), (next!.Of("a"), next.Of("b")));
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("bm9uc2Vuc2U")]
    [InlineData("W10")]
    [InlineData("eyJhIjoieCJ9")]
    public void A_cursor_that_is_none_is_refused(string text) => Assert.Null(AuditCursor.Read(text));
}
