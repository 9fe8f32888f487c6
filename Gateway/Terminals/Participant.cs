namespace Gateway.Terminals;

/// <summary>Somebody at a terminal.</summary>
/// <param name="Id">Who it is, for the gateway: the same as <see cref="Terminal.Owner"/> is for the owner.</param>
/// <param name="Name">The name for people to read; empty where nobody has signed in.</param>
public sealed record Participant(string Id, string Name);
