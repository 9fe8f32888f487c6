using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Gateway.Access.Identity;

/// <summary>
/// Passwords by the framework's hasher: PBKDF2 with HMAC-SHA512 (RFC 8018, 5.2). A few at a time only, so that a flood
/// of sign-ins leaves processors to those who work.
/// </summary>
public sealed class PasswordHashing : IDisposable
{
    /// <summary>Rounds, as OWASP advises for HMAC-SHA512.</summary>
    public const int Rounds = 210_000;

    /// <summary>Shortest password, in characters.</summary>
    public const int Shortest = 10;

    /// <summary>Longest password, in characters.</summary>
    public const int Longest = 256;

    /// <summary>How many sign-ins may wait for their turn.</summary>
    public const int MostWaiting = 8;

    private const int MostRounds = 5_000_000;
    private const int FewestRounds = 10_000;
    private const int Header = 13;
    private const byte Version = 1;

    private static readonly PasswordHasher<LocalPerson> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private static readonly LocalPerson Somebody = new() { Name = "somebody", Password = "", Changed = DateTimeOffset.UnixEpoch };

    // A password of nobody: who is unknown costs as much time as who is known.
    private static readonly Lazy<string> Dummy = new(() => Hash(Guid.NewGuid().ToString()));

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;
    private long _looked;

    /// <summary>How many passwords have been looked at.</summary>
    public long Looked => Interlocked.Read(ref _looked);

    /// <summary>Hashes a password with a salt of its own.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Somebody, password);

    /// <summary>Why a password cannot be taken; null if it can.</summary>
    public static string? FaultOf(string password, string name) =>
        password.Length < Shortest ? $"The password is shorter than {Shortest} characters."
        : password.Length > Longest ? $"The password is longer than {Longest} characters."
        : password.Any(char.IsControl) ? "The password holds a control character, which no page could send."
        : password.Contains(name, StringComparison.OrdinalIgnoreCase) && password.Length < name.Length + Shortest ? "The password is little more than the name."
        : null;

    /// <summary>Whether something is a hash of the framework's third version, with a number of rounds that is neither too few nor a way to keep the processor busy.</summary>
    public static bool IsHash(string? hash)
    {
        if (hash is null or { Length: > 512 }) return false;
        Span<byte> bytes = stackalloc byte[hash.Length];
        if (!Convert.TryFromBase64String(hash, bytes, out int length) || length <= Header || bytes[0] != Version) return false;
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) is >= FewestRounds and <= MostRounds;
    }

    /// <summary>Whether a password is the one of a hash, or false in the same time where there is none (null).</summary>
    /// <returns>Null if too many wait already.</returns>
    public async Task<bool?> FitsAsync(string password, string? hash)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }
        try
        {
            await _turns.WaitAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        try
        {
            Interlocked.Increment(ref _looked);
            bool fits = await Task.Run(() =>
            {
                string nobody = Dummy.Value; // made at the first sign-in, whoever's it is
                return Hasher.VerifyHashedPassword(Somebody, hash ?? nobody, password) != PasswordVerificationResult.Failed;
            });
            return fits && hash is not null;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
