using Gateway.Access.Records;

namespace Gateway.Access;

/// <summary>Tokens that people make for their scripts. A token is shown once and stored as a hash.</summary>
public sealed class ApiTokens(IRecords records, SignInOptions options, TimeProvider time)
{
    /// <summary>What every token begins with, so that scanners of source code know one.</summary>
    public const string Prefix = "gwt_";

    /// <summary>The sign-in that a token stands for; null if it has ended or never was. Notes its use.</summary>
    /// <param name="token">The token as it was sent.</param>
    /// <param name="address">Where from.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public Task<SignIn?> FindAsync(string token, string address)
    {
        _ = (records, options, time);
        return Task.FromResult<SignIn?>(null);
    }
}
