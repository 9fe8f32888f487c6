using System.Globalization;
using System.Text;
using Gateway.Screens;
using Gateway.Tests.Architecture;
using Xunit;

namespace Gateway.Tests.Screens;

/// <summary>A screen is, cell by cell and mode by mode, what xterm.js makes of the same bytes.</summary>
public sealed class XtermTests(XtermProcess xterm) : IClassFixture<XtermProcess>
{
    [Fact]
    public async Task Every_character_is_as_wide_and_of_the_kind_that_it_is_for_the_client()
    {
        byte[] expected = await xterm.CharactersAsync();
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(File.ReadAllBytes(SourceTree.PathOf("Gateway/Screens/graphemes.bin"))));
    }

    [Fact]
    public async Task Thousands_of_made_up_streams_look_the_same()
    {
        for (int seed = 1; seed <= 3000; seed++)
        {
            var streams = new Streams(seed);
            int columns = streams.Below(4) == 0 ? 2 + streams.Below(8) : 10 + streams.Below(40), rows = 1 + streams.Below(12);
            byte[] stream = streams.Next(5 + streams.Below(60));
            if (seed % 5 == 0) stream = streams.Mutate(stream, 1 + streams.Below(8));
            await SameAsync(seed, columns, rows, stream);
        }
    }

    private async Task SameAsync(int seed, int columns, int rows, byte[] stream)
    {
        var screen = new Screen(columns, rows);
        screen.Feed(stream);
        string expected = await xterm.ShowAsync(columns, rows, false, stream);
        string actual = ScreenDump.Of(screen);
        if (expected != actual) Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, {columns}x{rows}:\n{Show(stream)}\n-- xterm.js:\n{expected}\n-- here:\n{actual}"));
    }

    private static string Show(byte[] stream) => string.Concat(Encoding.Latin1.GetString(stream).Select(c => c is >= ' ' and <= '~' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}")));
}
