namespace Gateway.Demo;

/// <summary>
/// Terminals for an unprivileged sshd. It insists on handing them to the group "tty", which only root may do unless the
/// system's /dev/pts is mounted so that they belong to it from the start; in some containers it is not.
/// </summary>
internal static class DemoTerminals
{
    /// <summary>The shell words that start sshd where terminals suit it: none where they do anyhow.</summary>
    /// <remarks>
    /// sshd is content with the account's own group where there is no group "tty", so it is shown a list without one, in a
    /// mount namespace of its own, which an unprivileged account may make inside a user namespace.
    /// </remarks>
    public static string Prepare(string folder)
    {
        if (Environment.IsPrivilegedProcess || TtyGroup() is not { } group || MountedFor() == group)
            return "";
        File.WriteAllLines(Path.Combine(folder, "group"), File.ReadLines("/etc/group").Where(line => !line.StartsWith("tty:", StringComparison.Ordinal)));
        return """unshare --user --map-current-user --mount --keep-caps /bin/sh -c 'mount --bind group /etc/group && exec setpriv --ambient-caps=-all --inh-caps=-all -- "$@"' sh""";
    }

    private static string? TtyGroup() => DemoAccount.Field("/etc/group", "tty", 2);

    // proc(5): device, mount point, type, options. The last mount on a point hides the ones before.
    private static string? MountedFor() =>
        File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' '))
            .LastOrDefault(fields => fields[1] == "/dev/pts")?[3]
            .Split(',')
            .FirstOrDefault(option => option.StartsWith("gid=", StringComparison.Ordinal))?[4..];
}
