using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Credentials;

/// <summary>
/// The key that secrets are sealed with: AES-256-GCM (NIST SP 800-38D), a random nonce of 96 bits each, and as associated
/// data the key's id and what the credential is for, so that none can be taken for another's.
/// </summary>
internal sealed class MasterKey : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 32;

    private const string Version = "1";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(Length, pinned: true);

    private MasterKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_key);
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 8, info: "gateway master key id"u8.ToArray()));
    }

    /// <summary>Names it and tells nothing of it: 16 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>From 32 bytes, or their 64 hexadecimal digits, or their base64.</summary>
    /// <exception cref="CredentialException">It is none of these.</exception>
    public static MasterKey Read(ReadOnlySpan<byte> content)
    {
        if (content.Length == Length) return new MasterKey(content);
        Span<byte> key = stackalloc byte[Length];
        try
        {
            string text = content.Length > 256 ? "" : Encoding.ASCII.GetString(content).Trim();
            bool read = text.Length == 2 * Length ? Convert.FromHexString(text, key, out _, out int count) == System.Buffers.OperationStatus.Done : Convert.TryFromBase64String(text, key, out count);
            if (!read || count != Length) throw new CredentialException($"The master key is not {Length} bytes, nor these in hexadecimal or base64.");
            return new MasterKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Seals a secret for what a credential is for.</summary>
    public string Seal(Credential credential, Secret secret)
    {
        byte[] clear = secret.Pack(), whole = new byte[NonceSize + clear.Length + TagSize];
        try
        {
            var nonce = whole.AsSpan(0, NonceSize);
            RandomNumberGenerator.Fill(nonce);
            using var aes = new AesGcm(_key, TagSize);
            aes.Encrypt(nonce, clear, whole.AsSpan(NonceSize, clear.Length), whole.AsSpan(NonceSize + clear.Length), Associated(credential));
            return $"{Version}.{Id}.{Base64Url.EncodeToString(whole)}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <summary>Opens what was sealed with this key for just this credential.</summary>
    /// <exception cref="CredentialException">It was sealed with another key, or it or the credential was changed since.</exception>
    public Secret Open(Credential credential)
    {
        if (credential.Sealed.Split('.') is not [Version, var id, var text] || !Base64Url.IsValid(text)) throw new CredentialException($"The credential {credential.Name} is kept in a way that this version does not know.");
        if (id != Id) throw new CredentialException($"The credential {credential.Name} is sealed with another master key ({id}) than the gateway has ({Id}).");
        byte[] whole = Base64Url.DecodeFromChars(text);
        int length = whole.Length - NonceSize - TagSize;
        if (length < 4) throw new CredentialException($"The credential {credential.Name} is damaged.");
        byte[] clear = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        try
        {
            using var aes = new AesGcm(_key, TagSize);
            aes.Decrypt(whole.AsSpan(0, NonceSize), whole.AsSpan(NonceSize, length), whole.AsSpan(NonceSize + length), clear, Associated(credential));
        }
        catch (CryptographicException exception)
        {
            throw new CredentialException($"The credential {credential.Name} was changed in the store, or is damaged: it does not open.", exception);
        }
        return Secret.Unpack(clear);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private byte[] Associated(Credential credential) => [.. Encoding.ASCII.GetBytes($"{Version}.{Id}\n"), .. credential.Associated()];
}
