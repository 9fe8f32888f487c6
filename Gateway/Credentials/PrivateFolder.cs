using System.Security.Cryptography;

namespace Gateway.Credentials;

/// <summary>Folders that only this account can look into.</summary>
internal static class PrivateFolder
{
    /// <summary>Longest path of a folder in which sockets still have room (unix(7): 107 bytes).</summary>
    public const int Longest = 107 - 1 - NameLength;

    private const int NameLength = 20;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A random path in a folder.</summary>
    public static string NewPath(string folder) => Path.Combine(folder, RandomNumberGenerator.GetHexString(NameLength, lowercase: true));

    /// <summary>Makes a folder, or empties one that is there: what is in it was left by a process that was killed.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Begin(string path)
    {
        Directory.CreateDirectory(path, Private);
        File.SetUnixFileMode(path, Private);
        foreach (string left in Directory.EnumerateFileSystemEntries(path)) File.Delete(left);
    }

    /// <summary>A new folder in memory (tmpfs) where there is such a place, else where temporary files are; to be deleted by the caller.</summary>
    public static string InMemory()
    {
        string parent = Directory.Exists("/dev/shm") && !IsReadOnly("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(parent, "gateway-" + RandomNumberGenerator.GetHexString(NameLength, lowercase: true)), Private).FullName;
    }

    private static bool IsReadOnly(string folder)
    {
        try
        {
            File.Create(NewPath(folder), 1, FileOptions.DeleteOnClose).Dispose();
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
