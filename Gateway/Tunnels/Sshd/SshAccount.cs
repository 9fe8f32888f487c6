namespace Gateway.Tunnels.Sshd;

/// <summary>The account of the gateway, under which devices sign in to its sshd, as the system's files describe it.</summary>
public static class SshAccount
{
    private static readonly string[] NoShells = ["nologin", "false", "sync"];

    /// <summary>Its name.</summary>
    public static string Name => Environment.UserName;

    /// <summary>Its login shell if that runs no commands, so that ssh-copy-id cannot leave a key; null if it does.</summary>
    public static string? NoShell => Field("/etc/passwd", 6) is { } shell && NoShells.Contains(Path.GetFileName(shell)) ? shell : null;

    /// <summary>Whether sshd refuses the account for a locked password, which only PAM overrules. Root alone can tell and needs it.</summary>
    internal static bool IsLocked => Environment.IsPrivilegedProcess && Field("/etc/shadow", 1) is ['!', ..];

    private static string? Field(string file, int index) =>
        File.Exists(file) ? File.ReadLines(file).Select(line => line.Split(':')).FirstOrDefault(fields => fields[0] == Name && fields.Length > index)?[index] : null;
}
