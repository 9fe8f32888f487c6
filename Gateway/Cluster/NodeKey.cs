using System.Security.Cryptography;
using System.Text;

namespace Gateway.Cluster;

/// <summary>The key that the nodes share, and what they sign with it. It is kept in Redis, and in every node, which puts it back there.</summary>
public sealed class NodeKey
{
    private volatile byte[] _key = RandomNumberGenerator.GetBytes(32);

    internal byte[] Value
    {
        get => _key;
        set => _key = value;
    }

    /// <summary>Signs the parts of a message with HMAC-SHA256 (RFC 2104).</summary>
    public string Sign(params ReadOnlySpan<string> parts) => Convert.ToBase64String(Compute(parts));

    /// <summary>Whether this signature is of these parts. Takes the same time whatever is wrong.</summary>
    public bool Verify(string? signature, params ReadOnlySpan<string> parts)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bool readable = Convert.TryFromBase64String(signature ?? "", given, out int length) && length == given.Length;
        return CryptographicOperations.FixedTimeEquals(given, Compute(parts)) && readable;
    }

    // Each part is preceded by its length, so that no two lists of parts read the same.
    private byte[] Compute(ReadOnlySpan<string> parts)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            mac.AppendData(BitConverter.GetBytes(bytes.Length));
            mac.AppendData(bytes);
        }
        return mac.GetHashAndReset();
    }
}
