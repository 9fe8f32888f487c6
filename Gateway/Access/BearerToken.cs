using System.Security.Cryptography;
using System.Text;

namespace Gateway.Access;

/// <summary>The one token that opens the operations door (RFC 6750).</summary>
/// <param name="read">Reads it, anew for each request, so that a changed token counts at once.</param>
public sealed class BearerToken(Func<string> read)
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether a request has it. Takes as long for a nearly right one as for a wrong one.</summary>
    /// <param name="authorization">The <c>Authorization</c> header.</param>
    public bool IsIn(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Read() is { Length: > 0 } token
        && CryptographicOperations.FixedTimeEquals(Hash(authorization[Scheme.Length..].Trim()), Hash(token));

    // A token that cannot be read is nobody's.
    private string? Read()
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
