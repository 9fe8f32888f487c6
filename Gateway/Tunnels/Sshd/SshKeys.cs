using System.Collections.Frozen;

namespace Gateway.Tunnels.Sshd;

/// <summary>Whose a public key is, by the fingerprint that sshd logs.</summary>
internal sealed class SshKeys
{
    private readonly FrozenDictionary<string, (DialIn Device, Member Member)> _byFingerprint;
    private readonly FrozenDictionary<string, (DialIn Device, Member Member)> _enrolling;

    public SshKeys(DialIns devices)
    {
        _byFingerprint = devices.ByName.Values.SelectMany(device => device.Members().Select(one => (one.Member.Key, Whose: (device, one.Which))))
            .Where(one => IsKey(one.Key)).Select(one => (Fingerprint: DialInKey.Fingerprint(one.Key!), one.Whose))
            .DistinctBy(one => one.Fingerprint).ToFrozenDictionary(one => one.Fingerprint, one => one.Whose, StringComparer.Ordinal);
        _enrolling = devices.ByName.Values.Where(device => !device.Stopped).SelectMany(device => device.Members().Select(one => (Key: one.Member.EnrolKey, Whose: (device, one.Which)))).Where(one => IsKey(one.Key))
            .DistinctBy(one => one.Key).ToFrozenDictionary(one => DialInKey.Fingerprint(one.Key!), one => one.Whose, StringComparer.Ordinal);
    }

    // A damaged record is nobody's key, and no reason to let nobody in.
    private static bool IsKey(string? key) => key is not null && DialInKey.Read(key, out _) is null;

    /// <summary>Whose key has that fingerprint, "SHA256:…"; null for nobody's.</summary>
    public (DialIn Device, Member Member)? Find(string fingerprint) => _byFingerprint.TryGetValue(fingerprint, out var found) ? found : null;

    /// <summary>For whom the key of a fingerprint may leave a key, with ssh-copy-id, at a time; null for nobody.</summary>
    public (DialIn Device, Member Member)? FindEnrolling(string fingerprint, DateTimeOffset now) =>
        _enrolling.TryGetValue(fingerprint, out var found) && now <= found.Device.Of(found.Member)!.EnrolUntil ? found : null;
}
