using System.Buffers;

namespace Gateway.Screens;

/// <summary>Takes a stream of bytes apart: UTF-8 (broken sequences are left out, as xterm.js does) and control sequences of ECMA-48.</summary>
internal sealed class Parser(Emulation emulation)
{
    /// <summary>A sequence that began longer ago is not sent again but taken up where it stands.</summary>
    public const int MaxResent = 4096;

    private const byte Escape = 0x1B;

    private static readonly SearchValues<byte> Plain = SearchValues.Create([(byte)'\r', (byte)'\n', .. Enumerable.Range(0x20, 0x5F).Select(code => (byte)code)]);

    private readonly Parameters _parameters = new();
    private readonly OscString _osc = new();
    private State _state;
    private uint _collected;
    private long _sequenceStart;
    private bool _executed;
    private int _code, _missing, _smallest;
    private long _characterStart;

    /// <summary>Bytes taken so far.</summary>
    public long Fed { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        int plainUpTo = 0;
        for (int i = 0; i < bytes.Length;)
        {
            byte next = bytes[i];
            if (_missing > 0 && (next & 0xC0) != 0x80) _missing = 0;
            if (_state == State.Ground && next is >= 0x20 and < 0x7F)
            {
                var rest = bytes[i..];
                if (i >= plainUpTo && rest.Length >= FastForward.Worthwhile)
                {
                    int plain = rest.IndexOfAnyExcept(Plain);
                    if (plain < 0) plain = rest.Length;
                    plainUpTo = i + plain;
                    int skip = emulation.Skip(rest[..plain]);
                    if (skip > 0)
                    {
                        i += skip;
                        continue;
                    }
                }
                int length = rest.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
                if (length < 0) length = rest.Length;
                emulation.PrintAscii(rest[..length]);
                i += length;
            }
            else if (_state is State.CsiEntry or State.CsiParam && next is >= (byte)'0' and <= (byte)';')
            {
                // Half of all coloured text is numbers.
                _parameters.Take(next);
                _state = State.CsiParam;
                i++;
            }
            else
            {
                if (next < 0x80) Step(next, Fed + i);
                else Decode(next, Fed + i);
                i++;
            }
        }
        Fed += bytes.Length;
    }

    /// <summary>From where the stream has to be sent again.</summary>
    /// <param name="write">Takes what has to stand at the end of a snapshot.</param>
    public long Resume(Action<string> write)
    {
        long end = _missing > 0 ? _characterStart : Fed;
        if (_state == State.Ground) return end;
        // A control function inside of the sequence has been executed; sent again it would be twice.
        if (!_executed && Fed - _sequenceStart <= MaxResent) return _sequenceStart;
        write(_state switch
        {
            State.Escape or State.EscapeIntermediate => "\e",
            State.CsiEntry or State.CsiParam or State.CsiIntermediate => "\e[",
            State.CsiIgnore => "\e[0<",
            State.Ignored => "\eX",
            // No number: xterm.js swallows the rest.
            State.Osc => "\e]x",
            State.DcsParam or State.DcsEntry => "\eP0",
            State.DcsIntermediate => "\eP!",
            State.DcsIgnore => "\eP0<",
            _ => "\ePz",
        });
        if (_state is State.EscapeIntermediate) Collected(write, 0x20, 0x2F);
        if (_state is State.CsiParam or State.CsiIntermediate)
        {
            Collected(write, 0x3C, 0x3F);
            _parameters.Write(write);
            Collected(write, 0x20, 0x2F);
        }
        return end;
    }

    private void Collected(Action<string> write, int first, int last)
    {
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            char code = (char)(_collected >> shift & 0xFF);
            if (code >= first && code <= last) write(code.ToString());
        }
    }

    private void Decode(byte next, long at)
    {
        if (_missing == 0)
        {
            (_missing, _code, _smallest) = next switch
            {
                < 0xC0 or >= 0xF8 => (0, 0, 0),
                < 0xE0 => (1, next & 0x1F, 0x80),
                < 0xF0 => (2, next & 0x0F, 0x800),
                _ => (3, next & 0x07, 0x10000),
            };
            _characterStart = at;
            return;
        }
        _code = _code << 6 | next & 0x3F;
        if (--_missing > 0) return;
        bool isCharacter = _code >= _smallest && _code <= 0x10FFFF && _code is not (>= 0xD800 and <= 0xDFFF or 0xFEFF);
        if (isCharacter) Step(_code, _characterStart);
    }

    private void Step(int code, long at)
    {
        byte entry = ParserTable.Look(_state, code);
        var next = (State)(entry & 15);
        var action = (ParserAction)(entry >> 4);
        if (action == ParserAction.Print)
        {
            emulation.Print(code);
            return;
        }
        emulation.EndRun();
        if (_state == State.Ground || code == Escape || code is >= 0x80 and < 0xA0)
        {
            _sequenceStart = at;
            _executed = false;
        }
        switch (action)
        {
            case ParserAction.Execute:
                emulation.Execute(code);
                _executed = true;
                break;
            case ParserAction.Clear:
                Clear();
                break;
            case ParserAction.Param:
                _parameters.Take(code);
                break;
            case ParserAction.Collect:
                _collected = _collected << 8 | (uint)code;
                break;
            case ParserAction.CsiDispatch:
                emulation.Control(_collected << 8 | (uint)code, _parameters);
                break;
            case ParserAction.EscDispatch:
                emulation.Escape(_collected << 8 | (uint)code);
                break;
            case ParserAction.OscStart:
                _osc.Start();
                break;
            case ParserAction.OscPut:
                _osc.Put(code);
                break;
            case ParserAction.OscEnd:
                if (code is not (0x18 or 0x1A) && _osc.Title is { } title) emulation.Title = title;
                _osc.Start();
                next = EndString(code);
                break;
            case ParserAction.DcsEnd:
                next = EndString(code);
                break;
        }
        _state = next;
    }

    private State EndString(int code)
    {
        Clear();
        emulation.EndJoin();
        return code == Escape ? State.Escape : State.Ground;
    }

    private void Clear()
    {
        _parameters.Clear();
        _collected = 0;
    }
}
