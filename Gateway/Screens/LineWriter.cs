using System.Globalization;
using System.Text;

namespace Gateway.Screens;

/// <summary>Writes the cells of a screen onto a blank one whose scroll region is whole and whose modes are those of a reset.</summary>
internal sealed class LineWriter(StringBuilder output, PenWriter pen, ScreenBuffer buffer)
{
    // Where the terminal's cursor is; unknown at first, since switching screens takes it along.
    private int _row = -1, _column;
    private Joined _joined;

    public void Write()
    {
        pen.Set(default);
        for (int row = 1; row < buffer.Rows; row++)
        {
            if (buffer.Peek(row) is { Wrapped: true } && !FlowsInto(row)) WrapInto(row);
        }
        for (int row = 0; row < buffer.Rows; row++)
        {
            if (buffer.Peek(row) is { } line) Write(line, row);
        }
        pen.Set(default);
    }

    /// <summary>Whether writing the row before to its end and on gives the wrap by itself.</summary>
    private bool FlowsInto(int row) =>
        buffer.Peek(row - 1) is { } before && buffer.Peek(row) is { } line && IsWritten(before[buffer.Columns - 1]) && IsWritten(line[0]);

    /// <summary>Wraps with two characters that are erased again.</summary>
    private void WrapInto(int row)
    {
        Go(row - 1, buffer.Columns - 1);
        output.Append("xx\r\e[X");
        (_row, _column) = (row, 0);
        Go(row - 1, buffer.Columns - 1);
        output.Append("\e[X");
    }

    private void Write(Line line, int row)
    {
        int columns = buffer.Columns;
        for (int column = 0; column < columns;)
        {
            var cell = line[column];
            if (IsWritten(cell))
            {
                int width = Math.Max(1, cell.Width);
                // Cut off by the edge after the screen got narrower.
                if (width <= columns - column) Print(line, row, column, width);
                column += width;
                continue;
            }
            int end = column + 1;
            if (column >= line.Used) end = columns;
            while (end < columns && line[end] == cell) end++;
            if (cell != Cell.Blank) Erase(line, row, column, end, cell.Pen);
            column = end;
        }
    }

    private static bool IsWritten(Cell cell) => cell.HasContent || cell.Width == 0 || cell.Pen != cell.Pen.Erasing;

    private void Print(Line line, int row, int column, int width)
    {
        bool flows = column == 0 && line.Wrapped && _row == row - 1 && _column == buffer.Columns;
        if (!flows) Go(row, column);
        pen.Set(line[column].Pen);
        string text = line.TextAt(column);
        if (text == "") text = " ";
        // It stands on its own here: a character that does nothing keeps it from joining the one before.
        if (Graphemes.Next(Rune.GetRuneAt(text, 0).Value, _joined).Joins)
        {
            output.Append('\0');
            _joined = default;
        }
        foreach (var rune in text.EnumerateRunes()) _joined = Graphemes.Next(rune.Value, _joined);
        output.Append(text);
        (_row, _column) = (row, column + width);
    }

    private void Erase(Line line, int row, int column, int end, Pen color)
    {
        Go(row, column);
        pen.Set(color);
        bool toEnd = end == buffer.Columns && !(column == 0 && line.Wrapped);
        if (toEnd) output.Append("\e[K");
        else output.Append(CultureInfo.InvariantCulture, $"\e[{end - column}X");
        _joined = default;
    }

    private void Go(int row, int column)
    {
        if (row == _row && column == _column) return;
        if (row == _row && column > _column) output.Append(CultureInfo.InvariantCulture, $"\e[{column - _column}C");
        else if (row == _row + 1 && column == 0 && _row >= 0 && buffer.Peek(row) is not { Wrapped: true }) output.Append("\r\n");
        else output.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};{column + 1}H");
        (_row, _column, _joined) = (row, column, default);
    }
}
