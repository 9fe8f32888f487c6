using System.Buffers;
using System.Text;
using Gateway.Terminals;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class TelnetSeamTests
{
    // What is typed, what the client makes of it, and where in that a signal behind the typed bytes goes (|).
    [Theory]
    [InlineData("ab", "ab|cd")]
    [InlineData("", "|abc")]
    [InlineData("a\r", "a\r\0|b")]
    [InlineData("a\r", "a\r\n|b")]
    [InlineData("a\r\n", "a\r\n|b")]
    [InlineData("a\r\n", "a\r\0\n|b")]
    [InlineData("a\r\r", "a\r\0\r\0|\r\0b")]
    [InlineData("a\n\n", "a\n\n|\nb")]
    [InlineData("a\0", "a\0|\0b")]
    [InlineData("a\r", "a\r|b")]
    [InlineData("a\u00ffb", "a\u00ff\u00ffb|c")]
    [InlineData("a\u00ff", "a\u00ff\u00ff|c")]
    [InlineData("a", "\u00ff\u00fb\u0018\u00ff\u00fd\u00ffa|b")] // WILL TERMINAL-TYPE, DO 255
    [InlineData("ab", "a\u00ff\u00fa\u0018\0xy\u00ff\u00ffz\u00ff\u00f0b|c")] // SB TERMINAL-TYPE IS "xy" 255 "z" SE
    [InlineData("a", "a|\u00ff\u00f2b")] // DM
    public void A_signal_goes_behind_what_was_typed_and_into_no_sequence(string typed, string wire)
    {
        byte[] bytes = Latin(wire.Replace("|", "", StringComparison.Ordinal));
        byte[] expected = Latin(wire.Replace("|", "\u00ff\u00f3", StringComparison.Ordinal));
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var (seam, passed) = (new TelnetSeam(), new ArrayBufferWriter<byte>());
            seam.Typing(Latin(typed));
            Assert.True(seam.Add(DeviceSignal.Break));
            seam.Typing("later and more"u8);
            seam.Pass(bytes.AsSpan(0, cut), passed);
            seam.Pass(bytes.AsSpan(cut), passed);
            Assert.Equal((cut, Convert.ToHexString(expected)), (cut, Convert.ToHexString(passed.WrittenSpan)));
            Assert.False(seam.IsWaiting);
        }
    }

    [Fact]
    public void At_every_byte_a_signal_that_is_pressed_to_go_on_waits_for_the_end_of_the_sequence()
    {
        byte[] bytes = Latin("a\r\0\u00ff\u00fd\u0001b\u00ff\u00fa\u0018\u00ff\u00ff\u00f0\u00ff\u00f0\u00ff\u00ffc");
        int[] inside = [4, 5, 8, 9, 10, 11, 12, 13, 14, 16];
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var (seam, passed) = (new TelnetSeam(), new ArrayBufferWriter<byte>());
            seam.Typing("abcd and a line that the client keeps"u8);
            seam.Add(DeviceSignal.AreYouThere);
            seam.Pass(bytes.AsSpan(0, cut), passed);
            seam.GoOn(passed);
            Assert.Equal((cut, cut + (inside.Contains(cut) ? 0 : 2)), (cut, passed.WrittenCount));
            if (!inside.Contains(cut)) Assert.Equal([255, 246], passed.WrittenSpan[cut..].ToArray());
        }
    }

    [Fact]
    public void Every_signal_has_its_code_and_goes_in_its_turn()
    {
        var (seam, passed) = (new TelnetSeam(), new ArrayBufferWriter<byte>());
        foreach (var signal in Enum.GetValues<DeviceSignal>()) seam.Add(signal);
        seam.Pass([], passed);
        Assert.Equal("FFF3FFF4FFF5FFF6FFF7FFF8", Convert.ToHexString(passed.WrittenSpan));
    }

    [Fact]
    public void After_a_line_that_the_client_kept_signals_keep_their_place_again()
    {
        var (seam, passed) = (new TelnetSeam(), new ArrayBufferWriter<byte>());
        seam.Typing("abx\u007f"u8); // edited by lines: one character and its erasure never come
        seam.Add(DeviceSignal.Break);
        seam.GoOn(passed);
        seam.Typing("\r"u8);
        seam.Pass("ab\r\n"u8, passed);
        seam.Typing("cd"u8);
        seam.Add(DeviceSignal.Break);
        seam.Pass("cdef"u8, passed);
        Assert.Equal(Convert.ToHexString(Latin("\u00ff\u00f3ab\r\ncd\u00ff\u00f3ef")), Convert.ToHexString(passed.WrittenSpan));
    }

    [Fact]
    public void No_more_wait_than_may()
    {
        var seam = new TelnetSeam();
        seam.Typing("a"u8);
        for (int i = 0; i < TelnetSeam.MostWaiting; i++) Assert.True(seam.Add(DeviceSignal.Break));
        Assert.True(seam.IsFull);
        Assert.False(seam.Add(DeviceSignal.Break));
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
