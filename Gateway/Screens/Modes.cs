namespace Gateway.Screens;

/// <summary>What a program has switched on or off, as far as xterm.js 6 knows it.</summary>
internal sealed class Modes
{
    /// <summary>IRM, ECMA-48 mode 4.</summary>
    public bool Insert { get; set; }

    /// <summary>LNM, ECMA-48 mode 20. xterm.js keeps it over a reset.</summary>
    public bool NewLine { get; set; }

    /// <summary>DECCKM, private mode 1.</summary>
    public bool CursorKeys { get; set; }

    /// <summary>DECKPAM, private mode 66.</summary>
    public bool Keypad { get; set; }

    /// <summary>DECOM, private mode 6.</summary>
    public bool Origin { get; set; }

    /// <summary>DECAWM, private mode 7.</summary>
    public bool Wrap { get; set; } = true;

    /// <summary>Private mode 45: backspace goes back over a wrap.</summary>
    public bool ReverseWrap { get; set; }

    /// <summary>Private mode 1004.</summary>
    public bool Focus { get; set; }

    /// <summary>Private mode 2004.</summary>
    public bool BracketedPaste { get; set; }

    /// <summary>Private mode 25, the other way round. xterm.js keeps it over a full reset.</summary>
    public bool CursorHidden { get; set; }

    /// <summary>Private mode 12; null: never said, so the person's own choice. Kept over a reset.</summary>
    public bool? BlinkingCursor { get; set; }

    /// <summary>DECSCUSR: 1 block, 2 underline, 3 bar; 0 the person's own choice.</summary>
    public int CursorShape { get; set; }

    /// <summary>DECSCUSR: whether it blinks; null the person's own choice.</summary>
    public bool? CursorBlinks { get; set; }

    /// <summary>The private mode of the mouse protocol: 9, 1000, 1002, 1003, or 0.</summary>
    public int Mouse { get; set; }

    /// <summary>The private mode of the mouse encoding: 1006, 1016, or 0.</summary>
    public int MouseEncoding { get; set; }

    /// <summary>What DECSTR resets (CoreService.reset of xterm.js).</summary>
    public void Reset()
    {
        Insert = CursorKeys = Keypad = Origin = ReverseWrap = Focus = BracketedPaste = false;
        Wrap = true;
        CursorShape = 0;
        CursorBlinks = null;
    }
}
