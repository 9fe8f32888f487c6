using System.Text;

namespace Gateway.Configuration;

/// <summary>The folder for keys, known hosts and logs.</summary>
internal static class DataFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode NotForOthers =
        UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // sockaddr_un.sun_path holds 108 bytes with the zero at the end (unix(7)).
    private const int LongestSocket = 107;

    /// <summary>The problem of a folder that others can look into.</summary>
    public const string OthersLook = "is a folder that others can look into, but it holds keys";

    /// <summary>Path of the operator's socket in a data folder; null if the system takes none so long.</summary>
    public static string? SocketOf(string path) =>
        Path.Combine(path, "operations.sock") is var socket && Encoding.UTF8.GetByteCount(socket) <= LongestSocket ? socket : null;

    /// <summary>Why the folder cannot be used; null if it can, or if it is missing and can be created.</summary>
    public static (string Problem, string Repair)? ProblemOf(string path) =>
        Directory.Exists(path) && (FileChecks.ModeOf(path) & NotForOthers) != 0
            ? (OthersLook, $"Run: chmod 700 {path}")
            : WritingProblemOf(path);

    /// <summary>Why files cannot be created in a folder, or the folder itself not; null if they can.</summary>
    public static (string Problem, string Repair)? WritingProblemOf(string path)
    {
        var existing = path;
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
                return ($"is below a file: {existing}", "Write a path whose parts are folders.");
            existing = Path.GetDirectoryName(existing)!;
        }
        return CanWrite(existing) ? null : ($"cannot be written to by {Environment.UserName}: {existing}", $"Run: chown {Environment.UserName} {existing}, or name another folder.");
    }

    /// <summary>Creates the folder for this account alone. An existing one is left as it is.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be created.</exception>
    public static void Create(string path) => Directory.CreateDirectory(path, Private);

    // Mode bits do not tell about read-only mounts, quotas and access lists; a file that comes and goes does.
    private static bool CanWrite(string folder)
    {
        var probe = Path.Combine(folder, $".gateway-{Guid.NewGuid():N}");
        try
        {
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
