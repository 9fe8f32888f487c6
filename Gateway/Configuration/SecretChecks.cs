using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Asks whether the files of secrets are kept well and hold one. No fault repeats a word of a secret.</summary>
internal static partial class SecretChecks
{
    /// <summary>The fault of a setting that names a file with a password; none if it is not set.</summary>
    public static ConfigurationFault? Password(string key, string? path) => path is null ? null :
        FileChecks.Readable(key, path)
        ?? FileChecks.Mode(key, path, FileChecks.WorldReads, "is a secret that others can read or write", $"Run: chmod 640 {path}")
        ?? (SecretFile.ProblemOf(path) is { } problem ? new ConfigurationFault(key, null, problem, $"Write the secret alone, on the one line of {path}.") : null);

    /// <summary>The fault of a setting that names a file with a bearer token; none if it is not set.</summary>
    public static ConfigurationFault? Token(string key, string? path) => path is null ? null :
        Password(key, path)
        ?? (BearerToken().IsMatch(SecretFile.Read(path)) ? null
            : new ConfigurationFault(key, null, "is a file without a token of at least 16 letters, digits and - . _ ~ + /", $"Run: openssl rand -hex 32 > {path}"));

    // RFC 6750, section 2.1: anything else could not be sent.
    [GeneratedRegex(@"\A(?=.{16})[A-Za-z0-9._~+/-]+=*\z")]
    private static partial Regex BearerToken();
}
