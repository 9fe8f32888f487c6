namespace Gateway.Screens;

/// <summary>Bytes that, written to a freshly reset xterm.js of this size, make it show the screen and be in the same state.</summary>
/// <param name="Offset">Where the stream goes on: this many bytes after the first one that was fed. Never more than was fed; less where the feed stands inside a character or a sequence, which is then sent whole.</param>
/// <param name="Columns">Columns of the screen.</param>
/// <param name="Rows">Rows of the screen.</param>
/// <param name="Bytes">What repaints it.</param>
public sealed record ScreenSnapshot(long Offset, int Columns, int Rows, byte[] Bytes);
