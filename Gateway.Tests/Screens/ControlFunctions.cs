namespace Gateway.Tests.Screens;

/// <summary>Each control function by itself, at the places where terminals differ; in the manner of esctest and vttest, for 20 by 6.</summary>
internal static class ControlFunctions
{
    private const string Full = "\e[1;1HAAAAAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFFFFF";

    public static IEnumerable<string> All => Alone().Concat(Erasing()).Concat(Moving()).Concat(Scrolling());

    private static IEnumerable<string> Alone() =>
    [
        "", "plain", "\t\t\t\tx", "\e[3g\tx", "\e[5G\eH\e[1G\t1\t2", "a\tb\e[2Zc", "a\e[3Ib", "\e[8G\e[g\e[1G\tx",
        "01234567890123456789", "01234567890123456789\r\n", "01234567890123456789x", "01234567890123456789\bx", "01234567890123456789\e[Kx",
        "\e[?7l0123456789012345678901", "\e[?7l012345678901234567漢字", "0123456789012345678漢", "漢字\e[2Gx", "漢字\e[3Dx", "漢字\e[2G\e[X",
        "漢字\e[2G\e[P", "漢字\e[2G\e[@", "漢字\e[4hx\e[1Gy", "\e[4h漢\e[1G字", "e\u0301", "e\e[m\u0301", "👨‍👩‍👧x", "🇩🇪🇫🇷x", "0123456789012345678☺\ufe0f",
        "\e(0lqqk\e(Bx", "\e)0\x0eqq\x0fqq", "\e*0\enqq\x0f", "\e+0\eoqq", "\e(Kü{|}~", "\e(0q\e7\e(Bq\e8q", "\e%Gq",
        "x\e[5b", "漢\e[3b", "x\e[m\e[5b", "e\u0301\e[2b", "\e#8", "\e[31;44m\e#8", "\e7\e[5;5Hx\e8y", "\e[1;31m\e7\e[m\e8x", "\e[s\e[3;3H\e[ux",
        "\e]0;title\a", "\e]2;über\e\\", "\e]2;a\x18b", "\e]2;\a", "\e]2\a", "\e]112\a", "\e]1;icon\a", "\e]0;a\x01b\x7fc\a",
        "\eP$qm\e\\x", "\eXignored\e\\x", "\eXé\e\\x", "\e_apc\e\\x", "\e^pm\x9cx", "\u009b31mx", "\u009d2;t\u009cx", "\e[31\nmx", "\e[3\x18mx", "\e[?31mx", "\e[1<mx", "\e[>4;2mx", "\e[ mx",
        "\e[1;2;3;4;5;7;8;9;53mx\e[22;23;24;25;27;28;29;55my", "\e[4:3;58;5;9mx\e[59my\e[4:0mz", "\e[38;2;1;2;3;48;5;4mx\e[39;49my", "\e[38:2::1:2:3mx\e[38:5:7my",
        "\e[1m\e[0;2mx\e[my", "\e[1\"qx\e[2\"qy\e[?2J", "\e[1\"qx\e[0\"qy\e[1G\e[?K", "a\x7fb", "a\0\u0301", "a\x7f\u0301", "\ufeffx", "\u200bx", "\u00adx",
        "\e[?1h\e=\e[?6h\e[?45h\e[?1004h\e[?2004h\e[?25l", "\e[?9h", "\e[?1000;1006h", "\e[?1002h\e[?1016h", "\e[?1003h\e[?1003l\e[?1006h\e[?1006l",
        "\e[4 q", "\e[6 q\e[0 q", "\e[7 q", "\e[20hx\ny", "\e[20h\ecx\ny", "\e[?25l\ec", "\e[31;4h\e[!px", "\e[?1049hx\e[!p", "\e[5;3r\e[2;3r\e[!px",
    ];

    private static IEnumerable<string> Erasing() =>
        from erase in (string[])["J", "1J", "2J", "3J", "K", "1K", "2K", "?J", "?1J", "?2J", "?K", "?1K", "?2K", "X", "5X", "99X", "P", "5P", "99P", "@", "5@", "99@"]
        from at in (string[])["1;1", "3;7", "6;20", "3;20"]
        select $"{Full}\e[{at}H\e[44;1m\e[{erase}x";

    private static IEnumerable<string> Moving() =>
        from origin in (string[])["", "\e[2;4r", "\e[2;4r\e[?6h"]
        from move in (string[])["A", "3A", "99A", "B", "3B", "99B", "C", "99C", "D", "99D", "E", "2E", "F", "2F", "G", "9G", "99G", "H", "2H", ";9H", "3;4H", "99;99H", "0;0H", "d", "3d", "99d", "9`", "2a", "2e", "3;4f", "I", "3Z"]
        from at in (string[])["1;1", "3;7", "6;20"]
        select $"{origin}\e[{at}H\e[{move}x";

    private static IEnumerable<string> Scrolling() =>
        from region in (string[])["", "\e[2;4r", "\e[1;4r", "\e[3;6r", "\e[?1049h\e[2;5r"]
        from scroll in (string[])["\n", "\eD", "\eE", "\eM", "\e[S", "\e[2S", "\e[99S", "\e[T", "\e[2T", "\e[99T", "\e[L", "\e[2L", "\e[99L", "\e[M", "\e[2M", "\e[99M", "\e[2 @", "\e[2 A", "\e[2'}", "\e[2'~", "xxx"]
        from row in (int[])[1, 2, 4, 6]
        select $"{Full}{region}\e[{row};19H\e[42m{scroll}x";
}
