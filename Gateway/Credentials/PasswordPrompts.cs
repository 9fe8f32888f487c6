namespace Gateway.Credentials;

/// <summary>
/// Answers ssh's questions: its own question for the password of just this user at just this place gets the password, once.
/// Every other one, such as for a one-time code or about a host key, and the same one again, is the person's to answer.
/// </summary>
/// <param name="user">The user on the device.</param>
/// <param name="place">The place as ssh names it, which is the host key's alias.</param>
/// <param name="password">The password.</param>
/// <param name="refused">What the person reads where it was not accepted.</param>
internal sealed class PasswordPrompts(string user, string place, ReadOnlyMemory<byte> password, string refused)
{
    /// <summary>Whether the password was said.</summary>
    public bool WasSaid { get; private set; }

    /// <summary>Whether it was asked for once more after that.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>The answer to a question.</summary>
    public AskpassAnswer Answer(string prompt)
    {
        if (IsForPassword(prompt))
        {
            if (!WasSaid)
            {
                WasSaid = true;
                return new AskpassAnswer(AskpassKind.Say, password);
            }
            bool first = !WasRefused;
            WasRefused = true;
            return new AskpassAnswer(AskpassKind.AskHidden, Note: first ? refused : "");
        }
        bool shown = prompt.Contains("(yes/no", StringComparison.Ordinal) || prompt.Contains("type 'yes'", StringComparison.Ordinal);
        return new AskpassAnswer(shown ? AskpassKind.AskShown : AskpassKind.AskHidden);
    }

    // Its own method's words, and those it puts before a device's (RFC 4256): the device it has authenticated by its host key
    // would get the same password by either, and nothing longer than "Password:" is taken for a question for it.
    private bool IsForPassword(string prompt) =>
        prompt == $"{user}@{place}'s password: "
        || prompt.StartsWith($"({user}@{place}) ", StringComparison.Ordinal) && prompt[$"({user}@{place}) ".Length..].TrimEnd() is var words && words.Equals("Password:", StringComparison.OrdinalIgnoreCase);
}
