using System.Text;

namespace Gateway.Demo;

/// <summary>
/// Output as fast as the terminal takes it. Every line can be computed, so that a reader can prove that nothing was lost,
/// repeated or moved.
/// </summary>
public static class DeviceFlood
{
    /// <summary>Bytes of a line, its line feed included; the tty turns that into CR LF.</summary>
    public const int LineLength = 64;

    private const int LinesPerWrite = 256;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static readonly byte[] TwoTurns = Encoding.ASCII.GetBytes(Letters + Letters);

    /// <summary>Writes line <paramref name="number"/> (from 0) into 64 bytes: ten digits, a blank, a pattern that turns by one a line, LF.</summary>
    public static void WriteLine(long number, Span<byte> line)
    {
        for (var (at, rest) = (9, number); at >= 0; at--, rest /= 10)
            line[at] = (byte)('0' + rest % 10);
        line[10] = (byte)' ';
        TwoTurns.AsSpan((int)(number & 63), LineLength - 12).CopyTo(line[11..]);
        line[LineLength - 1] = (byte)'\n';
    }

    /// <summary>Writes so many lines, without end if <paramref name="lines"/> is null, until cancelled.</summary>
    internal static void Run(DeviceConsole console, long? lines, CancellationToken cancel)
    {
        Span<byte> buffer = stackalloc byte[LineLength * LinesPerWrite];
        for (long number = 0; number < (lines ?? long.MaxValue);)
        {
            var count = (int)Math.Min(LinesPerWrite, (lines ?? long.MaxValue) - number);
            for (var i = 0; i < count; i++)
                WriteLine(number++, buffer.Slice(i * LineLength, LineLength));
            cancel.ThrowIfCancellationRequested();
            console.Write(buffer[..(count * LineLength)]);
        }
    }
}
