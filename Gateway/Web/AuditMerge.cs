using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Gateway.Access.Audit;

namespace Gateway.Web;

/// <summary>
/// How far each node's record has been read: lines with smaller numbers come next. A node that did not answer, or came
/// later, is left out from then on: its lines would stand in the wrong order.
/// </summary>
internal sealed class AuditCursor(IReadOnlyDictionary<string, long> before)
{
    private const int Longest = 8 * 1024;

    public static readonly AuditCursor Start = new(new Dictionary<string, long>());

    /// <summary>Where a node goes on; 0 where it has no more.</summary>
    public long Of(string node) => this == Start ? long.MaxValue : before.GetValueOrDefault(node);

    /// <summary>Reads what <see cref="ToString"/> wrote; null if it is something else.</summary>
    public static AuditCursor? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Start;
        if (text.Length > Longest || !Base64Url.IsValid(text)) return null;
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, long>>(Base64Url.DecodeFromChars(text)) is { } before ? new AuditCursor(before) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(before));
}

/// <summary>Merges what nodes answered, the newest first.</summary>
internal sealed class AuditMerge(AuditCursor cursor)
{
    private readonly List<Source> _sources = [];

    public void Add(string node, AuditSlice slice) => _sources.Add(new Source(node, slice, cursor.Of(node)));

    /// <summary>The newest lines of all, and where to go on; null where nobody has more.</summary>
    public (IReadOnlyList<AuditLine> Lines, AuditCursor? Next) Take(int limit)
    {
        List<AuditLine> lines = [];
        // What a node has not shown yet may be newer than what the others have left.
        while (lines.Count < limit && !_sources.Any(source => source.IsShort))
        {
            if (_sources.Where(source => source.Head is not null).MaxBy(source => source.Head!.Time) is not { } newest) break;
            lines.Add(newest.Pop());
        }
        return (lines, _sources.Any(source => source.Before > 0) ? new AuditCursor(_sources.ToDictionary(source => source.Node, source => source.Before)) : null);
    }

    private sealed class Source(string node, AuditSlice slice, long before)
    {
        private int _taken;
        private long _before = before;

        public string Node => node;

        public AuditLine? Head => _taken < slice.Entries.Count ? slice.Entries[_taken] : null;

        /// <summary>All that the node showed is taken, and it has more.</summary>
        public bool IsShort => Head is null && slice.Next > 0;

        /// <summary>Where the node goes on.</summary>
        public long Before => Head is null ? slice.Next : _before;

        public AuditLine Pop()
        {
            var line = slice.Entries[_taken++];
            _before = line.Number;
            return line;
        }
    }
}
