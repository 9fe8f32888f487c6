using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Tunnels;

/// <summary>Public keys of devices that dial in, in OpenSSH's form (RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4): "ecdsa-sha2-nistp256 AAAA…".</summary>
public static class DialInKey
{
    /// <summary>Longest line that is read, in characters.</summary>
    public const int Longest = 8_192;

    /// <summary>The kinds of keys there may be.</summary>
    public const string Kinds = "ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, ssh-ed25519 or ssh-rsa";

    private const int LeastRsaBits = 2_048;
    private const int MostRsaBits = 16_384;

    /// <summary>Reads a line of an authorized_keys or .pub file without options: kind, key and perhaps a comment.</summary>
    /// <param name="line">The line.</param>
    /// <param name="key">Kind and key, without comment; empty if it is none.</param>
    /// <returns>What is wrong with it, to be read after "the key"; null if nothing is.</returns>
    public static string? Read(string line, out string key)
    {
        key = "";
        if (line.Contains("PRIVATE KEY", StringComparison.Ordinal)) return "is a private key, which belongs nowhere but on the device";
        if (line.Length > Longest) return "is too long";
        if (line.Trim() is var text && text.AsSpan().IndexOfAny('\r', '\n') >= 0) return "is more than one line";
        if (text.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries) is not [var kind, var base64, ..]) return "is not the kind of a key and the key";
        byte[] blob = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, blob, out int length) || Convert.ToBase64String(blob, 0, length) != base64) return "is not base64 after its first word";
        if (ProblemOf(kind, blob.AsSpan(0, length)) is { } problem) return problem;
        key = $"{kind} {base64}";
        return null;
    }

    /// <summary>A good key's fingerprint, as ssh-keygen(1) shows it: "SHA256:…".</summary>
    public static string Fingerprint(string key) => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(key.Split(' ')[1]))).TrimEnd('=');

    /// <summary>Makes a new key of the curve nistp256.</summary>
    /// <returns>The private half as PEM (RFC 5915), which ssh(1) reads, and the public line.</returns>
    internal static (string Secret, string Line) Make()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = pair.ExportParameters(false).Q;
        const string kind = "ecdsa-sha2-nistp256";
        byte[] blob = [.. Counted(Encoding.ASCII.GetBytes(kind)), .. Counted("nistp256"u8), .. Counted([4, .. point.X!, .. point.Y!])];
        return (pair.ExportECPrivateKeyPem(), $"{kind} {Convert.ToBase64String(blob)}");
    }

    private static byte[] Counted(ReadOnlySpan<byte> part)
    {
        byte[] counted = [0, 0, 0, 0, .. part];
        BinaryPrimitives.WriteInt32BigEndian(counted, part.Length);
        return counted;
    }

    private static string? ProblemOf(string kind, ReadOnlySpan<byte> blob)
    {
        const string damaged = "is damaged: what stands after its first word is no such key";
        if (!Next(ref blob, out var inner)) return damaged;
        string? problem = kind switch
        {
            "ecdsa-sha2-nistp256" => Curve(ref blob, "nistp256", ECCurve.NamedCurves.nistP256, 32),
            "ecdsa-sha2-nistp384" => Curve(ref blob, "nistp384", ECCurve.NamedCurves.nistP384, 48),
            "ecdsa-sha2-nistp521" => Curve(ref blob, "nistp521", ECCurve.NamedCurves.nistP521, 66),
            "ssh-ed25519" => Next(ref blob, out var point) && point.Length == 32 ? null : damaged,
            "ssh-rsa" => Rsa(ref blob),
            _ => $"is none of {Kinds}",
        };
        if (problem is { Length: > 0 }) return problem;
        return problem is null && blob.IsEmpty && inner.SequenceEqual(Encoding.ASCII.GetBytes(kind)) ? null : damaged;
    }

    // Empty for a key that is damaged.
    private static string? Curve(ref ReadOnlySpan<byte> blob, string name, ECCurve curve, int size)
    {
        if (!Next(ref blob, out var named) || !Next(ref blob, out var point) || !named.SequenceEqual(Encoding.ASCII.GetBytes(name)) || point.Length != 1 + 2 * size || point[0] != 4) return "";
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = point.Slice(1, size).ToArray(), Y = point[(1 + size)..].ToArray() } });
            return null;
        }
        catch (CryptographicException)
        {
            return ""; // the point is none of the curve's
        }
    }

    private static string? Rsa(ref ReadOnlySpan<byte> blob)
    {
        if (!Next(ref blob, out var exponent) || !Next(ref blob, out var modulus) || exponent.IsEmpty || modulus.IsEmpty || (exponent[0] | modulus[0]) > 127 || (exponent[^1] & modulus[^1] & 1) == 0) return "";
        modulus = modulus.TrimStart((byte)0);
        int bits = modulus.IsEmpty ? 0 : 8 * modulus.Length - (byte.LeadingZeroCount(modulus[0]));
        if (exponent.TrimStart((byte)0) is [] or [1]) return "";
        return bits < LeastRsaBits ? $"is an RSA key of {bits} bits; {LeastRsaBits} are the least" : bits > MostRsaBits ? $"is an RSA key of {bits} bits; {MostRsaBits} are the most" : null;
    }

    // A string of RFC 4251 5.
    private static bool Next(ref ReadOnlySpan<byte> blob, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (blob.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(blob) is var length && length > blob.Length - 4) return false;
        part = blob.Slice(4, (int)length);
        blob = blob[(4 + (int)length)..];
        return true;
    }
}
