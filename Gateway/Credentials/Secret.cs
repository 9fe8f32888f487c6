using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Credentials;

/// <summary>A password, or a private key and its passphrase, as bytes that the garbage collector does not copy and that are zeroed at the end.</summary>
internal sealed class Secret : IDisposable
{
    /// <summary>Longest password, key or passphrase, in bytes of UTF-8.</summary>
    public const int Longest = 8 * 1024;

    private readonly byte[] _main;
    private readonly byte[] _passphrase;

    /// <summary>Copies what is given; the caller's own copy is the caller's to clear.</summary>
    public Secret(ReadOnlySpan<byte> main, ReadOnlySpan<byte> passphrase = default)
    {
        (_main, _passphrase) = (GC.AllocateUninitializedArray<byte>(main.Length, pinned: true), GC.AllocateUninitializedArray<byte>(passphrase.Length, pinned: true));
        main.CopyTo(_main);
        passphrase.CopyTo(_passphrase);
    }

    /// <summary>The password, or the private key's text.</summary>
    public ReadOnlyMemory<byte> Main => _main;

    /// <summary>The key's passphrase; empty for none.</summary>
    public ReadOnlyMemory<byte> Passphrase => _passphrase;

    /// <summary>From text that came in a request. A string cannot be cleared; it goes with the request.</summary>
    public static Secret From(string main, string? passphrase = null)
    {
        byte[] first = Encoding.UTF8.GetBytes(main), second = Encoding.UTF8.GetBytes(passphrase ?? "");
        var secret = new Secret(first, second);
        CryptographicOperations.ZeroMemory(first);
        CryptographicOperations.ZeroMemory(second);
        return secret;
    }

    /// <summary>Both parts in one, to be sealed; to be cleared by the caller.</summary>
    public byte[] Pack()
    {
        byte[] packed = GC.AllocateUninitializedArray<byte>(4 + _main.Length + _passphrase.Length, pinned: true);
        BinaryPrimitives.WriteInt32BigEndian(packed, _main.Length);
        _main.CopyTo(packed, 4);
        _passphrase.CopyTo(packed, 4 + _main.Length);
        return packed;
    }

    /// <summary>Both parts again; clears what it is given.</summary>
    public static Secret Unpack(byte[] packed)
    {
        try
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(packed);
            return new Secret(packed.AsSpan(4, length), packed.AsSpan(4 + length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(packed);
        }
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => "(a secret)";

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_main);
        CryptographicOperations.ZeroMemory(_passphrase);
    }
}
