using System.Text;
using Gateway.Access.Identity;

namespace Gateway.Commands;

/// <summary>Asks for what nobody else may see: on the terminal without echo, or from the first line of standard input.</summary>
internal static class PasswordPrompt
{
    private const int Longest = 4096;

    /// <summary>A new password, asked for twice where a person types it.</summary>
    /// <exception cref="PeopleFileException">It cannot be taken.</exception>
    public static string NewPassword(TextWriter prompt, string name)
    {
        bool typed = !Console.IsInputRedirected;
        string password = typed ? Typed(prompt, $"New password for {name}: ") : Piped();
        if (PasswordHashing.FaultOf(password, name) is { } fault) throw new PeopleFileException($"no change: {char.ToLowerInvariant(fault[0])}{fault[1..].TrimEnd('.')}");
        if (typed && Typed(prompt, "Once more: ") != password) throw new PeopleFileException("no change: the two passwords differ");
        return password;
    }

    /// <summary>A secret of somebody else's making, asked for once; it has no rules of its own.</summary>
    public static string Secret(TextWriter prompt, string question) => Console.IsInputRedirected ? Piped() : Typed(prompt, question);

    /// <summary>Everything on standard input, such as a key's file; at most 8 KiB.</summary>
    public static string Text()
    {
        char[] text = new char[8 * 1024];
        return new string(text, 0, Console.In.ReadBlock(text, 0, text.Length));
    }

    /// <summary>A line that need not be hidden.</summary>
    public static string Line(TextWriter prompt, string question)
    {
        if (!Console.IsInputRedirected) prompt.Write(question);
        return Piped();
    }

    private static string Typed(TextWriter prompt, string question)
    {
        _ = Console.KeyAvailable; // turns the echo off before the question invites anybody to type
        prompt.Write(question);
        prompt.Flush();
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0) typed.Length--;
            else if (key is { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }) typed.Clear();
            else if (!char.IsControl(key.KeyChar) && typed.Length < Longest) typed.Append(key.KeyChar);
        }
        prompt.WriteLine();
        return typed.ToString();
    }

    private static string Piped()
    {
        var line = new StringBuilder();
        while (Console.In.Read() is >= 0 and not '\n' and var letter && line.Length < Longest) line.Append((char)letter);
        return line.ToString().TrimEnd('\r');
    }
}
