using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads where the inventory is, and checks what belongs to it. What stands in it is for the room Inventory.</summary>
internal static partial class InventoryChecks
{
    public static InventorySettings Read(Section inventory, PathSettings paths)
    {
        var path = paths.Read(inventory, "path");
        var jump = inventory.Group("jump");
        return new InventorySettings
        {
            Path = path,
            Jump = new JumpSettings
            {
                Port = jump.Integer("port", new JumpSettings().Port, 1, 65535),
                User = jump.Text("user", UserName(), "is not a user", "Write letters, digits and . _ @ + -, up to 64."),
                IdentityFile = paths.Read(jump, "identityFile"),
            },
        };
    }

    /// <summary>Adds a fault for every rule that is broken.</summary>
    public static void Check(GatewayConfiguration configuration, Reading reading)
    {
        var jump = configuration.Inventory.Jump;
        if (jump.User is null && jump.IdentityFile is not null)
            Rules.Broken(reading, "inventory.jump.user", "is missing, but inventory.jump.identityFile is set", "Write the account of the domain that the key signs in to.", "inventory.jump.identityFile");
        if (jump.IdentityFile is null && jump.User is not null)
            Rules.Broken(reading, "inventory.jump.identityFile", "is missing, but inventory.jump.user is set", "Name the private key that signs in: nobody is there to type a password.", "inventory.jump.user");
        if (jump.User is null)
            return;
        // ssh hands the way through the jump host to a shell (ssh_config(5), ProxyCommand).
        Plain("inventory.jump.identityFile", jump.IdentityFile);
        Plain("ssh.knownHosts", configuration.Ssh.KnownHosts);
        Plain("ssh.configFile", configuration.Ssh.ConfigFile);
        Plain("clients.ssh", configuration.Clients.Ssh);

        void Plain(string key, string? path)
        {
            if (path is not null && !PlainPath().IsMatch(path))
                Rules.Broken(reading, key, $"holds a character that cannot be handed on to a jump host: {path}", "Choose a path of letters, digits and . / _ : @ + = , -.");
        }
    }

    /// <summary>The faults of files and folders, without values and origins.</summary>
    public static IEnumerable<ConfigurationFault?> Files(GatewayConfiguration configuration)
    {
        var inventory = configuration.Inventory;
        if (inventory.Path is { } path && !Directory.Exists(path))
        {
            yield return File.Exists(path) ? FileChecks.Readable("inventory.path", path)
                : new ConfigurationFault("inventory.path", null, $"does not exist: {path}", "Write the path of a file or a folder that is there.");
        }
        if (inventory.Path is { } trusted && Path.Exists(trusted))
        {
            yield return FileChecks.Mode("inventory.path", trusted, FileChecks.OthersWrite,
                "can be changed by others, who could lead people to any machine", $"Run: chmod go-w {trusted}");
        }
        if (inventory.Jump.IdentityFile is { } identity)
        {
            yield return FileChecks.Readable("inventory.jump.identityFile", identity) ?? FileChecks.Mode("inventory.jump.identityFile", identity, FileChecks.OthersRead | FileChecks.OthersWrite,
                "is a private key that others can read or write", $"Run: chmod 600 {identity}");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}\z")]
    private static partial Regex UserName();

    [GeneratedRegex(@"\A[A-Za-z0-9./_:@+=,-]+\z")]
    private static partial Regex PlainPath();
}
