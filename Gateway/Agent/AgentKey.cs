using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>The device's own key, which never leaves it: ECDSA on P-256, kept as PKCS #8 (RFC 5958) in PEM.</summary>
internal sealed class AgentKey : IDisposable
{
    private const string Type = "ecdsa-sha2-nistp256";

    private readonly ECDsa _key;

    private AgentKey(ECDsa key) => _key = key;

    /// <summary>The one in a state folder; null if there is none.</summary>
    /// <exception cref="AgentException">It cannot be read.</exception>
    public static AgentKey? Read(StateFolder state)
    {
        if (!File.Exists(state.KeyFile)) return null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(state.KeyFile));
            return new AgentKey(key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new AgentException($"{state.KeyFile} cannot be read as a key: {exception.Message}", exception);
        }
    }

    /// <summary>The one in a state folder, made if there is none.</summary>
    /// <exception cref="AgentException">It cannot be read or written.</exception>
    public static AgentKey ReadOrMake(StateFolder state)
    {
        if (Read(state) is { } there) return there;
        state.Create();
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        state.WriteNew(state.KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return new AgentKey(key);
    }

    /// <summary>The public key in OpenSSH's form (RFC 5656, 3.1).</summary>
    public string PublicLine()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return $"{Type} {Convert.ToBase64String([.. Text(Type), .. Text("nistp256"), .. Counted([4, .. point.X!, .. point.Y!])])}";
    }

    /// <summary>Signs a challenge.</summary>
    public string Sign(string origin, string nonce, string device, string member) => Convert.ToBase64String(_key.SignData(AgentWire.ToSign(origin, nonce, device, member), HashAlgorithmName.SHA256));

    public void Dispose() => _key.Dispose();

    private static byte[] Text(string text) => Counted(Encoding.ASCII.GetBytes(text));

    // A string of RFC 4251, 5.
    private static byte[] Counted(byte[] bytes)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }
}
