namespace Gateway.Screens;

/// <summary>
/// The state machine of a VT500 as xterm.js has it (EscapeSequenceParser.ts, after https://vt100.net/emu/dec_ansi_parser):
/// for a state and a code (0xA0 stands for all from there on) what to do and where to go.
/// </summary>
internal static class ParserTable
{
    private const int Other = 0xA0;

    private static readonly byte[] Entries = Build();

    public static byte Look(State state, int code) => Entries[(int)state << 8 | (code < Other ? code : Other)];

    private static byte[] Build()
    {
        byte[] table = new byte[(int)State.DcsPass + 1 << 8];
        Array.Fill(table, Entry(ParserAction.Fail, State.Ground));
        for (var state = State.Ground; state <= State.DcsPass; state++) Anywhere(table, state);
        Texts(table);
        Escapes(table);
        Sequences(table);
        DeviceStrings(table);
        return table;
    }

    private static byte Entry(ParserAction action, State next) => (byte)((int)action << 4 | (int)next);

    private static void Add(byte[] table, State state, int first, int last, ParserAction action, State next)
    {
        for (int code = first; code <= last; code++) table[(int)state << 8 | code] = Entry(action, next);
    }

    /// <summary>C0 controls but for CAN, SUB and ESC.</summary>
    private static void Controls(byte[] table, State state, ParserAction action)
    {
        Add(table, state, 0, 0x17, action, state);
        Add(table, state, 0x19, 0x19, action, state);
        Add(table, state, 0x1C, 0x1F, action, state);
    }

    private static void Anywhere(byte[] table, State state)
    {
        Add(table, state, 0x18, 0x18, ParserAction.Execute, State.Ground);
        Add(table, state, 0x1A, 0x1A, ParserAction.Execute, State.Ground);
        Add(table, state, 0x80, 0x97, ParserAction.Execute, State.Ground);
        Add(table, state, 0x99, 0x9A, ParserAction.Execute, State.Ground);
        Add(table, state, 0x9C, 0x9C, ParserAction.Ignore, State.Ground);
        Add(table, state, 0x1B, 0x1B, ParserAction.Clear, State.Escape);
        Add(table, state, 0x9D, 0x9D, ParserAction.OscStart, State.Osc);
        Add(table, state, 0x98, 0x98, ParserAction.Ignore, State.Ignored);
        Add(table, state, 0x9E, 0x9F, ParserAction.Ignore, State.Ignored);
        Add(table, state, 0x9B, 0x9B, ParserAction.Clear, State.CsiEntry);
        Add(table, state, 0x90, 0x90, ParserAction.Clear, State.DcsEntry);
    }

    private static void Texts(byte[] table)
    {
        Add(table, State.Ground, 0x20, 0x7E, ParserAction.Print, State.Ground);
        Add(table, State.Ground, Other, Other, ParserAction.Print, State.Ground);
        Controls(table, State.Ground, ParserAction.Execute);
        Controls(table, State.Osc, ParserAction.Ignore);
        Add(table, State.Osc, 0x20, 0x7F, ParserAction.OscPut, State.Osc);
        Add(table, State.Osc, Other, Other, ParserAction.OscPut, State.Osc);
        foreach (int end in (int[])[0x9C, 0x1B, 0x18, 0x1A, 0x07]) Add(table, State.Osc, end, end, ParserAction.OscEnd, State.Ground);
        Controls(table, State.Ignored, ParserAction.Ignore);
        Add(table, State.Ignored, 0x20, 0x7F, ParserAction.Ignore, State.Ignored);
    }

    private static void Escapes(byte[] table)
    {
        Controls(table, State.Escape, ParserAction.Execute);
        Add(table, State.Escape, 0x7F, 0x7F, ParserAction.Ignore, State.Escape);
        Add(table, State.Escape, 0x20, 0x2F, ParserAction.Collect, State.EscapeIntermediate);
        Add(table, State.Escape, 0x30, 0x7E, ParserAction.EscDispatch, State.Ground);
        Add(table, State.Escape, 0x50, 0x50, ParserAction.Clear, State.DcsEntry);
        Add(table, State.Escape, 0x5B, 0x5B, ParserAction.Clear, State.CsiEntry);
        Add(table, State.Escape, 0x5D, 0x5D, ParserAction.OscStart, State.Osc);
        foreach (int start in (int[])[0x58, 0x5E, 0x5F]) Add(table, State.Escape, start, start, ParserAction.Ignore, State.Ignored);
        Controls(table, State.EscapeIntermediate, ParserAction.Execute);
        Add(table, State.EscapeIntermediate, 0x7F, 0x7F, ParserAction.Ignore, State.EscapeIntermediate);
        Add(table, State.EscapeIntermediate, 0x20, 0x2F, ParserAction.Collect, State.EscapeIntermediate);
        Add(table, State.EscapeIntermediate, 0x30, 0x7E, ParserAction.EscDispatch, State.Ground);
    }

    private static void Sequences(byte[] table)
    {
        foreach (var state in (State[])[State.CsiEntry, State.CsiParam, State.CsiIntermediate, State.CsiIgnore])
        {
            Controls(table, state, ParserAction.Execute);
            Add(table, state, 0x7F, 0x7F, ParserAction.Ignore, state);
            Add(table, state, 0x40, 0x7E, state == State.CsiIgnore ? ParserAction.Ignore : ParserAction.CsiDispatch, State.Ground);
            Add(table, state, 0x20, 0x2F, ParserAction.Collect, State.CsiIntermediate);
            Add(table, state, 0x30, 0x3B, ParserAction.Param, State.CsiParam);
        }
        Add(table, State.CsiEntry, 0x3C, 0x3F, ParserAction.Collect, State.CsiParam);
        Add(table, State.CsiParam, 0x3C, 0x3F, ParserAction.Ignore, State.CsiIgnore);
        Add(table, State.CsiIntermediate, 0x30, 0x3F, ParserAction.Ignore, State.CsiIgnore);
        Add(table, State.CsiIgnore, 0x20, 0x3F, ParserAction.Ignore, State.CsiIgnore);
        Add(table, State.CsiIgnore, Other, Other, ParserAction.Ignore, State.CsiIgnore);
    }

    private static void DeviceStrings(byte[] table)
    {
        foreach (var state in (State[])[State.DcsEntry, State.DcsParam, State.DcsIntermediate])
        {
            Controls(table, state, ParserAction.Ignore);
            Add(table, state, 0x7F, 0x7F, ParserAction.Ignore, state);
            Add(table, state, 0x20, 0x2F, ParserAction.Collect, State.DcsIntermediate);
            Add(table, state, 0x30, 0x3B, ParserAction.Param, State.DcsParam);
            Add(table, state, 0x40, 0x7E, ParserAction.DcsHook, State.DcsPass);
        }
        Add(table, State.DcsEntry, 0x3C, 0x3F, ParserAction.Collect, State.DcsParam);
        Add(table, State.DcsParam, 0x3C, 0x3F, ParserAction.Ignore, State.DcsIgnore);
        Add(table, State.DcsIntermediate, 0x30, 0x3F, ParserAction.Ignore, State.DcsIgnore);
        Controls(table, State.DcsIgnore, ParserAction.Ignore);
        Add(table, State.DcsIgnore, 0x20, 0x7F, ParserAction.Ignore, State.DcsIgnore);
        Add(table, State.DcsIgnore, Other, Other, ParserAction.Ignore, State.DcsIgnore);
        Controls(table, State.DcsPass, ParserAction.Ignore);
        Add(table, State.DcsPass, 0x20, 0x7F, ParserAction.Ignore, State.DcsPass);
        Add(table, State.DcsPass, Other, Other, ParserAction.Ignore, State.DcsPass);
        foreach (int end in (int[])[0x1B, 0x9C, 0x18, 0x1A]) Add(table, State.DcsPass, end, end, ParserAction.DcsEnd, State.Ground);
    }
}
