using System.Runtime.CompilerServices;

namespace Gateway.Tests.Architecture;

/// <summary>A source file: its path from the root of the repository, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>The repository that these tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../.."));

    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>C# files below a folder, without what the build makes.</summary>
    public static IReadOnlyList<SourceFile> Product(string folder = "Gateway") =>
    [
        .. Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Split('/').Any(part => part is "obj" or "bin"))
            .Select(path => new SourceFile(path, File.ReadAllText(PathOf(path)))),
    ];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
