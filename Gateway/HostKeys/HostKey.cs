using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gateway.HostKeys;

/// <summary>One key of one place, as a line of a known-hosts file has it (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
/// <param name="Name">The place, in small letters: <c>[domain]:port</c>, or <c>router-1/10.0.0.9:22</c> for a device's own address.</param>
/// <param name="Type">The key's type, such as <c>ssh-ed25519</c>.</param>
/// <param name="Key">The public key in base64.</param>
public sealed record HostKey(string Name, string Type, string Key)
{
    /// <summary>Longest line that is read, in characters: twice an RSA key of 16,384 bits.</summary>
    public const int LongestLine = 8 * 1024;

    /// <summary>The fingerprint that ssh shows: <c>SHA256:</c> and the digest in base64 without padding.</summary>
    public string Fingerprint => $"SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Key))).TrimEnd('=')}";

    /// <summary>The line of a known-hosts file.</summary>
    public string Line => $"{Name} {Type} {Key}";

    /// <summary>Reads a line. False for comments, markers (<c>@revoked</c>), hashed names and what is none.</summary>
    /// <param name="line">The line; of several names with commas the first counts.</param>
    /// <param name="key">The key.</param>
    public static bool TryRead(string line, [NotNullWhen(true)] out HostKey? key)
    {
        key = null;
        if (line.Length > LongestLine) return false;
        string[] words = line.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0][0] is '#' or '@' or '|') return false;
        string name = words[0].Split(',')[0].ToLowerInvariant(); // ssh makes no difference
        if (!IsName(name) || !IsType(words[1]) || !IsKeyOf(words[1], words[2])) return false;
        key = new HostKey(name, words[1], words[2]);
        return true;
    }

    /// <summary>Whether a text can be the name of a place: printable ASCII without blanks, and no pattern.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 400 && name.All(c => c is > ' ' and < '\x7f' && c is not (',' or '*' or '?' or '!' or '"' or '|'));

    private static bool IsType(string type) => type.Length is > 0 and <= 64 && type.All(c => char.IsAsciiLetterOrDigit(c) || "-@.".Contains(c));

    // The blob begins with its own type (RFC 4253, 6.6).
    private static bool IsKeyOf(string type, string key)
    {
        Span<byte> blob = new byte[LongestLine];
        return Convert.TryFromBase64String(key, blob, out int length) && length > 4 + type.Length
            && System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(blob) == type.Length && System.Text.Encoding.ASCII.GetString(blob.Slice(4, type.Length)) == type;
    }
}
