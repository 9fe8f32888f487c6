using Gateway.Cluster;
using Gateway.Recording;
using Gateway.Web.Recordings;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Lists of several nodes as one, page by page.</summary>
public sealed class NodeMergeTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(100)]
    public void Every_page_goes_on_where_the_one_before_ended(int limit)
    {
        Dictionary<string, int[]> nodes = new() { ["a"] = [.. Enumerable.Range(0, 300).Select(i => 2 * i)], ["b"] = [.. Enumerable.Range(0, 300).Select(i => 2 * i + 1)], ["d"] = [.. Enumerable.Range(0, 60).Select(i => 5 * i + 1)], ["c"] = [] };
        List<string> seen = [];
        int pages = 0;
        for (var cursor = NodeCursor.Start; cursor is not null && pages < 1000; pages++)
        {
            var (items, next) = Page(nodes, cursor, limit);
            Assert.InRange(items.Count, 0, limit);
            seen.AddRange(items);
            cursor = next is null ? null : NodeCursor.Read(next.ToString())!;
        }
        Assert.Equal(nodes.SelectMany(node => node.Value).Distinct().OrderDescending().Select(at => $"{at}"), seen);
    }

    [Fact]
    public void What_several_nodes_have_is_shown_once()
    {
        Dictionary<string, int[]> nodes = new() { ["a"] = [1, 2, 3], ["b"] = [2, 3, 4] };
        Assert.Equal(["4", "3", "2", "1"], Page(nodes, NodeCursor.Start, 10).Items);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_what_several_nodes_have_the_one_that_recorded_it_is_believed(bool isFirst)
    {
        var merge = new NodeMerge<string>(_ => (Day, 0), _ => "same");
        merge.Add("a", new NodeSlice<string>([new NodeItem<string>("a", "1", isFirst)], null));
        merge.Add("b", new NodeSlice<string>([new NodeItem<string>("b", "1", !isFirst)], null));
        var (items, next) = merge.Take(10);
        Assert.Equal([isFirst ? "a" : "b"], items);
        Assert.Null(next);
    }

    [Fact]
    public void What_has_no_end_is_cut_off_only_if_the_node_that_recorded_it_is_not_up()
    {
        var nodes = new NodeTable(new ClusterOptions { NodeName = "a", Version = "1", Address = () => null });
        var facts = new RecordingFacts("x", "local:alice", "", "ssh", "admin", 6022, "host", "b", Day, 1, 1, RecordingState.CutOff, null);
        Assert.Equal(RecordingState.CutOff, RecordingsHere.AsKnown(facts, nodes).State);
        nodes.Update([("1", new NodeRecord("1", "b", null, "1", Day, true, 0, 0, 0, 0, 0, 0))], settling: false);
        Assert.Equal(RecordingState.Live, RecordingsHere.AsKnown(facts, nodes).State);
        foreach (var other in (RecordingFacts[])[facts with { Node = "a" }, facts with { Node = "c" }, facts with { EndReason = "killed" }, facts with { State = RecordingState.Damaged }])
            Assert.Equal(other, RecordingsHere.AsKnown(other, nodes));
        nodes.Update([("1", null)], settling: false);
        Assert.Equal(RecordingState.CutOff, RecordingsHere.AsKnown(facts, nodes).State);
    }

    [Fact]
    public void What_comes_while_pages_are_read_shows_nothing_twice()
    {
        Dictionary<string, int[]> nodes = new() { ["a"] = [1, 2, 3, 4], ["b"] = [5, 6, 7, 8] };
        var (items, next) = Page(nodes, NodeCursor.Start, 6);
        Assert.Equal(["8", "7", "6", "5", "4", "3"], items);
        nodes["a"] = [1, 2, 3, 4, 9];
        Assert.Equal(["2", "1"], Page(nodes, next!, 6).Items);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("bnVsbA")] // null
    [InlineData("e30")] // {}
    [InlineData("eyJhIjp7IlRva2VuIjoieCIsIlNraXAiOjB9fQ")] // a token that is none
    [InlineData("eyJhIjoxfQ")] // no place
    public void What_no_page_said_is_no_cursor(string text) => Assert.Null(NodeCursor.Read(text));

    [Fact]
    public void A_cursor_has_a_length() => Assert.Null(NodeCursor.Read(new string('a', 9000)));

    private static (IReadOnlyList<string> Items, NodeCursor? Next) Page(Dictionary<string, int[]> nodes, NodeCursor cursor, int limit)
    {
        var merge = new NodeMerge<string>(at => (Day.AddSeconds(int.Parse(at, System.Globalization.CultureInfo.InvariantCulture)), 0), at => at);
        foreach (var (name, all) in nodes)
            if (cursor.Of(name) is { } place)
                merge.Add(name, Slice(all, place, limit));
        return merge.Take(limit);
    }

    // As a node answers: its newest before a token.
    private static NodeSlice<string> Slice(int[] all, NodePlace place, int limit)
    {
        int before = place.Token is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;
        var left = all.OrderDescending().Where(at => at < before).ToList();
        var shown = left.Take(limit).ToList();
        return new NodeSlice<string>([.. shown.Select(at => new NodeItem<string>($"{at}", $"{at + 1}", false))], left.Count > shown.Count ? $"{shown[^1]}" : null);
    }
}
