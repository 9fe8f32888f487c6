using System.Formats.Asn1;
using Gateway.Access.Identity.Ldap;
using Xunit;

namespace Gateway.Tests.Access.Identity;

public sealed class LdapFilterTests
{
    private static readonly Dictionary<string, string> Values = new() { ["{user}"] = "*)(uid=\\2a" };

    [Theory]
    [InlineData("(uid=a)", "A30804037569640401 61")]
    [InlineData("(uid=*)", "8703756964")]
    [InlineData("(uid=a*b*c)", "A41004037569643009 800161 810162 820163")]
    [InlineData("(uid=*b*)", "A40A04037569643003 810162")]
    [InlineData("(uid>=1)", "A5080403756964040131")]
    [InlineData("(uid<=1)", "A6080403756964040131")]
    [InlineData("(uid~=1)", "A8080403756964040131")]
    [InlineData("(!(uid=a))", "A20A A3080403756964040161")]
    [InlineData("(&(uid=a)(|(uid=*)))", "A011 A3080403756964040161 A105 8703756964")]
    [InlineData("(memberOf:1.2.3:=a)", "A914 8105312E322E33 82086D656D6265724F66 830161")]
    [InlineData("(uid=\\2a\\00)", "A3090403756964 04022A00")]
    [InlineData("(uid={user})", "A3110403756964 040A2A29287569643D5C3261")]
    public void A_filter_is_written_as_the_standard_says(string filter, string hex) => Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Write(filter));

    [Theory]
    [InlineData("")]
    [InlineData("uid=a")]
    [InlineData("(uid=a")]
    [InlineData("(uid=a))")]
    [InlineData("(uid)")]
    [InlineData("(=a)")]
    [InlineData("(u id=a)")]
    [InlineData("({user}=a)")]
    [InlineData("(uid=\\2)")]
    [InlineData("(&(uid=a)")]
    [InlineData("(!)")]
    [InlineData("(uid=a(b)")]
    public void What_is_no_filter_is_refused(string filter) => Assert.Throws<FormatException>(() => Write(filter));

    [Fact]
    public void Depth_has_an_end() => Assert.Throws<FormatException>(() => Write(string.Concat(Enumerable.Repeat("(!", 5000)) + "(a=b)" + new string(')', 5000)));

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("a.b-c_d@e", "a.b-c_d@e")]
    [InlineData(" a,b+c=\"d\"\\#;<>", "\\20a\\2Cb\\2Bc\\3D\\22d\\22\\5C\\23\\3B\\3C\\3E")]
    [InlineData("ä\0", "\\C3\\A4\\00")]
    public void A_value_adds_nothing_to_a_distinguished_name(string value, string escaped) => Assert.Equal(escaped, LdapName.Escape(value));

    private static string Write(string filter)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        LdapFilter.Write(writer, filter, Values);
        return Convert.ToHexString(writer.Encode());
    }
}
