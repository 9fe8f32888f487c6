using System.Collections.Immutable;

namespace Gateway.Methods;

/// <summary>
/// Exactly what is executed: no shell ever sees it, nothing is split or expanded on the way.
/// </summary>
/// <param name="Program">Absolute path of the client program.</param>
/// <param name="Arguments">The argument list, without the program's own name.</param>
/// <param name="Environment">The whole environment of the client; nothing is inherited.</param>
/// <param name="Folder">The client's working folder: its empty home.</param>
public sealed record CommandLine(
    string Program,
    ImmutableArray<string> Arguments,
    ImmutableDictionary<string, string> Environment,
    string Folder)
{
    /// <summary>
    /// Whether Ctrl-S and Ctrl-Q stop and start the client's own terminal (termios(3), IXON). False lets them through
    /// to a client that would leave that on.
    /// </summary>
    public bool FlowCharacters { get; init; } = true;

    /// <summary>Whether the client's own terminal, where it edits lines, takes characters to be UTF-8 (termios(3), IUTF8).</summary>
    public bool IsUtf8 { get; init; } = true;
}
