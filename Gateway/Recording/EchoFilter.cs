using Gateway.Terminals;

namespace Gateway.Recording;

/// <summary>Typed input that may be kept, or word of some that may not.</summary>
/// <param name="By">Who typed it.</param>
/// <param name="Bytes">What; null if it was not shown.</param>
internal readonly record struct EchoVerdict(Participant By, byte[]? Bytes);

/// <summary>
/// Decides which typed input may be kept: that which the far end shows, line by line. After each typed character the next
/// printed one has to be the same, and after Enter the far end has to begin a new line before it prints anything else.
/// Whatever differs, or stays away for two seconds, drops its whole line, and what is typed on up to the next Enter: a
/// password that is not shown is never handed out. Pure: it knows no clock and writes nothing.
/// </summary>
internal sealed class EchoFilter
{
    /// <summary>How long a typed character waits to be shown.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Most bytes that wait, in all lines together.</summary>
    public const int Most = 8 * 1024;

    private readonly Queue<Key> _waiting = new();
    private readonly List<Key> _line = [];
    private readonly List<EchoVerdict> _verdicts = [];
    private readonly OutputText _text = new();
    private bool _dropping; // up to the next Enter
    private bool _edited; // the line has keys after which the far end prints by itself
    private bool _broken; // the far end has just begun a new line for an Enter

    private readonly record struct Key(byte Value, TypedKind Kind, Participant By, TimeSpan At);

    /// <summary>Whether something waits to be shown.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Somebody typed.</summary>
    /// <param name="by">Who.</param>
    /// <param name="bytes">What.</param>
    /// <param name="at">When.</param>
    public void Typed(Participant by, ReadOnlySpan<byte> bytes, TimeSpan at)
    {
        Expire(at);
        if (bytes.IsEmpty) return;
        if (_waiting.Count + _line.Count + bytes.Length > Most)
        {
            Forget(by, bytes[^1] is (byte)'\r' or (byte)'\n');
            return;
        }
        while (!bytes.IsEmpty)
        {
            var (kind, length) = TypedKeys.First(bytes);
            foreach (byte value in bytes[..length]) _waiting.Enqueue(new Key(value, kind, by, at));
            bytes = bytes[length..];
        }
        Advance();
    }

    /// <summary>The far end printed.</summary>
    /// <param name="bytes">What, from where the last call ended.</param>
    /// <param name="at">When.</param>
    public void Shown(ReadOnlySpan<byte> bytes, TimeSpan at)
    {
        Expire(at);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (_waiting.Count == 0 && (_line.Count == 0 || _edited))
            {
                _text.Skip(bytes[i..]);
                return;
            }
            Take(_text.Take(bytes[i], i + 1 < bytes.Length ? bytes[i + 1] : (byte)0), bytes[i]);
        }
    }

    /// <summary>Drops what has waited too long.</summary>
    public void Expire(TimeSpan at)
    {
        while (_waiting.TryPeek(out var key) && at - key.At > Patience) Drop(key.By);
    }

    /// <summary>Drops everything that waits, and what is typed up to the next Enter.</summary>
    /// <param name="by">Who typed last.</param>
    /// <param name="ended">Whether that Enter was the last that was typed.</param>
    public void Forget(Participant by, bool ended = false)
    {
        _waiting.Clear();
        Drop(by);
        _dropping = !ended;
    }

    /// <summary>Takes the verdicts since the last call.</summary>
    public IReadOnlyList<EchoVerdict> Verdicts()
    {
        if (_verdicts.Count == 0) return [];
        EchoVerdict[] verdicts = [.. _verdicts];
        _verdicts.Clear();
        return verdicts;
    }

    private void Take(OutputByte kind, byte value)
    {
        switch (kind)
        {
            case OutputByte.Printed:
                Printed(value);
                break;
            case OutputByte.Return or OutputByte.Feed when _waiting.TryPeek(out var key) && key.Kind == TypedKind.Enter:
                Accept();
                _broken = true;
                Advance();
                break;
            // A character that was shown at all was shown before its line ended.
            case OutputByte.Feed when !_broken && (_waiting.TryPeek(out var key) || _line.Count > 0 && !_edited):
                Drop(key.By ?? _line[^1].By);
                break;
        }
    }

    private void Printed(byte value)
    {
        _broken = false;
        if (!_waiting.TryPeek(out var key))
        {
            Drop(_line[^1].By); // no echo of anything
        }
        else if (key.Kind == TypedKind.Printed && key.Value == value)
        {
            _line.Add(_waiting.Dequeue());
            Advance();
        }
        else if (key.Kind == TypedKind.Printed || !_edited)
        {
            Drop(key.By);
        }
    }

    // Goes over keys that need not be shown, up to one that has to be.
    private void Advance()
    {
        while (_waiting.TryPeek(out var key))
        {
            if (_dropping)
            {
                _waiting.Dequeue();
                if (key.Kind == TypedKind.Enter) Renew();
            }
            else if (key.Kind == TypedKind.Silent)
            {
                _edited = true;
                if (_line.Count == 0) Hand([_waiting.Dequeue()]); // there is nothing that it could tell of
                else _line.Add(_waiting.Dequeue());
            }
            else if (key.Kind == TypedKind.Enter && _line.Count == 0)
            {
                Accept();
            }
            else
            {
                return;
            }
        }
    }

    private void Accept()
    {
        _line.Add(_waiting.Dequeue());
        Hand(_line);
        Renew();
    }

    private void Drop(Participant by)
    {
        if (!_dropping) _verdicts.Add(new EchoVerdict(by, null));
        Renew();
        _dropping = true;
        Advance();
    }

    private void Renew()
    {
        _line.Clear();
        _dropping = _edited = false;
    }

    private void Hand(IReadOnlyList<Key> keys)
    {
        for (int from = 0, to; from < keys.Count; from = to)
        {
            for (to = from + 1; to < keys.Count && keys[to].By == keys[from].By;) to++;
            byte[] bytes = [.. keys.Skip(from).Take(to - from).Select(key => key.Value)];
            if (_verdicts is [.., { Bytes: { } before } last] && last.By == keys[from].By) _verdicts[^1] = last with { Bytes = [.. before, .. bytes] };
            else _verdicts.Add(new EchoVerdict(keys[from].By, bytes));
        }
    }
}
