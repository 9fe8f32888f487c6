using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Configuration;

/// <summary>Asks whether certificates and keys can be loaded, before anything needs them.</summary>
internal static class PemChecks
{
    /// <summary>The faults of the settings <c>certificate</c> and <c>key</c> of a group; none unless both are set.</summary>
    public static IEnumerable<ConfigurationFault?> Pair(string group, string? certificate, string? key)
    {
        if (certificate is null || key is null)
            yield break;
        var unreadable = new[] { FileChecks.Readable($"{group}.certificate", certificate), FileChecks.Readable($"{group}.key", key) };
        foreach (var fault in unreadable)
            yield return fault;
        if (unreadable.Any(fault => fault is not null))
            yield break;
        // A group such as ssl-cert may share the key; the whole machine may not.
        yield return FileChecks.Mode($"{group}.key", key, FileChecks.WorldReads, "is a private key that others can read or write", $"Run: chmod 640 {key}");
        yield return Match(group, certificate, key);
    }

    /// <summary>The fault of a setting that names a file of authorities; none if it is not set.</summary>
    public static ConfigurationFault? Authority(string key, string? path) => path is null ? null :
        FileChecks.Readable(key, path)
        ?? FileChecks.Mode(key, path, FileChecks.OthersWrite, "can be changed by others, who could then name an authority of their own", $"Run: chmod go-w {path}")
        ?? (HoldsCertificates(path) ? null : new ConfigurationFault(key, null, "is a file without certificates in PEM", $"Check it with: openssl x509 -in {path}"));

    private static ConfigurationFault? Match(string group, string certificate, string key)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return new ConfigurationFault($"{group}.certificate", null, $"and {group}.key are not a certificate and its unencrypted private key in PEM", "Check both files with: openssl x509 -in CERTIFICATE and openssl pkey -in KEY");
        }
    }

    private static bool HoldsCertificates(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
            return authorities.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var authority in authorities)
                authority.Dispose();
        }
    }
}
