namespace Gateway.Recording;

/// <summary>A moment of a recording that has a name.</summary>
/// <param name="At">When, in seconds from the recording's start.</param>
/// <param name="Kind"><c>joined</c>, <c>watching</c>, <c>left</c>, <c>notice</c> or <c>cutoff</c>.</param>
/// <param name="Label">A name or a text, at most <see cref="LongestLabel"/> UTF-16 units.</param>
public sealed record RecordingMarker(double At, string Kind, string Label)
{
    /// <summary>Longest label.</summary>
    public const int LongestLabel = 200;

    /// <summary>Most markers that are kept of a recording.</summary>
    internal const int Most = 2000;

    // As the recorder writes them, and as pages know them.
    private static readonly (string Written, string Kind)[] Kinds = [("joined: ", "joined"), ("watching: ", "watching"), ("left: ", "left"), ("notice: ", "notice"), ("cut off: ", "cutoff")];

    /// <summary>The marker of an event of code <c>m</c>.</summary>
    internal static RecordingMarker Of(double at, string data)
    {
        var (written, kind) = Kinds.FirstOrDefault(one => data.StartsWith(one.Written, StringComparison.Ordinal));
        string label = data[(written?.Length ?? 0)..];
        return new RecordingMarker(at, kind ?? "notice", label.Length <= LongestLabel ? label : label[..(char.IsHighSurrogate(label[LongestLabel - 1]) ? LongestLabel - 1 : LongestLabel)]);
    }
}
