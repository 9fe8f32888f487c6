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

    /// <summary>A line that need not be hidden.</summary>
    public static string Line(TextWriter prompt, string question)
    {
        if (!Console.IsInputRedirected) prompt.Write(question);
        return Piped();
    }

    private static string Typed(TextWriter prompt, string question)
    {
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
