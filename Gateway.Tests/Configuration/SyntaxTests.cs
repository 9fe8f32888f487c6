using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class SyntaxTests
{
    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed() =>
        Assert.NotNull(Written.Parse("\uFEFF// one\n{ /* two */ \"domain\": \"h\", \"ports\": [1, 2,], }\n// three").Configuration);

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\n  \"domain\": \"h\"\n  \"ports\": []\n}", "line 3, column 3")]
    [InlineData("{\n  \"domain\": \"h\",\n  \"listen\": [\n}", "line 4, column 1")]
    [InlineData("{\n  \"äöü\": 'h'\n}", "line 2, column 10")]
    [InlineData("{ \"domain\": \"h\" } }", "line 1, column 19")]
    [InlineData("{ \"domain\": \"h\"", "line 1, column 16")]
    public void A_syntax_error_names_line_and_column(string json, string where)
    {
        var fault = Assert.Single(Written.Parse(json).Faults);

        Assert.Equal("(file)", fault.Key);
        Assert.Equal(where, fault.Origin);
    }

    [Fact]
    public void A_syntax_error_does_not_repeat_the_files_content() =>
        Assert.DoesNotContain("Secret", Report("{ \"domain\": tSecretWord }"), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Text_that_is_not_UTF8_is_one_fault() =>
        Assert.Equal("is not UTF-8 text", Assert.Single(ConfigurationLoader.Parse(Written.File, [0x7B, 0xFF, 0x7D], new Dictionary<string, string>()).Faults).Problem);

    [Theory]
    [InlineData("{ \"domain\": \"\\ud800\" }")]
    [InlineData("{ \"\\udfff\": 1 }")]
    public void Half_a_surrogate_pair_is_one_fault(string json) =>
        Assert.StartsWith("holds half a surrogate pair", Assert.Single(Written.Parse(json).Faults).Problem, StringComparison.Ordinal);

    [Fact]
    public void Very_deep_nesting_is_a_fault_and_no_crash() =>
        Assert.Equal("(file)", Assert.Single(Written.Parse(new StringBuilder().Insert(0, "[", 100_000).ToString()).Faults).Key);

    [Fact]
    public void What_looks_like_a_key_or_a_password_is_not_repeated()
    {
        var report = Report("""{ "domain": "root:hunter2@host", "ssh": { "identity": "-----BEGIN OPENSSH PRIVATE KEY-----\nabc" }, "password": "hunter2" }""");

        Assert.DoesNotContain("hunter2", report, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_shown_in_one_short_line_without_control_characters()
    {
        var fault = Assert.Single(Written.Parse($$"""{ "domain": "\u001b[2J\n\u009b\u202e{{new string('x', 500)}}" }""").Faults);

        Assert.InRange(fault.Value!.Length, 10, 100);
        Assert.DoesNotContain(fault.Value, character => char.IsControl(character) || character == '\u202e');
    }

    [Fact]
    public void A_key_in_place_of_its_path_is_not_repeated() =>
        Assert.Equal("(not shown: it looks like a key)", Written.Fault("\"tls\": { \"certificate\": \"a.pem\", \"key\": \"-----BEGIN PRIVATE KEY----- abc\" }").Value);

    [Fact]
    public void However_a_file_is_broken_the_answer_is_faults_and_no_exception()
    {
        var sample = File.ReadAllText(Repository.File("gateway.json.sample"));
        var edits = from at in Gen.Choose(0, sample.Length - 2)
                    from length in Gen.Choose(0, 40)
                    from put in Gen.Elements("", "\"", "{", "}", "[", "]", ",", "null", "-1", "\\", "//", "/*", "\u0000", "é")
                    select sample.Remove(at, Math.Min(length, sample.Length - at)).Insert(at, put);
        Prop.ForAll(edits.ToArbitrary(), text =>
        {
            var result = Written.Parse(text);
            return result.IsGood != result.Faults.Count > 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void An_unknown_key_is_shown_without_control_characters() =>
        Assert.DoesNotContain('\u001b', Report("""{ "domain": "h", "\u001b[2J": 1 }"""));

    private static string Report(string json) => string.Join('\n', FaultReport.Lines(Written.Parse(json)));
}
