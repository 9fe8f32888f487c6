namespace Gateway.Methods;

/// <summary>
/// How ssh gets what signs in, without a secret in its arguments or environment: from a program that it asks
/// (ssh(1), SSH_ASKPASS) and from an agent, both at sockets that only the gateway's account can reach.
/// </summary>
/// <param name="Program">Absolute path of the program that ssh asks; null where nothing is to be asked for.</param>
/// <param name="Socket">Absolute path of the socket where that program asks the gateway.</param>
/// <param name="Agent">Absolute path of the socket of an agent that holds the key; null for none.</param>
/// <param name="Certificate">Absolute path of a certificate for that key; null for none.</param>
public sealed record AutomaticSignIn(string? Program, string? Socket, string? Agent, string? Certificate)
{
    /// <summary>Absolute path of the folder of the .NET runtime that <see cref="Program"/> needs; null if it brings its own.</summary>
    public string? Runtime { get; init; }

    /// <summary>Whether it is only for a place whose host key is on record: no other one is let in, whatever the policy for host keys says.</summary>
    public bool MustBeKnown { get; init; }
}
