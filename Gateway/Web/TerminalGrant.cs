using Gateway.Access;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>What lets a terminal run: somebody's sign-in, and the rule that decided.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="caller">Who opened it, or came back to it last.</param>
/// <param name="rule">The rule's name.</param>
internal sealed class TerminalGrant(Terminal terminal, Caller caller, string rule)
{
    /// <summary>The terminal.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>Whose sign-in keeps it: of all that belong to its owner and are attached, the one that lasts longest.</summary>
    public Caller Caller { get; set; } = caller;

    /// <summary>The rule that let it open, or lets it go on.</summary>
    public string Rule { get; set; } = rule;

    /// <summary>What its pages were told last of its end; null for nothing, or that all is well again.</summary>
    public Ending? Told { get; set; }

    /// <summary>When that end is.</summary>
    public DateTimeOffset ToldUntil { get; set; }

    /// <summary>When the right was found to be gone; null while it is there.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}
