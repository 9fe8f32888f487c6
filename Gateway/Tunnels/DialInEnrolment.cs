using Gateway.Access.Audit;
using Gateway.Access.Records;

namespace Gateway.Tunnels;

/// <summary>Lets devices enrol their keys by codes that count once.</summary>
public sealed class DialInEnrolment(DialInBook book, TimeProvider time, AuditLog? audit = null, TunnelHistory? history = null)
{
    // Somebody else may change the device at the same time, again and again.
    private const int Tries = 10;

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
        for (int turn = 0; turn < Tries; turn++)
        {
            var before = await book.ReadAsync(device);
            var one = before?.Of(member);
            // A wrong guess changes nothing: of 98 bits nobody guesses one, and a code that others could use up would be of no use.
            bool isRight = DialInSecrets.IsSame(hash, one?.CodeHash) && time.GetUtcNow() <= one!.CodeUntil && before is { Stopped: false };
            if (!isRight || before is null || one is null) return Unknown;
            if (await OtherAsync(before, member, plain) is { } other) return $"the key is that of {other} already; make one of its own";
            var after = one with { Key = plain, TokenHash = null, CodeHash = null, CodeUntil = null, EnrolKey = null, EnrolUntil = null };
            if (!await book.TryWriteAsync(before.With(member, after), before)) continue;
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
