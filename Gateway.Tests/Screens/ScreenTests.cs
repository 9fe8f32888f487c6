using System.Globalization;
using System.Text;
using Gateway.Screens;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Screens;

/// <summary>What a screen promises by itself: the same result however its bytes are cut, bounded time and memory, lines told as they leave.</summary>
public sealed class ScreenTests
{
    /// <summary>Alone it takes a second at most; without a bound on each function's work, hours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Bytes_may_be_cut_anywhere()
    {
        for (int seed = 1; seed <= 400; seed++)
        {
            var streams = new Streams(seed);
            var (columns, rows) = streams.Size();
            byte[] stream = streams.Mutate(streams.Next(20), 2);
            var whole = new Screen(columns, rows);
            whole.Feed(stream);
            var single = new Screen(columns, rows);
            foreach (byte one in stream) single.Feed([one]);
            Assert.True(ScreenDump.Of(whole) == ScreenDump.Of(single), string.Create(CultureInfo.InvariantCulture, $"Seed {seed}"));
            Assert.Equal(stream.Length, single.Fed);
            for (int cut = 0; cut <= stream.Length; cut += 1 + streams.Below(8))
            {
                var parts = new Screen(columns, rows);
                parts.Feed(stream.AsSpan(0, cut));
                parts.Snapshot();
                parts.Feed(stream.AsSpan(cut));
                Assert.True(ScreenDump.Of(whole) == ScreenDump.Of(parts), string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, cut at {cut}"));
            }
        }
    }

    [Fact]
    public void A_flood_that_is_skipped_leaves_what_writing_it_leaves()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            var streams = new Streams(seed);
            var (columns, rows) = streams.Size();
            var fast = new Screen(columns, rows);
            var slow = new Screen(columns, rows, skips: false);
            for (int part = 0; part < 3; part++)
            {
                byte[] stream = [.. streams.Next(6), .. Flood(streams), .. streams.Next(4)];
                fast.Feed(stream);
                slow.Feed(stream);
                Assert.True(ScreenDump.Of(slow) == ScreenDump.Of(fast), string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, part {part}"));
            }
        }
    }

    [Fact]
    public void A_flood_is_skipped_indeed()
    {
        byte[] flood = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("one more line of a flood\r\n", 1000)));
        var emulation = new Screen(80, 24).Emulation;
        Assert.InRange(emulation.Skip(flood), flood.Length * 9 / 10, flood.Length - 24 * 26);
    }

    [Fact]
    public void Every_line_that_leaves_the_main_screen_is_told_once_and_in_order()
    {
        List<ScreenLine> lines = [];
        var screen = new Screen(10, 4) { ScrolledOff = lines.Add };
        var text = new StringBuilder();
        for (int i = 0; i < 1000; i++) text.Append(CultureInfo.InvariantCulture, $"line {i}  \r\n");
        screen.Feed(Encoding.ASCII.GetBytes(text + "0123456789abcde\r\n" + "\e[?1049h" + text + "\e[?1049l"));
        Assert.Equal([.. Enumerable.Range(0, 999).Select(i => new ScreenLine($"line {i}", false, 2))], lines);
        Assert.Equal(["line 999", "0123456789", "abcde", ""], Enumerable.Range(0, 4).Select(screen.LineText));
        screen.Resize(10, 2);
        screen.Feed("\r\n"u8);
        Assert.Equal([new("line 999", false, 2), new("0123456789", false), new("abcde", true)], lines[999..]);
    }

    [Fact]
    public void A_fresh_screen_is_small_and_a_full_one_is_bounded()
    {
        _ = new Screen(80, 24);
        Assert.InRange(Allocated(() => new Screen(80, 24)), 1, 2048);
        var screen = new Screen(80, 24);
        byte[] worst = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\e[?1049h\e[38;2;1;2;3m" + string.Concat(Enumerable.Repeat("e" + new string('\u0301', 60), 2500)) + "\e[?1049l" + string.Concat(Enumerable.Repeat("e" + new string('\u0301', 60), 2500)) + "\e]2;" + new string('t', 100_000) + "\a\e[" + new string('1', 100_000) + ";;;;m", 3)));
        screen.Feed(worst);
        // It was fed megabytes, and keeps its cells with as many marks as a line may have.
        Assert.InRange(worst.Length, 2_000_000, int.MaxValue);
        Assert.InRange(Held.Bytes(screen), 50_000, 150_000);
    }

    [Theory]
    [InlineData("\e[2147483647b")]
    [InlineData("x\e[2147483647b")]
    [InlineData("漢\e[99999b")]
    [InlineData("e\u0301\u0301\u0301\e[99999b")]
    [InlineData("\e[J\e[1J\e[2J")]
    [InlineData("\e[2147483647L\e[2147483647M\e[2147483647S\e[2147483647T")]
    [InlineData("\e[2147483647@\e[2147483647P\e[2147483647X")]
    [InlineData("\e[2147483647I\e[2147483647Z")]
    [InlineData("\e[2147483647A\e[2147483647B\e[2147483647C\e[2147483647D\e[2147483647;2147483647H")]
    [InlineData("\e#8\e[2J")]
    [InlineData("\e[5;20r\n\n\eM")]
    [InlineData("\e[ @\e[ A")]
    [InlineData("\e[?1049h\e[?1049l")]
    [InlineData("e\u0301\u0301\u0301")]
    [InlineData("\e]2;")]
    [InlineData("\eP")]
    [InlineData("\ec")]
    public void A_flood_of_anything_is_taken_in_soon(string sequence)
    {
        byte[] once = Encoding.UTF8.GetBytes(sequence);
        byte[] stream = new byte[1 << 14];
        for (int at = 0; at + once.Length <= stream.Length; at += once.Length) once.CopyTo(stream, at);
        var begun = ProcessorTime.OfThisThread();
        var screen = new Screen(132, 50);
        screen.Feed(stream);
        screen.Snapshot();
        Assert.InRange(ProcessorTime.OfThisThread() - begun, TimeSpan.Zero, Patience);
    }

    [Theory]
    [InlineData("\e[ @")]
    [InlineData("\e[ A")]
    [InlineData("\e['}")]
    [InlineData("\e[?2J")]
    public void What_looks_at_every_cell_of_the_largest_screen_is_not_done_at_every_word_of_a_flood(string sequence)
    {
        byte[] once = Encoding.ASCII.GetBytes(sequence);
        byte[] stream = new byte[1 << 20];
        for (int at = 0; at + once.Length <= stream.Length; at += once.Length) once.CopyTo(stream, at);
        var screen = new Screen(1000, 500);
        screen.Feed(Encoding.ASCII.GetBytes(new string('x', 1000 * 500)));
        var begun = ProcessorTime.OfThisThread();
        screen.Feed(stream); // 500,000 cells each time would take minutes
        Assert.InRange(ProcessorTime.OfThisThread() - begun, TimeSpan.Zero, Patience);
    }

    [Fact]
    public void Random_bytes_and_broken_sessions_break_nothing()
    {
        byte[] session = Recorded.Session("tmux");
        var begun = ProcessorTime.OfThisThread();
        for (int seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            byte[] stream = new byte[4000];
            random.NextBytes(stream);
            if (seed % 2 == 0) stream = new Streams(seed).Mutate(session[..5000], 200)[..4000];
            var screen = new Screen(random.Next(-5, 200), random.Next(-5, 60));
            for (int at = 0; at < stream.Length; at += 500)
            {
                screen.Feed(stream.AsSpan(at, 500));
                screen.Snapshot();
                screen.Resize(random.Next(1, 200), random.Next(1, 60));
                for (int row = 0; row < screen.Rows; row++) Assert.DoesNotContain('\e', screen.LineText(row));
            }
        }
        Assert.InRange(ProcessorTime.OfThisThread() - begun, TimeSpan.Zero, Patience);
    }

    [Fact]
    public void A_title_is_short_and_without_control_characters()
    {
        var screen = new Screen(80, 24);
        screen.Feed(Encoding.UTF8.GetBytes("\e]2;one\x7ftwo\x01" + new string('x', 500) + "\a"));
        Assert.Equal("onetwo" + new string('x', 250), screen.Title);
    }

    [Fact]
    public void A_snapshot_stands_before_what_is_unfinished_unless_that_is_long()
    {
        var screen = new Screen(80, 24);
        screen.Feed("ab\e[3"u8);
        Assert.Equal(2, screen.Snapshot().Offset);
        screen.Feed("1m\u6f22"u8[..4]);
        Assert.Equal(7, screen.Snapshot().Offset);
        screen.Feed("\u6f22"u8[2..]);
        screen.Feed("\e]2;"u8);
        screen.Feed(new byte[5000].Select(_ => (byte)'t').ToArray());
        var snapshot = screen.Snapshot();
        Assert.Equal(screen.Fed, snapshot.Offset);
        Assert.EndsWith("\e]x", Encoding.UTF8.GetString(snapshot.Bytes), StringComparison.Ordinal);
    }

    private static byte[] Flood(Streams streams)
    {
        var text = new StringBuilder();
        string end = streams.Below(4) == 0 ? "\n" : streams.Below(4) == 0 ? "\n\r" : "\r\n";
        int length = streams.Below(120);
        while (text.Length < 6000) text.Append('a', streams.Below(length + 1)).Append((char)('0' + streams.Below(10))).Append(end);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static long Allocated(Func<object> make)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(make());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
