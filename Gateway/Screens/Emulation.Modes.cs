namespace Gateway.Screens;

/// <summary>Modes.</summary>
internal sealed partial class Emulation
{
    private void SetMode(int mode, bool isOn)
    {
        if (mode == 4) Modes.Insert = isOn;
        else if (mode == 20) Modes.NewLine = isOn;
    }

    private void SetPrivateMode(int mode, bool isOn)
    {
        switch (mode)
        {
            case 1:
                Modes.CursorKeys = isOn;
                break;
            case 2 when isOn:
                for (int level = 0; level < 4; level++) Charsets.Designate(level, null);
                break;
            case 6:
                Modes.Origin = isOn;
                SetCursor(0, 0);
                break;
            case 7:
                Modes.Wrap = isOn;
                break;
            case 9 or 1000 or 1002 or 1003:
                Modes.Mouse = isOn ? mode : 0;
                break;
            case 12:
                Modes.BlinkingCursor = isOn;
                break;
            case 25:
                Modes.CursorHidden = !isOn;
                break;
            case 45:
                Modes.ReverseWrap = isOn;
                break;
            case 66:
                Modes.Keypad = isOn;
                break;
            case 1004:
                Modes.Focus = isOn;
                break;
            case 1006 or 1016:
                Modes.MouseEncoding = isOn ? mode : 0;
                break;
            case 2004:
                Modes.BracketedPaste = isOn;
                break;
            case 47 or 1047 or 1048 or 1049:
                SwitchScreen(mode, isOn);
                break;
        }
    }

    /// <summary>Cursor (1048), screen (47, 1047) or both (1049).</summary>
    private void SwitchScreen(int mode, bool toAlternate)
    {
        if (toAlternate && mode >= 1048) SaveCursor();
        if (mode != 1048 && toAlternate != IsAlternate)
        {
            var (x, y) = (_buffer.X, _buffer.Y);
            // It is blank at either time; only the colour to erase with comes from now.
            _alternate.Value.Reset(toAlternate ? Erased : Cell.Blank);
            _buffer = toAlternate ? _alternate.Value : _main;
            (_buffer.X, _buffer.Y) = (x, y);
        }
        if (!toAlternate && mode >= 1048) RestoreCursor();
    }

    private void SetRegion(Parameters numbers)
    {
        int top = numbers.FirstOrOne;
        int bottom = numbers.Count < 2 || numbers[1] == 0 ? _buffer.Rows : Math.Min(numbers[1], _buffer.Rows);
        if (bottom <= top) return;
        (_buffer.Top, _buffer.Bottom) = (top - 1, bottom - 1);
        SetCursor(0, 0);
    }

    private void SetCursorStyle(int style)
    {
        Modes.CursorBlinks = style == 0 ? null : style % 2 == 1;
        if (style <= 6) Modes.CursorShape = (style + 1) / 2;
    }

    /// <summary>DECSTR.</summary>
    private void SoftReset()
    {
        Modes.CursorHidden = false;
        (_buffer.Top, _buffer.Bottom) = (0, _buffer.Rows - 1);
        _pen = default;
        Modes.Reset();
        Charsets.Reset();
        _buffer.Saved = default;
    }
}
