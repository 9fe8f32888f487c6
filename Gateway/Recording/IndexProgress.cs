using System.Text.Json;

namespace Gateway.Recording;

/// <summary>How far a recording has been read into the index, and all that is needed to go on.</summary>
internal sealed record IndexProgress
{
    /// <summary>The place that it goes on at.</summary>
    public CastPosition Next { get; set; }

    /// <summary>Columns at the beginning.</summary>
    public int Columns { get; init; }

    /// <summary>Rows at the beginning.</summary>
    public int Rows { get; init; }

    /// <summary>Columns of the screen as it is kept.</summary>
    public int ScreenColumns { get; set; }

    /// <summary>Rows of the screen as it is kept.</summary>
    public int ScreenRows { get; set; }

    /// <summary>Blocks of text so far.</summary>
    public int Blocks { get; set; }

    /// <summary>Markers so far.</summary>
    public int Markers { get; set; }

    /// <summary>Who typed last, as <see cref="CastCode.Person"/> has it; null if nobody has.</summary>
    public string? Person { get; set; }

    /// <summary>Text so far.</summary>
    public ScreenTextState Text { get; init; } = new();

    /// <summary>Output so far.</summary>
    public ActivityStrip Activity { get; init; } = new();

    /// <summary>Keyframes so far.</summary>
    public KeyframePace Pace { get; init; } = new();

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static IndexProgress Read(string json) => JsonSerializer.Deserialize<IndexProgress>(json) ?? throw new JsonException("null");

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this);
}
