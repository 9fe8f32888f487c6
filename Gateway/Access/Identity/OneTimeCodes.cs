using System.Globalization;
using System.Security.Cryptography;
using Gateway.Access.Records;
using OtpNet;

namespace Gateway.Access.Identity;

/// <summary>One-time codes of six digits that change every 30 s (RFC 6238, SHA-1). Each counts once, on all nodes together.</summary>
public sealed class OneTimeCodes(IRecords records, TimeProvider time)
{
    private const int SecretBytes = 20; // as long as the hash (RFC 4226, 4)
    private const int ShortestSecret = 10;
    private const int Digits = 6;

    // Longer than any code is good for, and than clocks of nodes differ.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>A new secret in base32.</summary>
    public static string NewSecret() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=');

    /// <summary>Whether something is a secret.</summary>
    public static bool IsSecret(string secret) => secret.Length <= 256 && BytesOf(secret) is { Length: >= ShortestSecret };

    /// <summary>What an authenticator reads from a QR code (Key Uri Format).</summary>
    public static string Link(string secret, string name, string issuer) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(name)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}";

    /// <summary>The 30 s that a code belongs to, now or the ones before and after; null if to none of them.</summary>
    public static long? StepOf(string secret, string code, DateTimeOffset now)
    {
        string typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (typed.Length != Digits || !typed.All(char.IsAsciiDigit) || BytesOf(secret) is not { } key) return null;
        return new Totp(key).VerifyTotp(now.UtcDateTime, typed, out long step, new VerificationWindow(previous: 1, future: 1)) ? step : null;
    }

    /// <summary>Whether a code is good now, without using it up.</summary>
    public long? StepOf(string secret, string code) => StepOf(secret, code, time.GetUtcNow());

    /// <summary>Uses a code up. False if it, or a later one, was used before.</summary>
    /// <param name="person">The person's id.</param>
    /// <param name="step">The code's 30 s.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<bool> TakeAsync(string person, long step)
    {
        var before = await records.ReadAsync(RecordKind.OneTimeCode, person);
        if (before is not null && long.Parse(before.Json, CultureInfo.InvariantCulture) >= step) return false;
        var next = new StoredRecord(person, person, step.ToString(CultureInfo.InvariantCulture), time.GetUtcNow() + Remembered);
        return await records.TryWriteAsync(RecordKind.OneTimeCode, next, before);
    }

    private static byte[]? BytesOf(string secret)
    {
        try
        {
            return Base32Encoding.ToBytes(secret);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
