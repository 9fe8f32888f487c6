namespace Gateway.Recording;

/// <summary>Whose terminal is recorded, and where it leads; the rest the terminal knows itself.</summary>
/// <param name="Owner">The owner, as <see cref="Terminals.Terminal.Owner"/> names him.</param>
/// <param name="Name">The owner's name for people to read; empty where nobody has signed in.</param>
/// <param name="Node">The node that it runs on.</param>
/// <param name="Domain">The host that all ports are of.</param>
public sealed record RecordingSubject(string Owner, string Name, string Node, string Domain);
