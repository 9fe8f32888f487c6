using System.IO.Compression;
using System.Text;
using Gateway.Screens;

namespace Gateway.Recording;

/// <summary>Screens as bytes that bring them back, compressed.</summary>
internal sealed class ScreenKeeping
{
    // An unfinished sequence that is longer is lost between two readings.
    private const int LongestTail = 64 * 1024;

    private readonly Queue<string> _tail = new();
    private int _length;

    /// <summary>Notes output that a screen was fed.</summary>
    public void Fed(string output)
    {
        _tail.Enqueue(output);
        _length += output.Length;
        while (_length - _tail.Peek().Length > LongestTail) _length -= _tail.Dequeue().Length;
    }

    /// <summary>The screen with what was fed of a sequence that is not at its end.</summary>
    public byte[] Keep(Screen screen)
    {
        var snapshot = screen.Snapshot();
        byte[] tail = screen.Fed > snapshot.Offset ? Encoding.UTF8.GetBytes(string.Concat(_tail)) : [];
        return Pack([.. snapshot.Bytes, .. tail.AsSpan(tail.Length - (int)Math.Min(tail.Length, screen.Fed - snapshot.Offset))]);
    }

    /// <summary>A screen that was kept.</summary>
    public static Screen Restore(int columns, int rows, byte[] kept)
    {
        var screen = new Screen(columns, rows);
        screen.Feed(Unpack(kept));
        return screen;
    }

    /// <summary>Compresses what repaints a screen.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Undoes <see cref="Pack"/>.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }
}
