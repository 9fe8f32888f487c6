using Gateway.Methods;

namespace Gateway.Credentials;

/// <summary>What came of a wish to be signed in.</summary>
/// <param name="Request">What to open: with <see cref="RemoteRequest.SignIn"/> where ssh is signed in, else as it was.</param>
/// <param name="Session">
/// What signs in, to be attached to the opened terminal, and disposed when the terminal ends or was never opened; null where
/// nothing is kept for it or it failed.
/// </param>
/// <param name="Failure">Why it is refused, in a sentence for the person that names the step; null if it is not. Nothing is to be opened then.</param>
/// <param name="Notice">Why the person has to sign in by hand, in a sentence; null if he has not to, or chose so.</param>
public sealed record DeliveryResult(RemoteRequest Request, SignInSession? Session, string? Failure = null, string? Notice = null);
