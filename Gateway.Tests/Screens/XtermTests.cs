using System.Globalization;
using System.Text;
using Gateway.Screens;
using Gateway.Tests.Architecture;
using Xunit;

namespace Gateway.Tests.Screens;

/// <summary>A screen is, cell by cell and mode by mode, what xterm.js makes of the same bytes; and so is what a snapshot brings back.</summary>
public sealed class XtermTests(XtermProcess xterm) : IClassFixture<XtermProcess>
{
    [Fact]
    public async Task Every_character_is_as_wide_and_of_the_kind_that_it_is_for_the_client()
    {
        byte[] expected = await xterm.CharactersAsync();
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(File.ReadAllBytes(SourceTree.PathOf("Gateway/Screens/graphemes.bin"))));
    }

    [Fact]
    public async Task Every_control_function_does_what_it_does_there()
    {
        foreach (string stream in ControlFunctions.All) await SameAsync(0, 20, 6, Encoding.UTF8.GetBytes(stream));
    }

    [Fact]
    public async Task Thousands_of_made_up_streams_look_the_same()
    {
        for (int seed = 1; seed <= 2000; seed++)
        {
            var streams = new Streams(seed);
            var (columns, rows) = streams.Size();
            byte[] stream = streams.Next(5 + streams.Below(60));
            if (seed % 5 == 0) stream = streams.Mutate(stream, 1 + streams.Below(8));
            await SameAsync(seed, columns, rows, stream);
        }
    }

    [Fact]
    public async Task Another_size_changes_it_as_it_does_there()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            var streams = new Streams(seed);
            var (columns, rows) = streams.Size();
            var screen = new Screen(columns, rows);
            List<object> steps = [];
            for (int i = 0; i < 4; i++)
            {
                byte[] stream = streams.Next(10);
                screen.Feed(stream);
                var size = streams.Size();
                screen.Resize(size.Columns, size.Rows);
                steps.AddRange([stream, size]);
            }
            Equal(seed, await xterm.ShowAsync(columns, rows, false, steps), ScreenDump.Of(screen), [.. steps.OfType<byte[]>().SelectMany(part => part)]);
        }
    }

    [Fact]
    public async Task A_snapshot_brings_a_made_up_screen_back_and_the_stream_goes_on()
    {
        for (int seed = 10_001; seed <= 10_900; seed++)
        {
            var streams = new Streams(seed);
            var (columns, rows) = streams.Size();
            byte[] stream = streams.Next(5 + streams.Below(50));
            if (seed % 5 == 0) stream = streams.Mutate(stream, 1 + streams.Below(8));
            await BringsBackAsync(seed, columns, rows, stream, streams.Below(stream.Length));
        }
    }

    [Theory]
    [InlineData("vim")]
    [InlineData("less")]
    [InlineData("top")]
    [InlineData("tmux")]
    public async Task A_real_program_looks_the_same_and_a_snapshot_brings_it_back(string program)
    {
        byte[] stream = Recorded.Session(program);
        for (int at = 1; at <= 12; at++)
        {
            int end = stream.Length * at / 12;
            await SameAsync(at, 80, 24, stream[..end]);
            await BringsBackAsync(at, 80, 24, stream, Math.Max(0, end - 1 - at * 7));
        }
    }

    private async Task SameAsync(int seed, int columns, int rows, byte[] stream)
    {
        var screen = new Screen(columns, rows);
        screen.Feed(stream);
        Equal(seed, await xterm.ShowAsync(columns, rows, false, stream), ScreenDump.Of(screen), stream);
    }

    /// <summary>Both at the cut and after the rest of the stream, a terminal with the snapshot is in the state of one that saw all.</summary>
    private async Task BringsBackAsync(int seed, int columns, int rows, byte[] stream, int cut)
    {
        var screen = new Screen(columns, rows);
        screen.Feed(stream.AsSpan(0, cut));
        var snapshot = screen.Snapshot();
        Assert.InRange(snapshot.Offset, Math.Max(0, cut - 4096), cut);
        byte[] rest = stream[(int)snapshot.Offset..];
        string expected = await xterm.ShowAsync(columns, rows, true, stream[..cut]);
        if (HasHalves(expected)) return;
        Equal(seed, expected, await xterm.ShowAsync(columns, rows, true, snapshot.Bytes, rest[..(cut - (int)snapshot.Offset)]), stream[..cut], snapshot.Bytes);
        Equal(seed, await xterm.ShowAsync(columns, rows, true, stream), await xterm.ShowAsync(columns, rows, true, snapshot.Bytes, rest), stream, snapshot.Bytes);
    }

    /// <summary>Half of a wide character can be left over: without wrap, and where the screen got narrower. Writing it again cannot bring that back.</summary>
    private static bool HasHalves(string shown) => shown.Replace("»«", "", StringComparison.Ordinal).AsSpan().ContainsAny('»', '«');

    private static void Equal(int seed, string expected, string actual, byte[] stream, byte[]? snapshot = null)
    {
        if (expected == actual) return;
        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, of:\n{Show(stream)}\n{(snapshot is null ? "" : Show(snapshot))}\n-- expected:\n{expected}\n-- actual:\n{actual}"));
    }

    private static string Show(byte[] stream) => string.Concat(Encoding.Latin1.GetString(stream).Select(c => c is >= ' ' and <= '~' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}")));
}
