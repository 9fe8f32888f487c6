using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads where the secrets come from that sign people in to devices.</summary>
internal static partial class CredentialReader
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static CredentialSettings Credentials(Section credentials, PathSettings paths)
    {
        var settings = new CredentialSettings
        {
            MasterKeyFile = paths.Read(credentials, "masterKeyFile"),
            MasterKeyVariable = credentials.Text("masterKeyVariable", VariableName(), "is not the name of a variable", "Write letters, digits and _, such as \"GATEWAY_MASTER_KEY\"; the key itself is not written here."),
            Vault = Vault(credentials.Group("vault"), paths),
        };
        if (settings is { MasterKeyFile: not null, MasterKeyVariable: not null }) credentials.Fault("masterKeyVariable", null, "is set beside credentials.masterKeyFile", "Keep one of the two.");
        return settings;
    }

    /// <summary>What the file system says of what is used.</summary>
    public static IEnumerable<ConfigurationFault?> Files(CredentialSettings settings)
    {
        const string key = "credentials.masterKeyFile";
        if (settings.MasterKeyFile is { } file)
        {
            yield return FileChecks.Readable(key, file) is { } fault
                ? File.Exists(file) || Directory.Exists(file) ? fault : fault with { Repair = $"Run as the gateway's account: (umask 077; head -c 32 /dev/urandom > {file}), and keep a copy where backups of the data are not." }
                : FileChecks.Mode(key, file, Others, "is a key that others can read or write", $"Run: chmod 600 {file}");
        }
        if (settings.Vault is not { Address: not null } vault) yield break;
        yield return SecretChecks.Password("credentials.vault.tokenFile", vault.TokenFile);
        yield return SecretChecks.Password("credentials.vault.secretIdFile", vault.SecretIdFile);
        yield return PemChecks.Authority("credentials.vault.certificateAuthority", vault.CertificateAuthority);
    }

    private static VaultSettings Vault(Section vault, PathSettings paths)
    {
        var defaults = new VaultSettings();
        var settings = new VaultSettings
        {
            Address = AddressSettings.Vault(vault),
            TokenFile = paths.Read(vault, "tokenFile"),
            RoleId = vault.Text("roleId", RoleId(), "is not a role id", "Write the role id of AppRole, or null for a token."),
            SecretIdFile = paths.Read(vault, "secretIdFile"),
            Mount = vault.Text("mount", StorePath(), "is not the path of a mount", "Write letters, digits and . _ - /, such as \"secret\".") ?? defaults.Mount,
            Path = vault.Text("path", StorePath(), "is not a path", "Write letters, digits and . _ - /, such as \"gateway\".") ?? defaults.Path,
            CertificateAuthority = paths.Read(vault, "certificateAuthority"),
            Timeout = vault.Duration("timeout", defaults.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
        };
        if (settings.Address is null) return settings;
        if (settings.TokenFile is null == settings.RoleId is null) vault.Fault("tokenFile", null, "and roleId: just one of the two has to be set", "Write tokenFile, or roleId and secretIdFile for AppRole.");
        if (settings.RoleId is not null && settings.SecretIdFile is null) vault.Fault("secretIdFile", null, "is missing", "Write the path of the file with AppRole's secret id.");
        return settings;
    }

    // GATEWAY__ begins the names of settings.
    [GeneratedRegex(@"\A(?!GATEWAY__)[A-Z_][A-Z0-9_]{0,63}\z", RegexOptions.IgnoreCase)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex RoleId();

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,15}\z")]
    private static partial Regex StorePath();
}
