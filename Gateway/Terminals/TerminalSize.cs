namespace Gateway.Terminals;

/// <summary>A terminal's size in character cells, always within 2 to 1000 columns and 1 to 500 rows.</summary>
public readonly record struct TerminalSize
{
    /// <summary>The given size, brought into range.</summary>
    public TerminalSize(int columns, int rows) => (Columns, Rows) = (Math.Clamp(columns, 2, 1000), Math.Clamp(rows, 1, 500));

    /// <summary>Columns, 2 to 1000.</summary>
    public int Columns { get; }

    /// <summary>Rows, 1 to 500.</summary>
    public int Rows { get; }
}
