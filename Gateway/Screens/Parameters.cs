namespace Gateway.Screens;

/// <summary>Numbers of a control sequence: at most 32 and 32 behind colons, each up to 2^31-1; further ones are dropped (Params.ts).</summary>
internal sealed class Parameters
{
    private const int Max = 32;

    private readonly int[] _values = new int[Max];
    private readonly int[] _subs = new int[Max];
    private readonly byte[] _ends = new byte[Max];
    private int _subCount;
    private bool _refuses, _refusesSubs, _inSub;

    /// <summary>Numbers; at least one, which is 0 if not given.</summary>
    public int Count { get; private set; }

    public int this[int index] => _values[index];

    /// <summary>The first number, 1 if it is 0 or missing.</summary>
    public int FirstOrOne => _values[0] == 0 ? 1 : _values[0];

    /// <summary>What followed a number behind colons; -1 where there was none between two.</summary>
    public ReadOnlySpan<int> SubsOf(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        return _subs.AsSpan(start, _ends[index] - start);
    }

    public void Clear()
    {
        Count = 0;
        _subCount = 0;
        _refuses = _refusesSubs = _inSub = false;
        Add();
    }

    public void Take(int code)
    {
        if (code == ';') Add();
        else if (code == ':') AddSub();
        else AddDigit(code - '0');
    }

    /// <summary>Writes them so that reading them again gives the same state.</summary>
    public void Write(Action<string> write)
    {
        for (int i = 0; i < Count; i++)
        {
            if (i > 0) write(";");
            write(Text(_values[i]));
            foreach (int sub in SubsOf(i)) write(sub < 0 ? ":" : ":" + Text(sub));
        }
        if (_refuses) write(";");
        if (_refusesSubs) write(":");
    }

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Add()
    {
        _inSub = false;
        if (Count == Max)
        {
            _refuses = true;
            return;
        }
        _ends[Count] = (byte)_subCount;
        _values[Count++] = 0;
    }

    private void AddSub()
    {
        _inSub = true;
        if (_refuses || _subCount == Max)
        {
            _refusesSubs = true;
            return;
        }
        _subs[_subCount++] = -1;
        _ends[Count - 1]++;
    }

    private void AddDigit(int digit)
    {
        if (_refuses || _inSub && (_refusesSubs || _subCount == 0)) return;
        ref int value = ref _inSub ? ref _subs[_subCount - 1] : ref _values[Count - 1];
        value = value < 0 ? digit : (int)Math.Min(value * 10L + digit, int.MaxValue);
    }
}
