using System.Globalization;

namespace Gateway.Tests.Harness;

/// <summary>A process as the kernel sees it, in proc(5). Of one that is gone there is nothing to read; it may go at any moment.</summary>
internal sealed class Child(int pid)
{
    private readonly string _folder = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}";

    public bool Exists => Directory.Exists(_folder);

    public string[] Arguments => Strings("cmdline");

    public string[] Environment => Strings("environ");

    public string Folder => new FileInfo(Path.Combine(_folder, "cwd")).ResolveLinkTarget(false)!.FullName;

    /// <summary>Descriptor to what it leads to.</summary>
    public IReadOnlyDictionary<string, string> Descriptors => Directory.GetFiles(Path.Combine(_folder, "fd"))
        .ToDictionary(link => Path.GetFileName(link), link => new FileInfo(link).LinkTarget ?? "");

    /// <summary>A line of /proc/PID/status.</summary>
    public string Status(string name) => File.ReadLines(Path.Combine(_folder, "status")).First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    /// <summary>Fields of /proc/PID/stat from the state on: state, parent, group, session, terminal, …</summary>
    public string[] Stat => Read("stat").Split(')')[^1].Trim().Split(' ');

    /// <summary>Whether it has not ended, which one has too that only waits to be asked how.</summary>
    public bool IsRunning => Stat is [not "" and not "Z", ..];

    /// <summary>Processes whose parent is this one and that were started with this argument.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent, string argument) => [.. ChildrenOf(parent).Where(pid =>
    {
        try
        {
            return new Child(pid).Arguments.Contains(argument);
        }
        catch (IOException)
        {
            return false; // gone meanwhile
        }
    })];

    /// <summary>Processes whose parent is this one.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent)
    {
        List<int> children = [];
        foreach (string folder in Directory.GetDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid) && new Child(pid).Stat is [_, var above, ..] && above == parent.ToString(CultureInfo.InvariantCulture))
                children.Add(pid);
        return children;
    }

    private string[] Strings(string file) => Read(file).TrimEnd('\0').Split('\0');

    private string Read(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_folder, file));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
