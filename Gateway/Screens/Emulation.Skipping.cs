namespace Gateway.Screens;

/// <summary>Fast forward.</summary>
internal sealed partial class Emulation
{
    /// <summary>False for tests that compare with and without.</summary>
    public bool Skips { get; init; } = true;

    /// <summary>Leaves out the part of a flood of plain text that moves off the screen at once.</summary>
    /// <param name="text">Only printable ASCII, CR and LF.</param>
    /// <returns>How many bytes are done with; 0 if all have to be written.</returns>
    public int Skip(ReadOnlySpan<byte> text)
    {
        if (!Skips || text.Length < FastForward.Worthwhile) return 0;
        if (ScrolledOff is not null && !IsAlternate) return 0;
        if (!_buffer.ScrollsWhole || Modes.Insert || Charsets.Active is not null || !_joined.LetsAsciiStart) return 0;
        int count = FastForward.Find(text, _buffer.Rows, Modes.NewLine);
        if (count == 0) return 0;
        (_buffer.X, _buffer.Y) = (0, _buffer.Rows - 1);
        EndRun();
        EndJoin();
        return count;
    }
}
