using System.Globalization;
using System.Text;

namespace Gateway.Tests.Screens;

/// <summary>Streams of output made up from a seed: text of many kinds, control functions that exist, and broken ones.</summary>
internal sealed class Streams(int seed)
{
    private static readonly string[] Texts =
    [
        "a", "Hello, ", "world", " ", "     ", "~", "qxj", "漢", "字漢", "é", "e\u0301", "\u0301", "\u0300\u0301", "👍", "👍🏽", "👨‍👩‍👧", "🇩🇪", "🇩🇪🇫", "❤️", "\ufe0f", "☺",
        "ｱ", "한", "각", "\u1100\u1161", "\u200d", "\u0600b", "─│┌", "\u00ad", "\u200b", "ก\u0e33", "नि",
    ];

    private static readonly string[] Controls = ["\r\n", "\n", "\r", "\b", "\t", "\v", "\f", "\a", "\0", "\x0e", "\x0f", "\x7f", "\u0084", "\u0085", "\u0088", "\u009b", "\u0090", "\u009c", "\x18", "\x1a"];

    private static readonly string[] Escapes =
    [
        "7", "8", "D", "E", "H", "M", "=", ">", "c", "n", "o", "|", "}", "~", "\\", "#8", "(0", "(B", ")0", ")A", "*K", "+4", "-R", ".Q", "%G", "%@", "(C", "(5", "(E", "(Y", "(Z", "(H", "(=", "/A", "(x", "(%5", "Z",
        "7", "8", "D", "M", "(0", "(B",
    ];

    private static readonly string[] Finals =
    [
        "@", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "P", "S", "T", "X", "Z", "`", "a", "b", "d", "e", "f", "g", "h", "l", "m", "n", "r", "s", "u", "t", " @", " A", "'}", "'~", "!p", " q", "\"q", "c", "#x", "z",
        "H", "J", "K", "m", "m", "m", "r", "b", "@", "P", "X",
    ];

    private static readonly int[] PrivateModes = [1, 2, 3, 5, 6, 7, 9, 12, 25, 45, 47, 66, 1000, 1002, 1003, 1004, 1005, 1006, 1016, 1047, 1048, 1049, 2004, 6, 7, 1049];

    private static readonly string[] Strings = ["]0;title\a", "]2;other ünï\e\\", "]8;;http://x\e\\", "]112\a", "]x\a", "P$qm\e\\", "Pq#1\e\\", "Xsos\e\\", "_apc\e\\", "^pm\e\\", "]2;broken\x18", "]0\a", "]4;1;rgb:0/0/0\a"];

    private readonly Random _random = new(seed);

    /// <summary>A stream of so many pieces.</summary>
    public byte[] Next(int pieces)
    {
        var stream = new List<byte>();
        for (int i = 0; i < pieces; i++)
        {
            if (_random.Next(40) == 0) stream.AddRange(Noise());
            else stream.AddRange(Encoding.UTF8.GetBytes(Piece()));
        }
        return [.. stream];
    }

    /// <summary>The same stream with bytes changed, left out and doubled.</summary>
    public byte[] Mutate(byte[] stream, int changes)
    {
        var bytes = stream.ToList();
        for (int i = 0; i < changes && bytes.Count > 1; i++)
        {
            int at = _random.Next(bytes.Count);
            switch (_random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(_random.Next(bytes.Count / 2), Math.Min(9, bytes.Count / 2)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>A small screen, often a very narrow one.</summary>
    public (int Columns, int Rows) Size() => (Below(4) == 0 ? 2 + Below(8) : 10 + Below(40), 1 + Below(12));

    public int Below(int limit) => _random.Next(limit);

    private string Piece() => _random.Next(20) switch
    {
        < 7 => Pick(Texts),
        7 => new string((char)_random.Next('!', '~'), _random.Next(1, 30)),
        < 11 => Pick(Controls),
        11 or 12 => "\e" + Pick(Escapes),
        13 => Mode(),
        14 => Rendition(),
        15 when _random.Next(3) == 0 => "\e" + Pick(Strings),
        _ => "\e[" + (_random.Next(12) == 0 ? "?" : "") + Numbers() + Pick(Finals),
    };

    private string Mode()
    {
        string set = _random.Next(5) < 3 ? "h" : "l";
        return _random.Next(5) == 0 ? $"\e[{(_random.Next(2) == 0 ? 4 : 20)}{set}" : $"\e[?{PrivateModes[_random.Next(PrivateModes.Length)]}{set}";
    }

    private string Rendition()
    {
        string[] some = ["0", "1", "2", "3", "4", "4:3", "4:0", "4:9", "4:", "5", "7", "8", "9", "21", "22", "23", "24", "27", "31", "42", "95", "106", "38;5;200", "48;5;17", "38;2;1;2;3", "48:2::9:8:7", "58;5;3", "58:2::1:2:3", "59", "53", "55", "39", "49", "38:5:9", "38;1", "48;2;1", "58;2;5;6;7;1"];
        return $"\e[{string.Join(';', Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Pick(some)))}m";
    }

    private string Numbers()
    {
        string[] some = ["", "0", "1", "2", "3", "4", "5", "7", "10", "15", "25", "40", "100"];
        return string.Join(';', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(some))).ToString(CultureInfo.InvariantCulture);
    }

    private byte[] Noise()
    {
        byte[] noise = new byte[_random.Next(1, 6)];
        _random.NextBytes(noise);
        return noise;
    }

    private string Pick(string[] some) => some[_random.Next(some.Length)];
}
