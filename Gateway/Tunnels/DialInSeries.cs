using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Tunnels;

/// <summary>Devices that an operator announces as one: "sop001..sop050". Pure.</summary>
public static partial class DialInSeries
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

    /// <summary>A device for each name; every further one has the next of each port of the first.</summary>
    /// <param name="first">The first, without keys; its name is not looked at.</param>
    /// <param name="names">The names, in order.</param>
    public static IReadOnlyList<DialIn> Of(DialIn first, IReadOnlyList<string> names) => [.. names.Select((name, index) => first with
    {
        Name = name,
        Master = Moved(first.Master, index),
        CloneMember = first.CloneMember is { } clone ? Moved(clone, index) : null,
        ServicePort = Moved(first.ServicePort, index),
        Direct = Moved(first.Direct, index),
    })];

    private static DialInMember Moved(DialInMember member, int by) => member with { Ssh = Moved((int?)member.Ssh, by)!.Value, Http = Moved(member.Http, by), App = Moved(member.App, by) };

    // What is no port any more is refused as such, by the name of its device.
    private static int? Moved(int? port, int by) => port is { } number ? (int)Math.Min((long)number + by, int.MaxValue) : null;

    [GeneratedRegex(@"\A(?<a>.*?)(?<from>[0-9]{1,6})\.\.(?<b>.*?)(?<to>[0-9]{1,6})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
