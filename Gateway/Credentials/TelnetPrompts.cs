using Gateway.Inventory;

namespace Gateway.Credentials;

/// <summary>What is to be typed at a telnet device's questions.</summary>
public enum TelnetStep
{
    /// <summary>Nothing now.</summary>
    Wait,

    /// <summary>The user.</summary>
    User,

    /// <summary>The password; that was the last.</summary>
    Password,

    /// <summary>Nothing any more: it asks again, so it did not accept what was typed.</summary>
    Refused,

    /// <summary>Nothing any more: what is typed would be shown.</summary>
    Shown,
}

/// <summary>Reads a telnet device's questions for user and password by the words that the inventory knows of it. Each is answered once.</summary>
public sealed class TelnetPrompts
{
    private readonly string? _user;
    private readonly string _password;
    private bool _userTyped;
    private bool _passwordTyped;

    private TelnetPrompts(string? user, string password, string name) => (_user, _password, UserName) = (user, password, name);

    /// <summary>The user to type.</summary>
    public string UserName { get; }

    /// <summary>From a device's traits; null if they do not say how it asks for a password.</summary>
    public static TelnetPrompts? Of(TerminalTraits? traits, string user) =>
        traits?.PasswordPrompt?.Trim() is { Length: > 0 } password ? new TelnetPrompts(traits.UserPrompt?.Trim() is { Length: > 0 } asks ? asks : null, password, user) : null;

    /// <summary>What to type now.</summary>
    /// <param name="tail">The end of the output, as text of which only the ASCII counts.</param>
    /// <param name="echoes">Whether the gateway's own terminal shows what is typed.</param>
    public TelnetStep Next(string tail, bool echoes)
    {
        string line = tail[(tail.AsSpan().TrimEnd(' ').LastIndexOfAny('\r', '\n') + 1)..].TrimEnd(' ');
        bool asksUser = _user is not null && line.EndsWith(_user, StringComparison.OrdinalIgnoreCase), asksPassword = line.EndsWith(_password, StringComparison.OrdinalIgnoreCase);
        if (!asksUser && !asksPassword) return TelnetStep.Wait;
        if (_passwordTyped || asksUser && _userTyped) return TelnetStep.Refused;
        if (asksUser)
        {
            _userTyped = true;
            return TelnetStep.User;
        }
        // A device that hides what is typed has told the client to leave the echo to it (RFC 857).
        if (echoes) return TelnetStep.Shown;
        _passwordTyped = true;
        return TelnetStep.Password;
    }
}
