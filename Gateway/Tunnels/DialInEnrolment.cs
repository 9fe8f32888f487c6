using Gateway.Access.Audit;
using Gateway.Access.Records;

namespace Gateway.Tunnels;

/// <summary>Lets devices enrol their keys by codes that count once.</summary>
public sealed class DialInEnrolment(DialInBook book, TimeProvider time, AuditLog? audit = null, TunnelHistory? history = null)
{
    /// <summary>Wrong codes after which a device's code does not count any more.</summary>
    public const int MostMisses = 5;

    /// <summary>What is said of every device and code that is not right, so that nobody learns which it was.</summary>
    public const string Unknown = "no such device or code";

    /// <summary>Enrols a key in place of what a device had. The code is used up.</summary>
    /// <param name="device">Name of the device.</param>
    /// <param name="member">Which of a pair.</param>
    /// <param name="code">The code, in any case, with or without dashes.</param>
    /// <param name="key">The public key, in OpenSSH's form.</param>
    /// <param name="from">The address it came from, for the record; null if that is not known.</param>
    /// <returns>Null if it is done; otherwise why not, for the device.</returns>
    /// <exception cref="RecordsUnavailableException">The records do not answer.</exception>
    public async Task<string?> EnrolByCodeAsync(string device, Member member, string code, string key, string? from = null)
    {
        if (DialInKey.Read(key, out string plain) is { } problem) return $"the key {problem}";
        string hash = DialInSecrets.HashOfCode(code.Length <= 2 * DialInSecrets.CodeLetters ? code : "");
        // Each turn that is lost is one that another guess has won, and those are counted.
        for (int turn = 0; turn <= 2 * MostMisses; turn++)
        {
            var before = await book.ReadAsync(device);
            var one = before?.Of(member);
            bool isRight = DialInSecrets.IsSame(hash, one?.CodeHash) && time.GetUtcNow() <= one!.CodeUntil && before is { Stopped: false };
            if (before is null || one?.CodeHash is null) return Unknown;
            if (isRight && await OtherAsync(before, member, plain) is { } other) return $"the key is that of {other} already; make one of its own";
            var after = isRight ? one with { Key = plain, TokenHash = null, CodeHash = null, CodeUntil = null, CodeMisses = 0, EnrolKey = null, EnrolUntil = null }
                : one.CodeMisses + 1 < MostMisses ? one with { CodeMisses = one.CodeMisses + 1 } : one with { CodeHash = null, CodeUntil = null, CodeMisses = 0 };
            if (!await book.TryWriteAsync(before.With(member, after), before)) continue;
            if (!isRight) return Unknown;
            string fingerprint = DialInKey.Fingerprint(plain);
            audit?.Write(new AuditEntry(AuditEvent.DialInEnrolled) { Target = device, Device = device, Address = from, Reason = fingerprint });
            history?.Note(device, TunnelEvent.Changed, member, null, from ?? "", $"key {fingerprint} enrolled by code");
            return null;
        }
        return Unknown;
    }

    private async Task<string?> OtherAsync(DialIn device, Member member, string key)
    {
        await book.LoadAsync();
        return book.Current.FindByKey(key) is { } found && (found.Device.Name != device.Name || found.Member != member) ? found.Device.Name : null;
    }
}
