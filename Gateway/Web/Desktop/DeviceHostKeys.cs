using System.Security.Cryptography;
using Gateway.Methods;

namespace Gateway.Web.Desktop;

/// <summary>The host keys that the gateway has on record of devices, for people's own programs to check the same.</summary>
internal sealed class DeviceHostKeys(MethodCatalog methods)
{
    private const int MostKeys = 16;
    private const int LongestLine = 8 * 1024;

    /// <summary>The lines of the known-hosts file (sshd(8)) about a target, without its name: type and key.</summary>
    public IReadOnlyList<string> Of(RemoteTarget target)
    {
        string name = NameOf(target);
        try
        {
            return [.. File.ReadLines(methods.Options.KnownHostsFile)
                .Where(line => line.Length is > 0 and <= LongestLine && line[0] is not ('#' or '@'))
                .Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries))
                .Where(parts => parts.Length == 3 && parts[0].Split(',').Contains(name, StringComparer.OrdinalIgnoreCase) && IsKey(parts[2].Split(' ')[0]))
                .Select(parts => $"{parts[1]} {parts[2].Split(' ')[0]}").Distinct().Take(MostKeys)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // none was recorded yet
        }
    }

    /// <summary>The name that keys of a target are kept under.</summary>
    public string NameOf(RemoteTarget target) => SshMethod.HostKeyName(methods.Options.Domain, target);

    /// <summary>A key's fingerprint as OpenSSH and PuTTY write it.</summary>
    public static string Fingerprint(string key) => $"SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(key.Split(' ')[1]))).TrimEnd('=')}";

    private static bool IsKey(string base64) => base64.Length > 0 && Convert.TryFromBase64String(base64, new byte[base64.Length], out _);
}
