using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>Public keys as ssh-keygen writes them.</summary>
internal static class DeviceKey
{
    /// <summary>A new key of a NIST curve, "ecdsa-sha2-nistp256 AAAA…".</summary>
    public static string Ecdsa(int bits = 256)
    {
        using var key = ECDsa.Create(bits switch { 256 => ECCurve.NamedCurves.nistP256, 384 => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 });
        var point = key.ExportParameters(false).Q;
        return Line($"ecdsa-sha2-nistp{bits}", Encoding.ASCII.GetBytes($"nistp{bits}"), [4, .. point.X!, .. point.Y!]);
    }

    /// <summary>An RSA key.</summary>
    public static string Rsa(int bits)
    {
        using var key = RSA.Create(bits);
        var parameters = key.ExportParameters(false);
        return Line("ssh-rsa", parameters.Exponent!, [0, .. parameters.Modulus!]);
    }

    /// <summary>An Ed25519 key.</summary>
    public static string Ed25519() => Line("ssh-ed25519", RandomNumberGenerator.GetBytes(32));

    /// <summary>A line of that kind with these parts after its name.</summary>
    public static string Line(string kind, params byte[][] parts)
    {
        using var blob = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] part in (byte[][])[Encoding.ASCII.GetBytes(kind), .. parts])
        {
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            blob.Write(length);
            blob.Write(part);
        }
        return $"{kind} {Convert.ToBase64String(blob.ToArray())}";
    }
}
