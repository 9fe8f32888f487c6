namespace Gateway.Methods;

/// <summary>Reads telnet's last words; its exit status is 1 both when it fails and when the far end hangs up.</summary>
internal static class TelnetOutcome
{
    public static Outcome From(string domain, int port, int? exitCode, string? signal, string tail)
    {
        if (tail.Contains("Connection closed by foreign host", StringComparison.Ordinal))
            return new(EndReason.Exited, "The device closed the session.", "");
        if (exitCode is null or 0) return Outcome.Plain(exitCode, signal);
        return Outcome.Network(domain, port, tail)
            ?? new(EndReason.Failed, $"telnet ended with an error (exit status {exitCode}).", "Its last lines say more.");
    }
}
