using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Tunnels.Sshd;

/// <summary>What a line of sshd's log says.</summary>
internal enum SshdWord
{
    /// <summary>Nothing that matters here.</summary>
    Other,

    /// <summary>Somebody signed in with the key of a fingerprint.</summary>
    Accepted,

    /// <summary>A key was not taken.</summary>
    Failed,

    /// <summary>A port was asked for that the key may not have.</summary>
    Denied,

    /// <summary>A port is in use.</summary>
    InUse,

    /// <summary>Another process serves the connection from here on.</summary>
    Child,

    /// <summary>The device said that it goes.</summary>
    HungUp,

    /// <summary>The device answered no more.</summary>
    Silent,

    /// <summary>Something was asked for that no device may: a command, a session, a connection from here.</summary>
    Command,
}

/// <summary>
/// A line of sshd's log at level VERBOSE (auth_log() in auth.c, serverloop.c and channels.c of OpenSSH 9 and 10). What
/// strangers chose, such as a user's name, stands in the midst of some lines; so each is known by its beginning and its end.
/// </summary>
/// <param name="Word">What it says.</param>
/// <param name="Fingerprint">The key's, "SHA256:…"; empty where none is meant.</param>
/// <param name="Number">The port, or the process; 0 where none is meant.</param>
internal sealed partial record SshdLine(SshdWord Word, string Fingerprint = "", int Number = 0)
{
    private static readonly SshdLine Nothing = new(SshdWord.Other);

    /// <summary>Reads one, without its end.</summary>
    public static SshdLine Read(string line)
    {
        if (line.AsSpan().IndexOfAny('\r', '\n') >= 0) return Nothing; // sshd's own words never hold one
        if (AcceptedLine().Match(line) is { Success: true } accepted) return new SshdLine(SshdWord.Accepted, accepted.Groups[1].Value);
        if (FailedLine().Match(line) is { Success: true } failed) return new SshdLine(SshdWord.Failed, failed.Groups[1].Value);
        if (DeniedLine().Match(line) is { Success: true } denied) return new SshdLine(SshdWord.Denied, Number: NumberOf(denied));
        if (InUseLine().Match(line) is { Success: true } used) return new SshdLine(SshdWord.InUse, Number: NumberOf(used));
        if (ChildLine().Match(line) is { Success: true } child) return new SshdLine(SshdWord.Child, Number: NumberOf(child));
        if (line.StartsWith("Received disconnect from ", StringComparison.Ordinal)) return new SshdLine(SshdWord.HungUp);
        if (line.StartsWith("Timeout, client not responding", StringComparison.Ordinal)) return new SshdLine(SshdWord.Silent);
        return CommandLine().IsMatch(line) ? new SshdLine(SshdWord.Command) : Nothing;
    }

    private static int NumberOf(Match match) => int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int number) ? number : 0;

    [GeneratedRegex(@"^Accepted publickey for \S+ from \S+ port [0-9]+ ssh2: \S+ (SHA256:[A-Za-z0-9+/]{43})$")]
    private static partial Regex AcceptedLine();

    [GeneratedRegex(@"^Failed publickey for .* ssh2: \S+ (SHA256:[A-Za-z0-9+/]{43})$")]
    private static partial Regex FailedLine();

    [GeneratedRegex(@"^Received request from \S+ port [0-9]+ to remote forward to host .* port ([0-9]+), but the request was denied\.$")]
    private static partial Regex DeniedLine();

    [GeneratedRegex(@"^(?:error: )?bind \[[0-9a-f.:]+\]:([0-9]+): ")]
    private static partial Regex InUseLine();

    [GeneratedRegex(@"^User child is on pid ([0-9]+)$")]
    private static partial Regex ChildLine();

    [GeneratedRegex(@"^(?:Starting session: |refused local port forward: |Received request from \S+ port [0-9]+ to connect to )")]
    private static partial Regex CommandLine();
}
