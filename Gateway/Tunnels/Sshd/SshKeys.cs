using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Gateway.Tunnels.Sshd;

/// <summary>Whose a public key is, by the fingerprint that sshd logs.</summary>
internal sealed class SshKeys
{
    private readonly FrozenDictionary<string, (DialIn Device, Member Member)> _byFingerprint;

    public SshKeys(DialIns devices) =>
        _byFingerprint = devices.ByName.Values.SelectMany(device => device.Members().Select(one => (one.Member.Key, Whose: (device, one.Which))))
            .Where(one => one.Key is not null).Select(one => (Fingerprint: FingerprintOf(one.Key!), one.Whose)).Where(one => one.Fingerprint is not null)
            .DistinctBy(one => one.Fingerprint).ToFrozenDictionary(one => one.Fingerprint!, one => one.Whose, StringComparer.Ordinal);

    /// <summary>Whose key has that fingerprint, "SHA256:…"; null for nobody's.</summary>
    public (DialIn Device, Member Member)? Find(string fingerprint) => _byFingerprint.TryGetValue(fingerprint, out var found) ? found : null;

    /// <summary>"SHA256:…" of a public key in OpenSSH's form, as ssh-keygen(1) shows it; null if it is none.</summary>
    public static string? FingerprintOf(string key)
    {
        string[] words = key.Split(' ', 3);
        byte[] blob = new byte[key.Length];
        return words.Length >= 2 && Convert.TryFromBase64String(words[1], blob, out int length) ? $"SHA256:{Convert.ToBase64String(SHA256.HashData(blob.AsSpan(0, length))).TrimEnd('=')}" : null;
    }
}
