using System.Text;

namespace Gateway.Recording;

/// <summary>The page that plays a recording, in two halves.</summary>
/// <param name="Before">What stands before the recording.</param>
/// <param name="Behind">What stands behind it.</param>
internal sealed record HtmlPage(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> Behind)
{
    private const string Opening = """<script type="application/json" id="recording">""";
    private const string Nothing = "null";

    /// <summary>Reads the client's page.</summary>
    /// <exception cref="InvalidDataException">It has no place for a recording.</exception>
    public static async Task<HtmlPage> ReadAsync(string path, CancellationToken cancellation)
    {
        byte[] page = await File.ReadAllBytesAsync(path, cancellation);
        int place = page.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"{Opening}{Nothing}</script>"));
        if (place < 0) throw new InvalidDataException($"{path} has no place for a recording.");
        place += Opening.Length;
        return new HtmlPage(page.AsMemory(..place), page.AsMemory((place + Nothing.Length)..));
    }
}
