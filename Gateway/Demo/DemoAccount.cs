namespace Gateway.Demo;

/// <summary>The account that runs the demo, as the system's files describe it.</summary>
internal static class DemoAccount
{
    private static readonly string[] NoShells = ["nologin", "false", "sync"];

    /// <summary>Its name.</summary>
    /// <exception cref="DemoDomainException">It has none, or a shell that runs nothing: sshd would turn everybody away.</exception>
    public static string Name()
    {
        var name = Environment.UserName;
        if (name.Length == 0)
            throw new DemoDomainException("The account that runs the demo has no name in /etc/passwd, which sshd insists on.");
        var shell = Field("/etc/passwd", name, 6);
        if (shell is not null && NoShells.Contains(Path.GetFileName(shell)))
            throw new DemoDomainException($"The account {name} has the login shell {shell}, so sshd admits nobody to it. Run the demo as another account.");
        return name;
    }

    /// <summary>True if sshd would refuse the account for a locked password, which only PAM overrules. Root alone can tell and needs it.</summary>
    public static bool IsLocked(string name) =>
        Environment.IsPrivilegedProcess && Field("/etc/shadow", name, 1) is ['!', ..];

    /// <summary>A field of the line that starts with a name, in a file of colon-separated fields; null if there is none.</summary>
    public static string? Field(string file, string name, int index) =>
        File.Exists(file)
            ? File.ReadLines(file).Select(line => line.Split(':')).FirstOrDefault(f => f[0] == name && f.Length > index)?[index]
            : null;
}
