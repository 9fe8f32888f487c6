namespace Gateway.Terminals;

/// <summary>A terminal got a size.</summary>
/// <param name="Offset">Output offset from which on it counts.</param>
/// <param name="Size">The size.</param>
public readonly record struct SizeChange(long Offset, TerminalSize Size);

/// <summary>The sizes that a terminal had, the last few hundred. Guarded by the terminal's lock.</summary>
internal sealed class SizeHistory(TerminalSize first)
{
    // A window that is dragged changes its size many times a second, mostly without a byte in between.
    private const int Most = 256;

    private readonly List<SizeChange> _changes = [new(0, first)];

    /// <summary>The size from an offset on.</summary>
    public void Add(long offset, TerminalSize size)
    {
        if (_changes[^1].Offset == offset) _changes.RemoveAt(_changes.Count - 1);
        else if (_changes.Count == Most) _changes.RemoveAt(0);
        _changes.Add(new SizeChange(offset, size));
    }

    /// <summary>The size that counted at an offset, and all since, oldest first.</summary>
    public IReadOnlyList<SizeChange> Since(long offset)
    {
        int first = Math.Max(0, _changes.FindLastIndex(change => change.Offset <= offset));
        return [.. _changes.Skip(first)];
    }
}
