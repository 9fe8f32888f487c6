namespace Gateway.Screens;

/// <summary>Control sequences.</summary>
internal sealed partial class Emulation
{
    // Prefix and intermediate bytes come before the last byte, eight bits each.
    private const uint Private = '?' << 8, Space = ' ' << 8, Bang = '!' << 8, Quote = '"' << 8, Tick = '\'' << 8;

    /// <summary>A control sequence (CSI).</summary>
    /// <param name="identity">Its prefix, intermediate bytes and last byte, eight bits each.</param>
    /// <param name="numbers">Its parameters.</param>
    public void Control(uint identity, Parameters numbers)
    {
        if (identity == 'm') _pen = Rendition.Apply(_pen, numbers);
        else if (!MovesCursor(identity, numbers) && !Changes(identity, numbers)) Sets(identity, numbers);
        EndJoin();
    }

    private bool MovesCursor(uint identity, Parameters numbers)
    {
        int count = numbers.FirstOrOne;
        switch (identity)
        {
            case 'A':
                Up(count);
                return true;
            case 'B':
                Down(count);
                return true;
            case 'C' or 'a':
                Move(count, 0);
                return true;
            case 'D':
                Move(-count, 0);
                return true;
            case 'E':
                Down(count);
                _buffer.X = 0;
                return true;
            case 'F':
                Up(count);
                _buffer.X = 0;
                return true;
            case 'G' or '`':
                // In origin mode xterm.js counts the row anew.
                SetCursor(count - 1, _buffer.Y);
                return true;
            case 'H' or 'f':
                SetCursor(numbers.Count > 1 ? Math.Max(numbers[1], 1) - 1 : 0, count - 1);
                return true;
            case 'I' or 'Z':
                Tab(count, identity == 'Z');
                return true;
            case 'd':
                SetCursor(_buffer.X, count - 1);
                return true;
            case 'e':
                Move(0, count);
                return true;
            case 's':
                SaveCursor();
                return true;
            case 'u':
                RestoreCursor();
                return true;
            default:
                return false;
        }
    }

    private bool Changes(uint identity, Parameters numbers)
    {
        int count = numbers.FirstOrOne;
        switch (identity)
        {
            case '@':
                InsertCharacters(count);
                return true;
            case 'P':
                DeleteCharacters(count);
                return true;
            case 'X':
                EraseCharacters(count);
                return true;
            case 'J' or Private | 'J':
                EraseDisplay(numbers[0], identity != 'J');
                return true;
            case 'K' or Private | 'K':
                EraseLine(numbers[0], identity != 'K');
                return true;
            case 'L':
                InsertLines(count);
                return true;
            case 'M':
                DeleteLines(count);
                return true;
            case 'S':
                _buffer.Delete(_buffer.Top, _buffer.Bottom, count, Erased);
                return true;
            case 'T':
                _buffer.Insert(_buffer.Top, _buffer.Bottom, count, Cell.Blank);
                return true;
            case Space | '@' or Space | 'A':
                ShiftColumns(0, count, identity == (Space | 'A'));
                return true;
            case Tick | '}' or Tick | '~':
                ShiftColumns(_buffer.X, count, identity == (Tick | '}'));
                return true;
            case 'b':
                Repeat(count);
                return true;
            default:
                return false;
        }
    }

    private void Sets(uint identity, Parameters numbers)
    {
        switch (identity)
        {
            case 'g' when numbers[0] == 0:
                _buffer.Tabs.Clear(_buffer.X);
                break;
            case 'g' when numbers[0] == 3:
                _buffer.Tabs.ClearAll();
                break;
            case 'h' or 'l':
                for (int i = 0; i < numbers.Count; i++) SetMode(numbers[i], identity == 'h');
                break;
            case Private | 'h' or Private | 'l':
                for (int i = 0; i < numbers.Count; i++) SetPrivateMode(numbers[i], identity == (Private | 'h'));
                break;
            case 'r':
                SetRegion(numbers);
                break;
            case Bang | 'p':
                SoftReset();
                break;
            case Space | 'q':
                SetCursorStyle(numbers[0]);
                break;
            case Quote | 'q' when numbers[0] is >= 0 and <= 2:
                _pen = _pen with { Back = numbers[0] == 1 ? _pen.Back | Pen.Protected : _pen.Back & ~Pen.Protected };
                break;
        }
    }
}
