namespace Gateway.Demo;

/// <summary>The commands of a demo device, found by their words or any unambiguous beginning of them ("sh int").</summary>
internal sealed class DeviceCommands
{
    private readonly DeviceConsole _console;
    private readonly Command[] _commands;

    public DeviceCommands(DeviceConsole console, string name)
    {
        _console = console;
        _commands =
        [
            new("help", "", "this list", (_, _) => Help()),
            new("show interfaces", "", "a coloured table", (_, _) => DeviceShow.Interfaces(console)),
            new("show version", "", "what this is", (_, _) => DeviceShow.Version(console, name)),
            new("show log", "", "a long log to scroll through", (_, _) => DeviceShow.Log(console, name)),
            new("top", "", "a full-screen page that follows the window; q leaves", (_, cancel) => DeviceTop.Run(console, name, cancel)),
            new("flood", "[MiB]", "output as fast as it goes, until Ctrl-C", Flood),
            new("art", "", "boxes, wide characters, emoji, combining marks", (_, _) => DeviceArt.Pictures(console)),
            new("colors", "", "16, 256 and 16 million colours", (_, _) => DeviceArt.Colours(console)),
            new("clock", "", "the time in place, until Ctrl-C", (_, cancel) => DeviceSlow.Clock(console, cancel)),
            new("ping", "[name]", "a line a second, until Ctrl-C; nothing is sent", (rest, cancel) => DeviceSlow.Ping(console, rest, cancel)),
            new("who", "", "this terminal", (_, _) => DeviceShow.Who(console)),
            new("echo", "[text]", "the text again", (rest, _) => console.Write(rest + "\n")),
            new("clear", "", "an empty screen", (_, _) => console.Write("\e[H\e[2J\e[3J")),
            new("exit", "", "leaves (or Ctrl-D)", (_, _) => Left = true),
        ];
    }

    /// <summary>True once the person asked to leave.</summary>
    public bool Left { get; private set; }

    /// <summary>The full commands, for completion.</summary>
    public IReadOnlyList<string> Phrases => [.. _commands.Select(c => c.Name)];

    /// <summary>Runs a typed line, or says why not.</summary>
    public void Run(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return;
        var found = _commands.Where(c => c.Matches(words)).ToList();
        if (found.Count > 1 && found.Find(c => c.Words[0] == words[0] && c.Words.Length == 1) is { } exact)
            found = [exact];
        switch (found)
        {
            case []:
                _console.Write($"% Unknown command \"{words[0]}\". Type help.\n");
                break;
            case [var one] when words.Length < one.Words.Length:
                _console.Write($"% Incomplete command. Did you mean \"{one.Name}\"?\n");
                break;
            case [var one]:
                var rest = string.Join(' ', words.Skip(one.Words.Length));
                _console.Run(cancel => one.Run(rest, cancel));
                break;
            default:
                _console.Write($"% Which one? {string.Join(", ", found.Select(c => c.Name))}\n");
                break;
        }
    }

    private void Help()
    {
        foreach (var command in _commands)
            _console.Write($"  \e[1m{$"{command.Name} {command.Arguments}",-18}\e[0m {command.Says}\n");
        _console.Write("\n  Tab completes, the arrows edit and recall, Ctrl-C stops. Beginnings do: \"sh int\".\n");
    }

    private void Flood(string rest, CancellationToken cancel)
    {
        if (rest.Length == 0)
            DeviceFlood.Run(_console, null, cancel);
        else if (int.TryParse(rest, out var mebibytes) && mebibytes is > 0 and <= 4096)
            DeviceFlood.Run(_console, mebibytes * (1024L * 1024 / DeviceFlood.LineLength), cancel);
        else
            _console.Write("% flood takes a number of MiB from 1 to 4096, or nothing.\n");
    }

    private sealed record Command(string Name, string Arguments, string Says, Action<string, CancellationToken> Run)
    {
        public string[] Words { get; } = Name.Split(' ');

        public bool Matches(string[] typed) =>
            Words.Zip(typed).All(pair => pair.First.StartsWith(pair.Second, StringComparison.Ordinal));
    }
}
