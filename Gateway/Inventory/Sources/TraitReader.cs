using System.Text.RegularExpressions;

namespace Gateway.Inventory.Sources;

/// <summary>Reads what is particular about a device's terminal.</summary>
internal static partial class TraitReader
{
    private const int LongestPrompt = 64;
    private const int LongestDelay = 10_000;

    /// <summary>Reads it, with defaults in place of what is wrong.</summary>
    public static TerminalTraits Read(Fields terminal)
    {
        var defaults = new TerminalTraits();
        return new TerminalTraits
        {
            Enter = terminal.Choice("enter", defaults.Enter, ("usual", EnterKey.Usual), ("cr", EnterKey.Cr), ("crlf", EnterKey.CrLf), ("crnul", EnterKey.CrNul)),
            BackspaceIsBs = terminal.Choice("backspace", false, ("del", false), ("bs", true)),
            LocalEcho = terminal.Flag("localEcho"),
            Encoding = terminal.Shaped("encoding", Encodings.Has, "is not a known character set", $"Write one of {string.Join(", ", Encodings.All)}.") ?? defaults.Encoding,
            Type = terminal.Shaped("type", TypeName().IsMatch, "is not a terminal type", "Write up to 32 letters, digits and . _ + -, such as \"vt100\".") ?? defaults.Type,
            Signals = terminal.Flag("signals"),
            LineDelay = TimeSpan.FromMilliseconds(terminal.Whole("lineDelay", 0, LongestDelay, "is not a pause in milliseconds") ?? 0),
            WaitFor = terminal.Optional("waitFor", LongestPrompt),
            UserPrompt = terminal.Optional("userPrompt", LongestPrompt),
            PasswordPrompt = terminal.Optional("passwordPrompt", LongestPrompt),
        };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._+-]{1,32}\z")]
    private static partial Regex TypeName();
}
