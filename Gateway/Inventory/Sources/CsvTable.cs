using System.Globalization;
using System.Text;

namespace Gateway.Inventory.Sources;

/// <summary>A row of CSV, and the line where it begins.</summary>
internal readonly record struct CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Reads the cells of CSV (RFC 4180): quotes around a cell, doubled within, line breaks allowed there.</summary>
internal static class CsvTable
{
    private const int MostCells = 256;

    /// <summary>All rows but empty ones; or what is wrong with the text, and on which line.</summary>
    public static IReadOnlyList<CsvRow> Read(string text, char separator, out (int Line, string Problem)? broken)
    {
        List<CsvRow> rows = [];
        List<string> cells = [];
        var cell = new StringBuilder();
        int line = 1, began = 1, at = 0;
        broken = null;
        while (at < text.Length)
        {
            if (text[at] == '"' && cell.Length == 0)
            {
                int quoted = line;
                if (!Quoted(text, ref at, ref line, cell))
                {
                    broken = (quoted, "has a quote that is never closed");
                    return rows;
                }
                if (at < text.Length && text[at] != separator && text[at] is not '\r' and not '\n')
                {
                    broken = (line, "has text after the quote that closes a cell");
                    return rows;
                }
            }
            else if (text[at] is not '\r' and not '\n' && text[at] != separator)
            {
                cell.Append(text[at++]);
                continue;
            }
            if (at < text.Length && text[at] == separator)
            {
                at++;
                EndCell();
                // A separator at the very end is followed by one empty cell.
                if (at == text.Length) EndRow();
            }
            else
            {
                if (at < text.Length) at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                EndRow();
                began = ++line;
            }
            if (cells.Count > MostCells)
            {
                broken = (began, string.Create(CultureInfo.InvariantCulture, $"has more than {MostCells} cells in a row"));
                return rows;
            }
        }
        if (cell.Length > 0 || cells.Count > 0) EndRow();
        return rows;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            if (cells.Exists(one => one.Length > 0)) rows.Add(new CsvRow(began, [.. cells]));
            cells.Clear();
        }
    }

    private static bool Quoted(string text, ref int at, ref int line, StringBuilder cell)
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n' || text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')) line++;
            if (text[at] != '"')
            {
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append(text[at++]);
            }
            else
            {
                at++;
                return true;
            }
        }
        return false;
    }
}
