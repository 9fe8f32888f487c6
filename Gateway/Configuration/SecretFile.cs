using System.Text.Unicode;

namespace Gateway.Configuration;

/// <summary>A file that holds one secret, such as a password, as its only line.</summary>
public static class SecretFile
{
    private const int Largest = 4096;

    /// <summary>The first line, without its end. The file is read anew each time, so that a changed secret is taken at the next use.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not read it.</exception>
    public static string Read(string path)
    {
        using var reader = new StreamReader(path);
        return reader.ReadLine() ?? "";
    }

    /// <summary>What is wrong with the content of a readable file, to be read after the key and without a word of it; null if nothing is.</summary>
    internal static string? ProblemOf(string path)
    {
        using var file = File.OpenHandle(path);
        if (RandomAccess.GetLength(file) > Largest)
            return "is a file of more than 4 KiB, which no password or token has";
        if (!Utf8.IsValid(File.ReadAllBytes(path)))
            return "is a file that is not UTF-8 text";
        return File.ReadAllLines(path) switch
        {
            [] or [""] => "is a file without a first line",
            [_] => null,
            _ => "is a file of more than one line",
        };
    }
}
