using System.Text;
using Gateway.Screens;

namespace Gateway.Recording;

/// <summary>
/// Reads off a screen what stood on it: every line that scrolled off, and once a second of recorded time, and before the screen
/// is cleared, every visible line that is new. A line that only moved is not new.
/// </summary>
internal sealed class ScreenText : IDisposable
{
    /// <summary>Most text of one recorded second, in UTF-16 units; of what is more nothing is kept.</summary>
    public const int MostInSecond = 256 * 1024;

    /// <summary>Most text of a recording, in UTF-16 units.</summary>
    public const long MostInAll = 64L * 1024 * 1024;

    /// <summary>Longest line that is kept, in UTF-16 units.</summary>
    public const int LongestLine = 4096;

    // So that a program that clears all the time costs no more than one that does not.
    private const int ClearsInSecond = 8;

    private readonly Screen _screen;
    private readonly ScreenTextState _state;
    private readonly List<TextBlock> _blocks = [];
    private readonly WholeLine _scrolling = new(LongestLine);
    private readonly List<string> _scrolled = [];
    private HashSet<string> _known;
    private IReadOnlyList<string> _main;
    private bool _wasAlternate;
    private string? _last;
    private double _first;
    private double _at;
    private long _version;
    private int _clears;

    /// <summary>Begins to read a screen, with what is known of the recording so far; what stands on it is not new.</summary>
    public ScreenText(Screen screen, ScreenTextState state)
    {
        (_screen, _state, _at, _first) = (screen, state, state.Sampled, state.Sampled);
        (_wasAlternate, _main) = (screen.IsAlternate, screen.IsAlternate ? [] : [.. Visible()]);
        _known = [.. state.Behind, .. Visible()];
        _version = screen.Version;
        screen.ScrolledOff += Scrolled;
    }

    /// <summary>Feeds the screen.</summary>
    /// <param name="at">When, in seconds from the recording's start.</param>
    /// <param name="output">What the program wrote.</param>
    public void Feed(double at, string output)
    {
        Reach(at);
        int fed = 0;
        for (int cleared = ClearedScreen.In(output, 0); cleared >= 0 && _clears < ClearsInSecond; cleared = ClearedScreen.In(output, cleared + 1), _clears++)
        {
            Write(output.AsSpan(fed, cleared - fed));
            fed = cleared;
            Sample();
        }
        Write(output.AsSpan(fed));
    }

    /// <summary>Changes the screen's size; what stood there before counts.</summary>
    public void Resize(double at, int columns, int rows)
    {
        Reach(at);
        Sample();
        _screen.Resize(columns, rows);
    }

    /// <summary>Takes what is new since the last time.</summary>
    public void Sample()
    {
        _state.Sampled = _at;
        if (_scrolling.End() is { } scrolled) Line(scrolled);
        if (_screen.Version == _version) return;
        _version = _screen.Version;
        string[] visible = [.. Visible()];
        // Scrolled lines may be gone at the end of the moment, and are shown coming.
        Keep(_first, _scrolled);
        Keep(_at, [.. visible.Where(_known.Add)]);
        // What a full-screen program covers is not new when it comes back.
        if (!_screen.IsAlternate) _state.Behind = [];
        else if (!_wasAlternate) _state.Behind = _main;
        (_wasAlternate, _main) = (_screen.IsAlternate, _screen.IsAlternate ? [] : visible);
        _known = [.. _state.Behind, .. visible];
        _scrolled.Clear();
        _last = null;
        _first = _at;
    }

    /// <summary>The blocks since the last time.</summary>
    public IReadOnlyList<TextBlock> Take()
    {
        TextBlock[] blocks = [.. _blocks];
        _blocks.Clear();
        return blocks;
    }

    /// <inheritdoc/>
    public void Dispose() => _screen.ScrolledOff -= Scrolled;

    private void Reach(double at)
    {
        if (at - _state.Sampled >= 1)
        {
            Sample();
            _clears = 0;
            _first = at;
            // Nothing happened in between, so that the next moment begins now.
            _state.Sampled = at;
        }
        _at = at;
    }

    private void Write(ReadOnlySpan<char> output)
    {
        Span<byte> bytes = stackalloc byte[3 * 1024];
        for (int size; output.Length > 0; output = output[size..])
        {
            size = Math.Min(1024, output.Length);
            if (size < output.Length && char.IsHighSurrogate(output[size - 1])) size--;
            _screen.Feed(bytes[..Encoding.UTF8.GetBytes(output[..size], bytes)]);
        }
    }

    private void Scrolled(ScreenLine line)
    {
        if (_scrolling.Add(line) is { } before) Line(before);
    }

    private void Line(string line)
    {
        if (_known.Add(line) && line.Length > 0) _scrolled.Add(line);
    }

    private IEnumerable<string> Visible()
    {
        var whole = new WholeLine(LongestLine);
        for (int row = 0; row < _screen.Rows; row++)
            if (whole.Add(_screen.LineAt(row)) is { } before) yield return before;
        if (whole.End() is { } last) yield return last;
    }

    private void Keep(double at, IReadOnlyList<string> lines)
    {
        List<string> block = [];
        bool follows = false;
        foreach (string line in lines.Select(Short).Where(line => SearchToken.Of(line).Any()))
        {
            if (!_state.Allows(at, line.Length)) continue;
            if (block.Count == 0 && _last is not null)
            {
                block.Add(_last);
                follows = true;
            }
            block.Add(_last = line);
            if (block.Count < TextBlock.MostLines) continue;
            _blocks.Add(new TextBlock(at, follows, block));
            (block, follows) = ([], false);
        }
        if (block.Count > 0) _blocks.Add(new TextBlock(at, follows, block));
    }

    private static string Short(string line) =>
        line.Length <= LongestLine ? line : line[..(char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine)];
}
