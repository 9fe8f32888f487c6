using System.Text;

namespace Gateway.Screens;

/// <summary>What a line says.</summary>
internal static class LineText
{
    /// <summary>The text without blanks at its end.</summary>
    /// <param name="line">The line; null is a blank one.</param>
    /// <param name="columns">Cells to read; all by default.</param>
    public static string Of(Line? line, int columns = int.MaxValue) => Whole(line, columns).TrimEnd(' ');

    /// <summary>The text with the blanks at its end that were written: where the next line continues this one they part two words.</summary>
    /// <inheritdoc cref="Of"/>
    public static string Whole(Line? line, int columns = int.MaxValue)
    {
        if (line is null) return "";
        columns = Math.Min(columns, line.Length);
        var text = new StringBuilder(columns);
        for (int column = 0; column < columns;)
        {
            if (column >= line.Used && !line[column].HasContent) break;
            var cell = line[column];
            if (!cell.HasContent) text.Append(' ');
            else if (cell.IsMarked || cell.Code > char.MaxValue) text.Append(line.TextAt(column));
            else text.Append((char)cell.Code);
            column += Math.Max(1, cell.Width);
        }
        return text.ToString();
    }
}
