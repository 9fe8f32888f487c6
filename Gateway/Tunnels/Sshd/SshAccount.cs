namespace Gateway.Tunnels.Sshd;

/// <summary>The account of the gateway, under which devices sign in to its sshd, as the system's files describe it.</summary>
public static class SshAccount
{
    private static readonly string[] NoShells = ["nologin", "false", "sync"];

    /// <summary>Its name.</summary>
    public static string Name => Environment.UserName;

    /// <summary>Its login shell if that runs no commands, so that ssh-copy-id cannot leave a key; null if it does.</summary>
    public static string? NoShell => Field("/etc/passwd", Name, 6) is { } shell && NoShells.Contains(Path.GetFileName(shell)) ? shell : null;

    /// <summary>Whether sshd refuses the account for a locked password, which only PAM overrules. Root alone can tell and needs it.</summary>
    internal static bool IsLocked => Environment.IsPrivilegedProcess && Field("/etc/shadow", Name, 1) is ['!', ..];

    /// <summary>A field of an account's line in one of the system's files; null if there is none.</summary>
    internal static string? Field(string file, string name, int index) =>
        File.Exists(file) ? File.ReadLines(file).Select(line => line.Split(':')).FirstOrDefault(fields => fields[0] == name && fields.Length > index)?[index] : null;
}
