namespace Gateway.Web.Recordings;

/// <summary>Merges what nodes answered, the newest first; each node's own order stays.</summary>
/// <param name="order">The newer of two items has more of it.</param>
/// <param name="name">What makes an item the same on two nodes: with a storage that they share, each has all.</param>
internal sealed class NodeMerge<T>(Func<T, (DateTimeOffset Started, double At)> order, Func<T, string> name) where T : class
{
    private readonly List<Source> _sources = [];

    public void Add(string node, NodeSlice<T> slice) => _sources.Add(new Source(node, slice));

    /// <summary>The newest of all, and where to go on; null where nobody has more.</summary>
    public (IReadOnlyList<T> Items, NodeCursor? Next) Take(int limit)
    {
        List<T> items = [];
        // What a node has not shown yet may be newer than what the others have left.
        while (items.Count < limit && !_sources.Any(source => source.IsShort))
        {
            if (_sources.Select(source => source.Head).OfType<NodeItem<T>>().MaxBy(head => order(head.Item)) is not { } newest) break;
            var same = _sources.Where(source => source.Head is { } head && name(head.Item) == name(newest.Item)).ToList();
            // Whoever records it himself knows best what has become of it.
            items.Add((same.Select(source => source.Head!).FirstOrDefault(head => head.IsOwn) ?? newest).Item);
            foreach (var source in same) source.Pop();
        }
        var places = _sources.Where(source => source.Place is not null).ToDictionary(source => source.Node, source => source.Place!.Value);
        return (items, places.Count == 0 ? null : new NodeCursor(places));
    }

    private sealed class Source(string node, NodeSlice<T> slice)
    {
        private int _taken;

        public string Node => node;

        public NodeItem<T>? Head => _taken < slice.Items.Count ? slice.Items[_taken] : null;

        /// <summary>All that the node showed is taken, and it has more.</summary>
        public bool IsShort => Head is null && slice.Next is not null;

        /// <summary>Where the node goes on; null where it has no more.</summary>
        public NodePlace? Place => Head is { } head ? new NodePlace(head.Place) : slice.Next is { } next ? new NodePlace(next) : null;

        public void Pop() => _taken++;
    }
}
