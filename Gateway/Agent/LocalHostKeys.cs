namespace Gateway.Agent;

/// <summary>Public host keys of the device's ssh server, so that the gateway knows them from the start.</summary>
internal static class LocalHostKeys
{
    private const string Folder = "/etc/ssh";
    private const int MostKeys = 8;
    private const int LongestFile = 16 * 1024;

    /// <summary>What can be read, in OpenSSH's form without comments; empty if nothing is known.</summary>
    public static string[] Read(AgentSettings settings) => [.. Files(settings).Select(Line).OfType<string>().Take(MostKeys)];

    private static IEnumerable<string> Files(AgentSettings settings)
    {
        if (settings.HostKeys.Length > 0) return settings.HostKeys;
        // Those of this machine's own server; any other port may be another's.
        bool isOwn = settings.Ssh is { } ssh && LocalService.Read("ssh", ssh) is { Port: 22, Host: "127.0.0.1" or "::1" or "localhost" };
        return isOwn && Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "ssh_host_*_key.pub").Order(StringComparer.Ordinal) : [];
    }

    private static string? Line(string file)
    {
        try
        {
            if (new FileInfo(file).Length > LongestFile) return null;
            return File.ReadLines(file).FirstOrDefault()?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var type, var key, ..] ? $"{type} {key}" : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // one that cannot be read is as one that is not there: the gateway asks the server itself
        }
    }
}
