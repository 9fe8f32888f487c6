using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Tunnels;

/// <summary>The codes and tokens by which devices prove who they are. Only their hashes are kept.</summary>
public static class DialInSecrets
{
    /// <summary>Letters of a code.</summary>
    public const int CodeLetters = 20;

    // Without 0, 1, i, l, o and u, which people take for one another; 20 of these 30 make 98 bits.
    private const string Alphabet = "23456789abcdefghjkmnpqrstvwxyz";
    private const int Group = 5;
    private const string TokenPrefix = "gwd_";

    /// <summary>A new code, as it is shown: "abcde-fghjk-mnpqr-stvwx".</summary>
    public static string NewCode() => string.Join('-', RandomNumberGenerator.GetString(Alphabet, CodeLetters).Chunk(Group).Select(letters => new string(letters)));

    /// <summary>A new token of 256 bits.</summary>
    public static string NewToken() => TokenPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of a code however it was typed: in capitals, with or without its dashes and blanks.</summary>
    public static string HashOfCode(string code) => Hash(new string([.. code.Where(letter => letter is not ('-' or ' ')).Select(char.ToLowerInvariant)]));

    /// <summary>SHA-256 of a token.</summary>
    public static string HashOfToken(string token) => Hash(token);

    /// <summary>Whether a token is a member's; takes as long for one that has none.</summary>
    public static bool IsToken(DialInMember? member, string token) => IsSame(HashOfToken(token), member?.TokenHash);

    /// <summary>Whether a hash is the one on record, in the same time whether or not there is one.</summary>
    internal static bool IsSame(string hash, string? known) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(known is { Length: 64 } ? known : new string('0', 64))) && known is not null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
