using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Access.Audit;

/// <summary>Lines of the record as comma-separated values (RFC 4180), safe to open in a spreadsheet.</summary>
public static class AuditCsv
{
    /// <summary>The first row.</summary>
    public const string Header = "time,node,number,event,person,signIn,address,target,terminal,method,user,port,rule,reason,device,place\r\n";

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n;\t");

    /// <summary>One row, with its end.</summary>
    public static string Row(AuditLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var row = new StringBuilder(256);
        row.Append(CultureInfo.InvariantCulture, $"{line.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'},{Cell(line.Node)},{line.Number},{Cell(line.Event)}");
        foreach (var (_, text) in line.Texts()) row.Append(',').Append(Cell(text));
        return row.Append("\r\n").ToString();
    }

    // Spreadsheets take what begins like this for a formula, which can run programs and send data away.
    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' || text.TrimStart() is ['=' or '+' or '-' or '@', ..]) text = $"'{text}";
        return text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
