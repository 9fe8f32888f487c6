using System.CommandLine;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary>Reads a public key that was given as a file, on standard input or as a line.</summary>
internal static class DeviceKeyText
{
    private const int LargestFile = 64 * 1024;

    /// <summary>The option for it.</summary>
    public static Option<string?> Option(string name, string description) => new(name) { Description = description, HelpName = "KEY" };

    /// <summary>The key, without its comment.</summary>
    /// <exception cref="DialInException">It is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Read(string given)
    {
        string line = given == "-" ? First(PasswordPrompt.Text()) : given.Contains(' ', StringComparison.Ordinal) && !File.Exists(given) ? given : First(OfFile(given));
        return DialInKey.Read(line, out string key) is { } problem ? throw new DialInException($"The key {problem}. Give the line of its .pub file: {DialInKey.Kinds}.") : key;
    }

    private static string OfFile(string path)
    {
        if (!File.Exists(path)) throw new DialInException($"There is no file {AuditTable.Plain(path)} with a key; and it is no line of a .pub file, which begins with the kind of the key.");
        return new FileInfo(path).Length > LargestFile ? throw new DialInException($"{AuditTable.Plain(path)} is too large for a public key.") : File.ReadAllText(path);
    }

    // A private key is recognised by its first line as well.
    private static string First(string text) => text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? "";
}
