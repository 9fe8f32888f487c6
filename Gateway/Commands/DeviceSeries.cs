using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary>Names that an operator writes as one: "sop001..sop050".</summary>
internal static partial class DeviceSeries
{
    /// <summary>Most names in a series.</summary>
    public const int Most = 1_000;

    /// <summary>The names; one that is no series is itself.</summary>
    /// <exception cref="DialInException">It is no series: its ends differ in more than their last digits, or it has none.</exception>
    public static IReadOnlyList<string> Names(string text)
    {
        if (!text.Contains("..", StringComparison.Ordinal)) return [text];
        if (Shape().Match(text) is not { Success: true } shape || shape.Groups["a"].Value != shape.Groups["b"].Value || shape.Groups["from"].Length != shape.Groups["to"].Length)
            throw new DialInException("A series is written as sop001..sop050: the same letters, and as many digits at the end of both.");
        int from = int.Parse(shape.Groups["from"].ValueSpan, CultureInfo.InvariantCulture), to = int.Parse(shape.Groups["to"].ValueSpan, CultureInfo.InvariantCulture);
        if (to < from) throw new DialInException("The series ends before it begins.");
        if (to - from >= Most) throw new DialInException(string.Create(CultureInfo.InvariantCulture, $"A series has at most {Most} devices."));
        return [.. Enumerable.Range(from, to - from + 1).Select(number => shape.Groups["a"].Value + number.ToString(CultureInfo.InvariantCulture).PadLeft(shape.Groups["from"].Length, '0'))];
    }

    [GeneratedRegex(@"\A(?<a>.*?)(?<from>[0-9]{1,6})\.\.(?<b>.*?)(?<to>[0-9]{1,6})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
