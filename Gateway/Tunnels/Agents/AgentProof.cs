using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>Whether an agent is who it says it is. Whether such a device is known takes no part in how long it takes.</summary>
internal static class AgentProof
{
    /// <summary>The one type of key that agents sign with; .NET has it on every platform.</summary>
    public const string KeyType = "ecdsa-sha2-nistp256";

    private const int Coordinate = 32;
    private const int Longest = 256;

    // Type, name of the curve, and a point that is not compressed (RFC 5656, 3.1; SEC 1, 2.3.3).
    private static readonly byte[] Head = [.. Text(KeyType), .. Text("nistp256"), 0, 0, 0, 1 + 2 * Coordinate, 4];

    /// <summary>Whether a hello was signed with the key that it shows, for this challenge.</summary>
    public static bool IsSigned(Hello hello, string nonce)
    {
        Span<byte> signature = stackalloc byte[2 * Coordinate];
        if (PointOf(hello.Key) is not { } point || !Convert.TryFromBase64String(hello.Signature ?? "", signature, out int length) || length != signature.Length) return false;
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return key.VerifyData(AgentWire.ToSign(hello.Origin, nonce, hello.Device, hello.Member), signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false; // the point is none of the curve's
        }
    }

    private static ECPoint? PointOf(string? key)
    {
        Span<byte> blob = stackalloc byte[Longest];
        if (key?.Split(' ') is not [KeyType, var base64] || !Convert.TryFromBase64String(base64, blob, out int length) || length != Head.Length + 2 * Coordinate || !blob.StartsWith(Head)) return null;
        return new ECPoint { X = blob.Slice(Head.Length, Coordinate).ToArray(), Y = blob.Slice(Head.Length + Coordinate, Coordinate).ToArray() };
    }

    private static byte[] Text(string text)
    {
        byte[] bytes = new byte[4 + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, text.Length);
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(4));
        return bytes;
    }
}
