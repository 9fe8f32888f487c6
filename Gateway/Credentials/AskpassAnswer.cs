namespace Gateway.Credentials;

/// <summary>What the program that ssh asks is to do.</summary>
/// <param name="Kind">What.</param>
/// <param name="Secret">What to say to ssh, for <see cref="AskpassKind.Say"/>; nobody else's to clear.</param>
/// <param name="Note">A line for the person before he is asked; may be empty.</param>
internal readonly record struct AskpassAnswer(AskpassKind Kind, ReadOnlyMemory<byte> Secret = default, string Note = "")
{
    /// <summary>Says what kind of answer it is, and no more.</summary>
    public override string ToString() => Kind.ToString();
}

/// <summary>Kinds of answers, as bytes of the protocol.</summary>
internal enum AskpassKind : byte
{
    /// <summary>Ask the person, without showing what he types.</summary>
    AskHidden = 1,

    /// <summary>Ask the person, and show what he types.</summary>
    AskShown = 2,

    /// <summary>Say the secret.</summary>
    Say = 3,

    /// <summary>Say nothing: ssh's question fails.</summary>
    Refuse = 4,
}
