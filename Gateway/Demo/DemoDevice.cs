namespace Gateway.Demo;

/// <summary>
/// The small device that a visitor of the demo lands in. It speaks on its own terminal, knows the commands of
/// <see cref="DeviceCommands"/> and nothing else: it is not a shell, starts no process and touches no file.
/// </summary>
public static class DemoDevice
{
    /// <summary>Talks to the person at standard input and output until they leave.</summary>
    /// <param name="name">The device's name, shown in the prompt.</param>
    /// <returns>The exit status, always 0.</returns>
    public static int Run(string name)
    {
        using var console = new DeviceConsole();
        var commands = new DeviceCommands(console, name);
        var editor = new LineEditor(console, name + "> ", "\e[1;36m", commands.Phrases);
        try
        {
            console.Write($"\n\e[1m{name}\e[0m, a demo device of Gateway. Not a shell: type \e[1mhelp\e[0m for what it knows.\n\n");
            while (!commands.Left && editor.ReadLine() is { } line)
                commands.Run(line);
        }
        catch (IOException)
        {
            // The person is gone, and with them the terminal.
        }
        return 0;
    }
}
