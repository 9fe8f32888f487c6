using System.Text;
using Gateway.Inventory;
using Gateway.Screens;
using Gateway.Terminals;
using Xunit;

namespace Gateway.Tests.Screens;

public sealed class CharacterSetTests
{
    [Fact]
    public void Every_set_that_the_inventory_knows_is_there_and_is_ascii_below_0x80()
    {
        byte[] ascii = [.. Enumerable.Range(0, 0x80).Select(value => (byte)value)];
        foreach (string name in Encodings.All.Where(name => name != "utf-8"))
            Assert.Equal(ascii, new CharacterDecoder(CharacterSet.Find(name)!).Take(ascii));
        Assert.Null(CharacterSet.Find("utf-8"));
        Assert.Throws<ArgumentException>(() => CharacterSet.Find("utf-16le"));
    }

    [Theory]
    [InlineData("gbk", "C4E3BAC380", "你好€")]
    [InlineData("gb18030", "C4E38139EE3995328236", "你㐀𠀀")]
    [InlineData("big5", "A741A55C", "你功")]
    [InlineData("shift_jis", "955C8E7DB1", "表枝ｱ")]
    [InlineData("euc-jp", "C9BD8EB1", "表ｱ")]
    [InlineData("euc-kr", "C7D1B1DB8C63", "한글똠")]
    [InlineData("koi8-r", "F0D2C9D7C5D4", "Привет")]
    [InlineData("ibm866", "8FE0A8A2A5E2", "Привет")]
    [InlineData("windows-1251", "CFF0E8E2E5F2", "Привет")]
    [InlineData("iso-8859-1", "E980", "é€")]
    public void Characters_come_out_whole_wherever_their_bytes_are_cut(string name, string hex, string text)
    {
        byte[] bytes = [0x41, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), 0x42];
        for (int size = 1; size <= bytes.Length; size++) Assert.Equal($"A{text}B", Decoded(name, bytes, size));
    }

    // 0x5C and 0x7E are trail bytes; an escape character never is one.
    [Theory]
    [InlineData("gbk", "81 1B5B316D", "\uFFFD\e[1m")]
    [InlineData("gb18030", "8130 1B5B6D", "\uFFFD0\e[m")]
    [InlineData("gb18030", "813081 1B", "\uFFFD0\uFFFD\e")]
    [InlineData("shift_jis", "81 0A", "\uFFFD\n")]
    [InlineData("euc-jp", "8FA2 1B", "\uFFFD\e")]
    [InlineData("big5", "A1FF 41", "\uFFFDA")]
    [InlineData("windows-874", "DB41", "\uFFFDA")]
    public void A_broken_character_swallows_no_control_character(string name, string hex, string text)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        for (int size = 1; size <= bytes.Length; size++) Assert.Equal(text, Decoded(name, bytes, size));
    }

    [Fact]
    public void Any_bytes_give_valid_utf8_and_the_same_however_they_are_cut()
    {
        var random = new Random(20);
        foreach (string name in Encodings.All.Where(name => name != "utf-8"))
        {
            byte[] bytes = new byte[2000];
            random.NextBytes(bytes);
            string whole = Decoded(name, bytes, bytes.Length);
            foreach (int size in new[] { 1, 2, 3, 7, 501 }) Assert.Equal(whole, Decoded(name, bytes, size));
        }
    }

    [Fact]
    public void A_snapshot_and_the_bytes_from_its_offset_on_show_what_all_bytes_show()
    {
        var set = CharacterSet.Find("gbk")!;
        var decoder = new CharacterDecoder(set);
        byte[] bytes = [.. "ab\e[31"u8, .. "m"u8, 0xC4, 0xE3, .. "\e]0;"u8, 0xBA, 0xC3, .. "\a\e[1;2H"u8, 0xC4, 0xE3, 0x81, 0x5C, .. "x"u8];
        var all = new Screen(20, 5);
        all.Feed(decoder.Take(bytes));
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var (text, screen) = (new DeviceText(set), new Screen(20, 5));
            for (int i = 0; i < cut; i++) screen.Feed(text.Take(bytes.AsSpan(i, 1)));
            var snapshot = text.Whole(screen.Snapshot(), screen.Fed, cut);
            var again = new Screen(20, 5);
            again.Feed(snapshot.Bytes);
            again.Feed(new CharacterDecoder(set).Take(bytes.AsSpan((int)snapshot.Offset)));
            Assert.Equal(all.LineText(0), again.LineText(0));
            Assert.Equal((all.Title, all.CursorColumn), (again.Title, again.CursorColumn));
        }
    }

    private static string Decoded(string name, byte[] bytes, int size)
    {
        var decoder = new CharacterDecoder(CharacterSet.Find(name)!);
        List<byte> all = [];
        foreach (byte[] piece in bytes.Chunk(size)) all.AddRange(decoder.Take(piece));
        all.AddRange(decoder.End());
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. all]);
    }
}
