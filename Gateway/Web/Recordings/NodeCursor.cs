using System.Buffers.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Web.Recordings;

/// <summary>Where one node goes on.</summary>
/// <param name="Token">The node's own word for a place; null for its beginning.</param>
internal readonly record struct NodePlace(string? Token);

/// <summary>
/// How far each node's answers have been shown. A node that did not answer, or came later, is left out from then on: what
/// it has would stand in the wrong order. It says where to go on and never what may be seen: whoever makes one up sees
/// nothing that he would not see otherwise.
/// </summary>
internal sealed partial class NodeCursor(IReadOnlyDictionary<string, NodePlace> places)
{
    /// <summary>Most that a page has.</summary>
    public const int LargestPage = 100;

    private const int Longest = 8 * 1024;
    private const int MostNodes = 100;

    public static readonly NodeCursor Start = new(new Dictionary<string, NodePlace>());

    /// <summary>Where a node goes on; null where it has no more.</summary>
    public NodePlace? Of(string node) => this == Start ? default(NodePlace) : places.TryGetValue(node, out var place) ? place : null;

    /// <summary>Reads what <see cref="ToString"/> wrote; null if it is something else.</summary>
    public static NodeCursor? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Start;
        if (text.Length > Longest || !Base64Url.IsValid(text)) return null;
        try
        {
            var read = JsonSerializer.Deserialize<Dictionary<string, NodePlace>>(Base64Url.DecodeFromChars(text));
            return read is { Count: > 0 and <= MostNodes } && read.Values.All(IsPlace) ? new NodeCursor(read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether this can be a place of a node.</summary>
    public static bool IsPlace(NodePlace place) => place.Token is null || Token().IsMatch(place.Token);

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(places));

    // What RecordingIndex says of its pages.
    [GeneratedRegex(@"\A[0-9]{1,19}(-[0-9]{1,10})?\z")]
    private static partial Regex Token();
}
