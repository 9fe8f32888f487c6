using System.IO.Compression;
using Gateway.Tests.Architecture;

namespace Gateway.Tests.Screens;

/// <summary>Output of real programs in a terminal of 80 by 24, as a PTY gave it.</summary>
internal static class Recorded
{
    /// <summary>The session of a program: what it wrote, byte by byte.</summary>
    public static byte[] Session(string program)
    {
        using var file = File.OpenRead(SourceTree.PathOf($"Gateway.Tests/Screens/Sessions/{program}.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpacked.CopyTo(bytes);
        return bytes.ToArray();
    }
}
