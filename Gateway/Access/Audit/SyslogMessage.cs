using System.Globalization;
using System.Text;

namespace Gateway.Access.Audit;

/// <summary>
/// A line of the record as a syslog message (RFC 5424): our members as structured data, and the very line as the
/// message, so that the collector's copy can be held against the file.
/// </summary>
internal static class SyslogMessage
{
    // "log audit" (RFC 5424, 6.2.1).
    private const int Facility = 13;

    // The enterprise number that stands for any organisation (RFC 5612): the gateway has none of its own.
    private const string Data = "audit@32473";

    private const int LongestHost = 255;
    private const int LongestId = 32;

    private static readonly string Process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The message in UTF-8.</summary>
    /// <param name="line">The line.</param>
    /// <param name="json">The same as it is written, in ASCII.</param>
    public static byte[] Of(AuditLine line, ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length * 2);
        text.Append(CultureInfo.InvariantCulture, $"<{Facility * 8 + Severity(line.Event)}>1 {line.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Ascii(line.Node, LongestHost)} gateway {Process} {Ascii(line.Event, LongestId)} [{Data} number=\"{line.Number}\"");
        foreach (var (name, value) in line.Texts())
        {
            if (value is null) continue;
            text.Append(' ').Append(name).Append("=\"");
            foreach (char letter in value)
            {
                if (letter is '"' or '\\' or ']') text.Append('\\');
                text.Append(char.IsControl(letter) ? '\uFFFD' : letter);
            }
            text.Append('"');
        }
        text.Append("] ");
        return [.. Encoding.UTF8.GetBytes(text.ToString()), .. json];
    }

    // RFC 5424, 6.2.1: 3 error, 4 warning, 5 notice, 6 informational.
    private static int Severity(string happened) => happened switch
    {
        "linesMissing" or "entriesLost" or "lineTorn" => 3,
        "refused" or "signInFailed" or "policyRefused" or "rightWithdrawn" => 4,
        "policyChanged" or "terminalEndOrdered" or "messageSent" or "signInRevoked" or "tokenCreated" or "tokenRevoked" or "auditRead" or "gatewayStarted" or "gatewayStopped" or "filesPruned" => 5,
        _ => 6,
    };

    private static string Ascii(string text, int longest)
    {
        string printable = new([.. text.Select(letter => letter is > ' ' and < '\x7f' ? letter : '_').Take(longest)]);
        return printable.Length == 0 ? "-" : printable;
    }
}
