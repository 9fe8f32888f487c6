namespace Gateway.Access.Identity;

/// <summary>Why a sign-in at a provider came to nothing, as far as people are told. The reason itself is in the log.</summary>
public enum SignInTrouble
{
    /// <summary>The provider cannot be reached, or takes too long.</summary>
    Unreachable,

    /// <summary>The provider answers, but not as an OpenID Connect provider should.</summary>
    Unusable,

    /// <summary>The way back took too long, or began in another browser.</summary>
    Stale,

    /// <summary>The person or the provider said no.</summary>
    Denied,

    /// <summary>What the provider says about the person is not to be believed.</summary>
    Refused,

    /// <summary>The provider or directory gives the person no name that can be used here, or not all groups in a way that can be kept.</summary>
    Nameless,

    /// <summary>The gateway cannot keep sign-ins now.</summary>
    Store,
}

/// <summary>A sign-in at a provider came to nothing.</summary>
/// <param name="trouble">What people are told.</param>
/// <param name="message">What the log is told; no secret.</param>
/// <param name="inner">The cause.</param>
internal sealed class SignInTroubleException(SignInTrouble trouble, string message, Exception? inner = null) : Exception(message, inner)
{
    public SignInTrouble Trouble => trouble;
}
