using System.Globalization;

namespace Gateway.Recording;

/// <summary>Where a search goes on, backwards: with the lines of a block before one, and then the blocks before it.</summary>
/// <param name="Block">The block.</param>
/// <param name="Line">Only lines before this one.</param>
internal readonly record struct SearchCursor(long Block, int Line)
{
    /// <summary>Where a search begins.</summary>
    public static SearchCursor Begin { get; } = new(long.MaxValue, int.MaxValue);

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is the beginning.</summary>
    public static SearchCursor Read(string? cursor) => cursor?.Split('-') is [var block, var line]
        && long.TryParse(block, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        ? new SearchCursor(id, index) : Begin;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}-{Line}");
}
