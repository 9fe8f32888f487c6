using System.Text;
using Gateway.Recording;
using Gateway.Terminals;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Which typed input is kept. Steps are written as <c>&lt;typed</c> and <c>&gt;shown</c>; <c>?</c> in the result is something that was not shown.</summary>
public sealed class EchoFilterTests
{
    private static readonly Participant Alice = new("alice", "Alice"), Bob = new("bob", "Bob");

    public static TheoryData<string, string> Cases => new()
    {
        // What is shown, key by key, in one piece, or late.
        { "<l|>l|<s|>s|<\r|>\r\n", "ls\r" },
        { "<ls\r|>ls\r\n", "ls\r" },
        { "<l|<s|>l|<\r|>s\r\n", "ls\r" },
        { "<é|>\u00e9|<€😀\r|>€😀\r\n", "é€😀\r" },
        { "<echo \"a\\b\"\r|>echo \"a\\b\"\r\na\\b\r\n$ ", "echo \"a\\b\"\r" },
        { "<l|>\e[1ml\e[0m|<s|>\e]0;title\as|<\r|>\e[?2004l\r\r\n", "ls\r" },
        { "<ls\r|>l|>s|>\r|>\n", "ls\r" },
        // Lines typed ahead, which the far end shows by itself.
        { "<ls\rpwd\r|>ls\r\npwd\r\n", "ls\rpwd\r" },
        { "<ls\rpwd\r|>ls\r\nfile\r\n$ pwd\r\n", "ls\r?" },
        { "<ls\r|>ls\r\nfile\r\n$ |<pwd\r|>pwd\r\n", "ls\rpwd\r" },
        // Passwords: not shown at all, shown as stars, answered at once, late, or by a prompt that comes again.
        { "<secret\r|>\r\nWelcome\r\n$ |<ls\r|>ls\r\n", "?ls\r" },
        { "<s|<e|<c|>|<r|<e|<t|<\r|>\r\n", "?" },
        { "<secret\r|@3|>\r\n|<ls\r|>ls\r\n", "?ls\r" },
        { "<s|>*|<e|>*|<c|>*|<\r|>\r\n", "?" },
        { "<secret\r|>\r\nPassword: |<secret\r|>\r\n", "??" },
        { "<secret\r|>\r\nsecret agents welcome\r\n", "?" },
        { "<secret\r|>secretary on call\r\n", "?" },
        { "<Last\r|>\r\nLast login: today\r\n", "?" },
        { "<secret\r|>sec\r\nret\r\n", "?" },
        { "<secret|@3|<\r|>\r\n|<ls\r|>ls\r\n", "?ls\r" },
        { "<1234|@3|>OK|<ls\r|>ls\r\n|<pwd\r|>pwd\r\n", "?pwd\r" },
        // A paste with a password between its lines.
        { "<su\rsecret\rls\r|>su\r\nPassword: |>\r\n# ls\r\n", "su\r??" },
        { "<read -s x\rsecret\r|>read -s x\r\n|>$ ", "read -s x\r?" },
        { "<\e[200~ls\rpwd\e[201~\r|>\e[7mls\r\npwd\e[27m\r\n", "\e[200~ls\rpwd\e[201~\r" },
        // Other output while a password is typed, with its first letters in it.
        { "<se|>se|>rver is going down\r\n|<cret\r|>\r\n", "?" },
        { "<s|>s|>erver|<ecret\r|>\r\n", "?" },
        { "<s|>s|<e|>e\r\n|<cret\r|>\r\n", "?" },
        { "<s|>\x1b]0;secret\a|<ecret\r|>\r\n", "?" },
        { "<s|>\x1bPsecret|<ecret\r|>secret\r\n|@3|<\r", "?\r" },
        // Keys that print nothing.
        { "<\e[A|>ls -l|<\r|>\r\n", "\e[A\r" },
        { "<ls fi|>ls fi|<\t|>le.txt |<\r|>\r\n", "ls fi\t\r" },
        { "<lx|>lx|<\x7f|>\b \b|<s\r|>s\r\n", "lx\x7fs\r" },
        { "<lx|>lx|<\x7f|>\b\e[K|<s|>s|<\r|>\r\n", "lx\x7fs\r" },
        { "<ac|>ac|<\e[D|>\b|<b|>bc\b|<\r|>\r\n", "ac\e[Db\r" },
        { "<ac|>ac|<\e[D|>\b|<bb|>bc\bbc\b|<\r|>\r\n", "?" },
        { "<\x03", "\x03" },
        { "<\r|>\r\n$ ", "\r" },
        { "<se\x7fcret\r|>\r\n", "?" },
        { "<\e[Dsecret\r|>\r\n", "\e[D?" },
        { "<bob\tsecret\r|>bob\t|>\r\n", "?" },
        // A sequence that is not one, or comes in pieces: its letters are characters.
        { "<\e|<[|<s|<ecret\r|>\r\n", "\e?" },
        { "<\e]secret\r|>\r\n", "\e?" },
        { "<\esecret\r|>\r\n", "\e?" },
        // Nothing is kept of a line once a part of it was not shown.
        { "<a|>a|<b|@3|>|<c|>c|<\r|>\r\n|<ls\r|>ls\r\n", "?ls\r" },
        { "<ab|>ax|<cd|>cd|<\r|>\r\n", "?" },
        { "<ls|>ls\r\n|<\r|>\r\n", "?" },
        { "<ls\r|>ls$", "?" },
        { "<ls\r|>ls|@3", "?" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_lines_that_the_far_end_shows_are_kept(string steps, string kept) => Assert.Equal(kept, Play(steps));

    [Fact]
    public void It_makes_no_difference_how_output_is_cut()
    {
        foreach (var (steps, kept) in Cases.Select(row => ((string)row[0], (string)row[1])))
        {
            // But for the blank between two backspaces, of which nothing is known before the second.
            if (steps.Contains("\b \b", StringComparison.Ordinal)) continue;
            Assert.Equal((steps, kept), (steps, Play(steps, piece: 1)));
        }
    }

    [Fact]
    public void Whatever_the_far_end_says_a_line_that_it_did_not_show_is_never_handed_out()
    {
        var random = new Random(1);
        const string alphabet = "secrtab \r\n\b\e[]7mK";
        for (int run = 0; run < 20_000; run++)
        {
            var filter = new EchoFilter();
            string kept = "";
            // The secret goes in by pieces; never does the output have all of it in a row of printed characters.
            string secret = "Qsecret";
            int typed = 0;
            var at = TimeSpan.Zero;
            while (typed < secret.Length)
            {
                int count = random.Next(1, 4);
                filter.Typed(Alice, Encoding.UTF8.GetBytes(secret.Substring(typed, Math.Min(count, secret.Length - typed))), at);
                typed += count;
                filter.Shown(Encoding.UTF8.GetBytes(new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => alphabet[random.Next(alphabet.Length)])])), at);
                at += TimeSpan.FromMilliseconds(random.Next(700));
            }
            filter.Typed(Alice, "\r"u8, at);
            filter.Shown("\r\nls"u8, at);
            filter.Expire(at + TimeSpan.FromSeconds(5));
            foreach (var (_, bytes) in filter.Verdicts()) kept += Encoding.UTF8.GetString(bytes ?? []);
            Assert.Equal("", kept);
        }
    }

    [Fact]
    public void Each_byte_is_its_persons()
    {
        var filter = new EchoFilter();
        filter.Typed(Alice, "l"u8, default);
        filter.Typed(Bob, "s"u8, default);
        filter.Typed(Alice, "\r"u8, default);
        filter.Shown("ls\r\n"u8, default);
        Assert.Equal(["alice:l", "bob:s", "alice:\r"], filter.Verdicts().Select(verdict => $"{verdict.By.Id}:{Encoding.UTF8.GetString(verdict.Bytes!)}"));
        filter.Typed(Bob, "x"u8, default);
        filter.Expire(EchoFilter.Patience + TimeSpan.FromMilliseconds(1));
        Assert.Equal([new EchoVerdict(Bob, null)], filter.Verdicts());
    }

    [Fact]
    public void A_paste_that_is_too_large_is_dropped_up_to_its_last_Enter()
    {
        var filter = new EchoFilter();
        byte[] paste = [.. Enumerable.Repeat((byte)'x', EchoFilter.Most), (byte)'\r'];
        filter.Typed(Alice, "be"u8, default);
        filter.Shown("be"u8, default);
        filter.Typed(Alice, paste, default);
        filter.Shown(paste, default);
        Assert.Equal([new EchoVerdict(Alice, null)], filter.Verdicts());
        filter.Typed(Alice, "ls\r"u8, default);
        filter.Shown("ls\r\n"u8, default);
        Assert.Equal("ls\r", Encoding.UTF8.GetString(Assert.Single(filter.Verdicts()).Bytes!));
    }

    private static string Play(string steps, int piece = int.MaxValue)
    {
        var filter = new EchoFilter();
        var at = TimeSpan.Zero;
        var kept = new StringBuilder();
        foreach (string step in steps.Split('|'))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(step[1..]);
            if (step[0] == '<') filter.Typed(Alice, bytes, at);
            else if (step[0] == '@') at += TimeSpan.FromSeconds(int.Parse(step[1..], System.Globalization.CultureInfo.InvariantCulture));
            else foreach (byte[] part in bytes.Chunk(Math.Min(piece, Math.Max(1, bytes.Length)))) filter.Shown(part, at);
            filter.Expire(at);
            foreach (var verdict in filter.Verdicts()) kept.Append(verdict.Bytes is { } shown ? Encoding.UTF8.GetString(shown) : "?");
        }
        return kept.ToString();
    }
}
