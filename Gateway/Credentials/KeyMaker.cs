using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Credentials;

/// <summary>Makes keys, and certificates for them (ssh-keygen(1), CERTIFICATES).</summary>
internal static class KeyMaker
{
    private const string Curve = "ecdsa-sha2-nistp256";

    /// <summary>A new Ed25519 key. It is in a file for a moment, in memory where there is a file system there.</summary>
    /// <exception cref="CredentialException">ssh-keygen failed.</exception>
    public static async Task<(Secret Key, string PublicKey)> NewAsync()
    {
        string folder = PrivateFolder.InMemory(), file = Path.Combine(folder, "key");
        try
        {
            await SshTool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
            byte[] key = await File.ReadAllBytesAsync(file);
            var secret = new Secret(key);
            CryptographicOperations.ZeroMemory(key);
            string[] words = (await File.ReadAllTextAsync(file + ".pub")).Trim().Split(' ');
            return (secret, $"{words[0]} {words[1]}");
        }
        finally
        {
            Overwrite(file);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A new key for one sign-in, in memory only: on the curve P-256, which .NET makes and every OpenSSH knows (RFC 5656).</summary>
    public static (Secret Key, string PublicKey) ForOnce()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        char[] text = GC.AllocateUninitializedArray<char>(1024, pinned: true);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(1024, pinned: true);
        try
        {
            if (!key.TryExportECPrivateKeyPem(text, out int length)) throw new CredentialException("A key could not be made.");
            int count = Encoding.ASCII.GetBytes(text.AsSpan(0, length), bytes);
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            byte[] blob = [.. Field(Encoding.ASCII.GetBytes(Curve)), .. Field("nistp256"u8), .. Field([4, .. point.X!, .. point.Y!])];
            return (new Secret(bytes.AsSpan(0, count)), $"{Curve} {Convert.ToBase64String(blob)}");
        }
        finally
        {
            Array.Clear(text);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>
    /// A certificate for a public key, from an authority whose private key is in an agent: for one remote user, for five
    /// minutes from a minute ago, for a terminal and nothing else.
    /// </summary>
    /// <param name="folder">Private folder for the two files, which hold no secret.</param>
    /// <param name="authority">The authority's public line.</param>
    /// <param name="agent">Socket of the agent that holds its key.</param>
    /// <param name="publicKey">The public line of the key.</param>
    /// <param name="person">The key id, which the device's log shows.</param>
    /// <param name="user">The one principal.</param>
    /// <param name="validity">ssh-keygen's <c>-V</c>.</param>
    /// <returns>Path of the certificate; it and what lies beside it, to be deleted by the caller.</returns>
    /// <exception cref="CredentialException">ssh-keygen failed.</exception>
    public static async Task<string> CertifyAsync(string folder, string authority, string agent, string publicKey, string person, string user, string validity = "-1m:+4m")
    {
        string path = PrivateFolder.NewPath(folder), signer = path + ".ca.pub";
        try
        {
            await File.WriteAllTextAsync(path + ".pub", publicKey + "\n");
            await File.WriteAllTextAsync(signer, authority + "\n");
            string serial = (BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8)) >> 1).ToString(CultureInfo.InvariantCulture);
            await SshTool.RunAsync("ssh-keygen", ["-q", "-U", "-s", signer, "-I", person, "-n", user, "-V", validity, "-z", serial, "-O", "clear", "-O", "permit-pty", path + ".pub"], environment: [("SSH_AUTH_SOCK", agent)]);
            return path + "-cert.pub";
        }
        finally
        {
            File.Delete(signer);
            File.Delete(path + ".pub");
        }
    }

    // string of RFC 4251, 5.
    private static byte[] Field(ReadOnlySpan<byte> content)
    {
        byte[] field = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(field, content.Length);
        content.CopyTo(field.AsSpan(4));
        return field;
    }

    private static void Overwrite(string file)
    {
        if (!File.Exists(file)) return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Write(new byte[stream.Length]);
        stream.Flush(flushToDisk: true);
    }
}
