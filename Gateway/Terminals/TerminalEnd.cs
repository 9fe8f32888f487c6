using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>How and when a terminal ended.</summary>
/// <param name="Outcome">Why, in words.</param>
/// <param name="Status">What became of the client process.</param>
/// <param name="At">When the last output had been read.</param>
public sealed record TerminalEnd(Outcome Outcome, ExitStatus Status, DateTimeOffset At);
