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
    [InlineData(100)]
    public void Every_page_goes_on_where_the_one_before_ended(int limit)
    {
        Dictionary<string, int[]> nodes = new() { ["a"] = [.. Enumerable.Range(0, 40).Select(i => 3 * i)], ["b"] = [.. Enumerable.Range(0, 17).Select(i => 5 * i + 1)], ["c"] = [] };
        List<string> seen = [];
        int pages = 0;
        for (var cursor = NodeCursor.Start; cursor is not null && pages < 200; pages++)
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
    [InlineData("x")]
    [InlineData("bnVsbA")] // null
    [InlineData("e30")] // {}
    [InlineData("eyJhIjp7IlRva2VuIjoieCIsIlNraXAiOjB9fQ")] // a token that is none
    [InlineData("eyJhIjp7IlRva2VuIjoiMSIsIlNraXAiOjEwMX19")] // more passed over than a page has
    [InlineData("eyJhIjp7IlRva2VuIjpudWxsLCJTa2lwIjotMX19")] // fewer than none
    [InlineData("eyJhIjoxfQ")] // no place
    public void What_no_page_said_is_no_cursor(string text) => Assert.Null(NodeCursor.Read(text));

    [Fact]
    public void A_cursor_has_a_length() => Assert.Null(NodeCursor.Read(new string('a', 9000)));

    private static (IReadOnlyList<string> Items, NodeCursor? Next) Page(Dictionary<string, int[]> nodes, NodeCursor cursor, int limit)
    {
        var merge = new NodeMerge<string>(cursor, at => (Day.AddSeconds(int.Parse(at, System.Globalization.CultureInfo.InvariantCulture)), 0), at => at);
        foreach (var (name, all) in nodes)
            if (cursor.Of(name) is { } place)
                merge.Add(name, Slice(all, place, limit));
        return merge.Take(limit);
    }

    // As a node answers: its newest before a token, some of which were shown.
    private static NodeSlice<string> Slice(int[] all, NodePlace place, int limit)
    {
        int before = place.Token is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;
        var left = all.OrderDescending().Where(at => at < before).ToList();
        var shown = left.Take(limit + place.Skip).ToList();
        return new NodeSlice<string>([.. shown.Skip(place.Skip).Select(at => $"{at}")], left.Count > shown.Count ? $"{shown[^1]}" : null);
    }
}
