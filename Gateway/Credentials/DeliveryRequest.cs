using Gateway.Access;
using Gateway.Inventory;
using Gateway.Methods;

namespace Gateway.Credentials;

/// <summary>Who wants to be signed in where, with whose credential.</summary>
public sealed record DeliveryRequest
{
    /// <summary>The person, or the visitor of a gateway where nobody signs in.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The device; null for a port that no device of the inventory has.</summary>
    public Device? Device { get; init; }

    /// <summary>What the policy has allowed: its user is final.</summary>
    public required RemoteRequest Request { get; init; }

    /// <summary>With whose credential.</summary>
    public required CredentialChoice Choice { get; init; }

    /// <summary>
    /// Whether the person chose so in the form or the link. What was chosen and cannot be is refused; where it is only the
    /// device's default, the person signs in by hand and reads why.
    /// </summary>
    public bool IsExplicit { get; init; }

    /// <summary>The password of <see cref="CredentialChoice.Custom"/>: 1 to 1024 characters; else null.</summary>
    public string? CustomPassword { get; init; }

    /// <summary>Says what it is for and never the password.</summary>
    public override string ToString() => $"{Choice} at {Request.Target.Place}";
}
