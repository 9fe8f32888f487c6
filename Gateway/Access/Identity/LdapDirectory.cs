using System.Formats.Asn1;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Gateway.Access.Identity.Ldap;

namespace Gateway.Access.Identity;

/// <summary>
/// People of a directory, who prove themselves by a simple bind (RFC 4513, 5.1.3). Referrals are not followed: they
/// would take passwords to a server that nobody named.
/// </summary>
public sealed partial class LdapDirectory(SignInOptions options, TimeProvider time, ILogger<LdapDirectory> logger) : IDisposable
{
    private const int MostGroups = 1000;
    private const int MostAtOnce = 16;
    private const string Everything = "(objectClass=*)";

    // A hash takes another time than a directory, and a search that finds somebody another than one that does not.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private volatile bool _isDown;
    private volatile bool _isSlow;

    /// <summary>Whether there is a directory.</summary>
    public bool IsOn => options.Ldap is not null;

    /// <summary>Whether it could not be asked the last time.</summary>
    public bool IsDown => _isDown;

    /// <summary>How long a refusal has to take, so that the time does not tell who was looked for here: as long as the slowest where the last try was slow or failed.</summary>
    public TimeSpan Refusal => options.Ldap is not { } ldap ? TimeSpan.Zero : _isDown || _isSlow ? Usual + ldap.Timeout : Usual;

    /// <summary>Finds out whether a password is somebody's.</summary>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="password">The password. An empty one is nobody's: a server may take it for no attempt to prove anything, and say yes (RFC 4513, 5.1.2).</param>
    /// <returns>The person, or null; and whether the directory could not be asked.</returns>
    /// <exception cref="SignInTroubleException">The password is right, but the person's groups cannot all be kept.</exception>
    public async Task<(Person? Person, bool Unavailable)> TryAsync(string name, string password)
    {
        if (options.Ldap is not { } ldap || password.Length == 0 || password.Contains('\0', StringComparison.Ordinal) || !Person.IsName(name)) return (null, false);
        using var patience = new CancellationTokenSource(ldap.Timeout, time);
        long begun = time.GetTimestamp();
        bool held = false;
        try
        {
            await _turns.WaitAsync(patience.Token);
            held = true;
            await using var connection = await LdapConnection.OpenAsync(ldap, patience.Token);
            var person = await FindAsync(ldap, connection, name, password, patience.Token);
            _isDown = false;
            return (person, false);
        }
        catch (SignInTroubleException)
        {
            _isDown = false;
            throw;
        }
        catch (OperationCanceledException)
        {
            Unavailable(ldap.Url, $"no answer within {ldap.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or AsnContentException or FormatException or CryptographicException or UnauthorizedAccessException)
        {
            Unavailable(ldap.Url, exception.InnerException is AuthenticationException inner ? inner.Message : exception.Message);
        }
        finally
        {
            if (held) _turns.Release();
            _isSlow = time.GetElapsedTime(begun) >= Usual;
        }
        _isDown = true;
        return (null, true);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<Person?> FindAsync(LdapOptions ldap, LdapConnection connection, string name, string password, CancellationToken cancellation)
    {
        LdapEntry? entry;
        if (ldap.UserDn is { } template)
        {
            string dn = template.Replace("{user}", LdapName.Escape(name), StringComparison.Ordinal);
            if (!await ProvesAsync(ldap, connection, dn, password, cancellation)) return null;
            // Where people bind with something that is no distinguished name, such as user@domain, they are searched for.
            entry = ldap.SearchBase is null
                ? await OneAsync(ldap, connection, dn, below: false, Everything, name, cancellation)
                : await OneAsync(ldap, connection, ldap.SearchBase, below: true, ldap.SearchFilter, name, cancellation);
        }
        else
        {
            await ServeAsync(ldap, connection, cancellation);
            entry = await OneAsync(ldap, connection, ldap.SearchBase ?? "", below: true, ldap.SearchFilter, name, cancellation);
            if (entry is not { Dn.Length: > 0 } || !await ProvesAsync(ldap, connection, entry.Dn, password, cancellation)) return null;
            await ServeAsync(ldap, connection, cancellation);
        }
        if (entry is not { Values: [var canonical] } || !Person.IsName(canonical))
        {
            if (entry is not null) NoName(entry.Dn, ldap.NameAttribute);
            return null;
        }
        return new Person(SignInWay.Ldap, canonical, canonical, await GroupsAsync(ldap, connection, entry.Dn, canonical, cancellation));
    }

    // As the account that searches.
    private static async Task ServeAsync(LdapOptions ldap, LdapConnection connection, CancellationToken cancellation)
    {
        string password = ldap.BindDn is null ? "" : ldap.BindPassword?.Invoke() ?? "";
        if (ldap.BindDn is not null && password.Length == 0) throw new LdapException("the account that searches has no password");
        var result = await connection.BindAsync(ldap.BindDn ?? "", password, cancellation);
        if (result.Code != LdapResult.Success) throw new LdapException($"the account that searches is refused: {result}");
    }

    private async Task<bool> ProvesAsync(LdapOptions ldap, LdapConnection connection, string dn, string password, CancellationToken cancellation)
    {
        var result = await connection.BindAsync(dn, password, cancellation);
        switch (result.Code)
        {
            case LdapResult.Success:
                return true;
            case LdapResult.InvalidCredentials or LdapResult.NoSuchObject or LdapResult.InvalidDn or LdapResult.InappropriateAuthentication
                or LdapResult.InsufficientRights or LdapResult.Unwilling or LdapResult.ConstraintViolation:
                return false;
            case LdapResult.Referral:
                Elsewhere(ldap.Url);
                return false;
            default:
                throw new LdapException($"it refuses to say whether a password is right: {result}");
        }
    }

    private async Task<LdapEntry?> OneAsync(LdapOptions ldap, LdapConnection connection, string at, bool below, string filter, string name, CancellationToken cancellation)
    {
        var (result, entries) = await connection.SearchAsync(at, below, 2, ldap.Timeout, filter, Values(("{user}", name)), ldap.NameAttribute, cancellation);
        switch (result.Code)
        {
            case LdapResult.Success or LdapResult.SizeLimitExceeded:
                if (entries.Count > 1) Ambiguous(ldap.Url, filter);
                return entries is [var one] && result.Code == LdapResult.Success ? one : null;
            case LdapResult.NoSuchObject when !below:
                return null;
            case LdapResult.Referral:
                Elsewhere(ldap.Url);
                return null;
            default:
                throw new LdapException($"it does not search below {at}: {result}");
        }
    }

    private async Task<IReadOnlyList<string>> GroupsAsync(LdapOptions ldap, LdapConnection connection, string dn, string name, CancellationToken cancellation)
    {
        if (ldap.GroupBase is not { } groups) return [];
        var (result, entries) = await connection.SearchAsync(groups, true, MostGroups, ldap.Timeout, ldap.GroupFilter, Values(("{user}", name), ("{dn}", dn)), ldap.GroupName, cancellation);
        // Not only a part of them: a rule may also forbid.
        if (result.Code != LdapResult.Success) throw new LdapException($"it does not tell all groups below {groups}: {result}");
        if (GroupNames.Of(entries.SelectMany(entry => entry.Values.Take(1))) is { } names) return names;
        NoGroups(dn);
        throw new SignInTroubleException(SignInTrouble.Nameless, "There are too many groups, or some whose names are none.");
    }

    private static Dictionary<string, string> Values(params (string Key, string Value)[] values) => values.ToDictionary(value => value.Key, value => value.Value);

    [LoggerMessage(1, LogLevel.Error, "The directory {Url} cannot be asked: {Reason}. Its people cannot sign in; everybody else can")]
    private partial void Unavailable(Uri url, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The directory {Url} refers to another one for somebody who wanted to sign in; that is not followed")]
    private partial void Elsewhere(Uri url);

    [LoggerMessage(3, LogLevel.Warning, "The directory {Url} finds more than one entry for a name with the filter {Filter}, so that nobody of that name can sign in")]
    private partial void Ambiguous(Uri url, string filter);

    [LoggerMessage(4, LogLevel.Warning, "{Dn} of the directory has not exactly one {Attribute} that can be a name, and cannot sign in")]
    private partial void NoName(string dn, string attribute);

    [LoggerMessage(5, LogLevel.Warning, "{Dn} of the directory is in too many groups, or in one whose name cannot be used, and cannot sign in")]
    private partial void NoGroups(string dn);
}
