using Gateway.Access;
using Gateway.Inventory;

namespace Gateway.Credentials;

/// <summary>
/// Signs people in to devices with what is kept for them. In three steps: <see cref="FindUserAsync"/> says which user of the
/// device it would be, before the policy decides about that user; <see cref="PrepareAsync"/> readies the sign-in before the
/// client starts; <c>Web.Credentials.TerminalSignIns.Attach</c> hands it to the opened terminal.
/// </summary>
public sealed class SignInDelivery
{
    /// <summary>Why nothing can be kept or delivered here, in words for an operator; null if all is well.</summary>
    public string? Problem => "No master key is configured.";

    /// <summary>
    /// The user of the credential that would sign in where no user was given. It reads no secret and refuses nothing: the
    /// policy is to decide about this user as about a typed one.
    /// </summary>
    /// <param name="caller">Who.</param>
    /// <param name="device">The device; null for a port that no device has, which only a custom password is for.</param>
    /// <param name="choice">With whose credential.</param>
    /// <returns>The credential's user; null if there is no credential, or it is for any user, or the store cannot be read: then the device's default user counts, else the person's name.</returns>
    public Task<string?> FindUserAsync(Caller caller, Device? device, CredentialChoice choice) => Task.FromResult<string?>(null);

    /// <summary>Whether something is kept for a device that this caller may use: assigned to it, or his own. Never fails; false if it cannot be read.</summary>
    public bool HasFor(Caller caller, Device device) => false;

    /// <summary>Readies a sign-in that the policy has allowed. Never throws for what may happen; the result says it.</summary>
    public Task<DeliveryResult> PrepareAsync(DeliveryRequest request) =>
        Task.FromResult(new DeliveryResult(request.Request, null, request.IsExplicit ? Problem : null, request.IsExplicit ? null : Problem));
}
