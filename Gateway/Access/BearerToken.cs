using System.Security.Cryptography;
using System.Text;

namespace Gateway.Access;

/// <summary>The one token that opens the operations door (RFC 6750). Only its hash is kept.</summary>
public sealed class BearerToken
{
    /// <summary>Fewest characters of a token.</summary>
    public const int Shortest = 16;

    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;

    private BearerToken(string token) => _hash = Hash(token);

    /// <summary>Reads it from a file, without the blanks around it.</summary>
    /// <exception cref="InvalidOperationException">The file holds none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BearerToken FromFile(string path)
    {
        string token = File.ReadAllText(path).Trim();
        return token.Length >= Shortest ? new BearerToken(token) : throw new InvalidOperationException($"{path} holds no token of at least {Shortest} characters.");
    }

    /// <summary>Whether a request has it. Takes as long for a nearly right one as for a wrong one.</summary>
    /// <param name="authorization">The <c>Authorization</c> header.</param>
    public bool IsIn(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(authorization[Scheme.Length..].Trim()), _hash);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
