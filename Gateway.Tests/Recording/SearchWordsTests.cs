using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Recording;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gateway.Tests.Recording;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("show RUNNING", "Switch# show running-config", "show|running")]
    [InlineData("run*", "Switch# show running-config", "run")]
    [InlineData("Gi1/0/1", "interface Gi1/0/1 up", "Gi1/0/1")]
    [InlineData("gi1/0/1", "interface Gi1/0/12 up", null)]
    [InlineData("10.0.0.1", "from 10.0.0.1: ttl=64", "10.0.0.1")]
    [InlineData("10.0.0.1", "from 10.0.0.11: ttl=64", null)]
    [InlineData("10.0.*", "from 10.0.7.11: ttl=64", "10.0")]
    [InlineData("10.0.*", "from 10.01.7.11: ttl=64", null)]
    [InlineData("/etc/ssh/sshd_config", "vi /etc/ssh/sshd_config", "etc/ssh/sshd_config")]
    [InlineData("ssh/sshd_config", "vi /etc/ssh/sshd_config", "ssh/sshd_config")]
    [InlineData("\"no such file\"", "cat: x: No such file or directory", "No such file")]
    [InlineData("\"such no\"", "cat: x: No such file or directory", null)]
    [InlineData("\"such fi\"*", "cat: x: No such file or directory", "such fi")]
    [InlineData("ls", "$ ls -la; else", "ls")]
    [InlineData("配置", "当前配置已保存", "配置")]
    [InlineData("置配", "当前配置已保存", null)]
    [InlineData("한글", "시작 한글 끝", "한글")]
    [InlineData("カナ", "これはカナです", "カナ")]
    [InlineData("ÄRGER", "viel ärger hier", "ärger")]
    [InlineData("say \"hello", "they say hello", "say|hello")]
    public void Words_are_found_where_they_stand(string words, string line, string? highlighted)
    {
        var terms = SearchTerm.Read(words);
        Assert.NotEmpty(terms);
        var found = new TextBlock(0, false, ["before", line, "behind"]).Find(terms).ToList();
        Assert.Equal(highlighted is null, found.Count == 0);
        if (highlighted is not null) Assert.Equal(highlighted, string.Join('|', found[0].Ranges.Select(range => line.Substring(range.Start, range.Length))));
    }

    [Fact]
    public void Words_may_stand_in_two_lines_that_follow_each_other_and_no_farther()
    {
        string[] lines = ["error on", "port seven", "and", "error again", "port"];
        var found = new TextBlock(0, false, lines).Find(SearchTerm.Read("error port")).ToList();
        Assert.Equal(["port", "port seven"], found.Select(hit => hit.Line));
        // What stood together in the block before is that one's.
        Assert.Empty(new TextBlock(0, true, ["error port", "other"]).Find(SearchTerm.Read("error port")));
        Assert.Equal(["port"], new TextBlock(0, true, ["error", "port"]).Find(SearchTerm.Read("error port")).Select(hit => hit.Line));
    }

    [Fact]
    public void Whatever_is_typed_is_a_search()
    {
        using var index = new SqliteConnection("Data Source=:memory:");
        index.Open();
        index.Run("CREATE VIRTUAL TABLE words USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii')");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Typed(), typed =>
        {
            var terms = SearchTerm.Read(typed);
            Assert.InRange(terms.Count, 0, SearchTerm.Most);
            foreach (var hit in new TextBlock(0, false, [typed ?? "", "x"]).Find(terms))
                Assert.All(hit.Ranges, range => Assert.True(range.Start >= 0 && range.Length > 0 && range.Start + range.Length <= hit.Line.Length));
            if (terms.Count > 0) Assert.Empty(index.Rows(row => row.GetInt64(0), "SELECT rowid FROM words WHERE words MATCH $0", SearchTerm.Query(terms)));
        }));
        // What the index is told is what it reads: a line is found by each of its own words.
        foreach (string line in (string[])["AND OR NOT NEAR(a b) \"x\" a^b -c {d}: e*", "naïve Ⅳ ½ x́ 中文 ไทย 🜁 a\u200db"])
        {
            var tokens = new StringBuilder();
            SearchToken.Append(tokens, line);
            index.Run("INSERT INTO words (tokens) VALUES ($0)", tokens.ToString());
            foreach (var token in SearchToken.Of(line))
                Assert.NotEmpty(index.Rows(row => row.GetInt64(0), "SELECT rowid FROM words WHERE words MATCH $0", SearchTerm.Query(SearchTerm.Read(token.Text))));
        }
    }

    private static Arbitrary<string> Typed() =>
        Gen.ArrayOf(Gen.Elements("\"", "*", " ", "(", ")", "AND", "OR", "NOT", "NEAR", "^", "-", ":", "{", "}", "'", "a", "B", "1", ".", "/", "\0", "中", "é", "\ud800", "🜁", "\n", "+", ","))
            .Select(string.Concat).ToArbitrary();
}
