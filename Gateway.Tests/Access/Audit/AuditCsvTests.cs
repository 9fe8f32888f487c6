using Gateway.Access.Audit;
using Xunit;

namespace Gateway.Tests.Access.Audit;

public sealed class AuditCsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("  =1", "'  =1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("", "")]
    public void A_cell_is_quoted_and_no_formula(string text, string cell) =>
        Assert.Equal($"2030-01-01T00:00:00.000Z,gw-1,7,refused,,,,,,,,22,,{cell},,\r\n", AuditCsv.Row(new AuditLine
        {
            Time = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), Node = "gw-1", Number = 7, Event = "refused", Port = 22, Reason = text,
        }));

    [Fact]
    public void The_header_has_as_many_cells_as_a_row() =>
        Assert.Equal(AuditCsv.Header.Count(letter => letter == ','), AuditCsv.Row(new AuditLine()).Count(letter => letter == ','));
}
