using System.Security.Cryptography;

namespace Gateway.Recording;

/// <summary>The key that a node signs its recordings with: ECDSA on P-256 with SHA-256 (FIPS 186-5). Any thread may sign.</summary>
public sealed class RecordingKey : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private RecordingKey(ECDsa key)
    {
        _key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
        Fingerprint = FingerprintOf(PublicKey);
    }

    /// <summary>The public key as SubjectPublicKeyInfo in DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>How people compare it: <c>SHA256:</c> and the hash in hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>A public key's fingerprint.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> publicKey) => $"SHA256:{Convert.ToHexStringLower(SHA256.HashData(publicKey))}";

    /// <summary>Reads the key, or makes it if there is none yet.</summary>
    /// <exception cref="IOException">The file can be neither read nor made, or holds no such key.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read or made.</exception>
    public static RecordingKey OpenOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize == 256)
            {
                key.SignHash(new byte[SHA256.HashSizeInBytes]); // a public key can be read as well as a private one
                return new RecordingKey(key);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new IOException($"{path} holds no private key for recordings.", exception);
        }
        key.Dispose();
        throw new IOException($"{path} holds a key of another kind than ECDSA on P-256.");
    }

    /// <summary>The fingerprint of a key file, private or public; null if it is missing or holds no such key.</summary>
    public static string? FingerprintOf(string path)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(path));
            return FingerprintOf(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A signature of 64 bytes (IEEE P1363).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_lock) return _key.SignData(data, HashAlgorithmName.SHA256);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    // Under its own name only once it is whole; of two processes that come at once the first one's key stays.
    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Private | UnixFileMode.UserExecute);
        string fresh = $"{path}.{Environment.ProcessId}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(fresh);
        }
    }
}
