namespace Gateway.Credentials;

/// <summary>Answers ssh-add's question for a key's passphrase, once.</summary>
internal sealed class PassphrasePrompts(ReadOnlyMemory<byte> passphrase)
{
    private bool _given;

    /// <summary>Whether the passphrase was said and asked for again.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>The answer to a question.</summary>
    public AskpassAnswer Answer(string prompt)
    {
        WasRefused |= _given;
        if (_given || !prompt.StartsWith("Enter passphrase for ", StringComparison.Ordinal)) return new AskpassAnswer(AskpassKind.Refuse);
        _given = true;
        return new AskpassAnswer(AskpassKind.Say, passphrase);
    }
}
