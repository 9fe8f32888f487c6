using System.Globalization;
using Gateway.Methods;
using Xunit;

namespace Gateway.Tests.Methods;

public sealed class PortSetTests
{
    [Fact]
    public void Every_port_from_1_to_65535_is_read_as_itself()
    {
        for (int port = 1; port <= 65535; port++)
        {
            Assert.True(PortSet.TryParse(port.ToString(CultureInfo.InvariantCulture), out int read));
            Assert.Equal(port, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("00022")]
    [InlineData("022")]
    [InlineData("65536")]
    [InlineData("99999")]
    [InlineData("100000")]
    [InlineData("4294967318")]
    [InlineData("18446744073709551638")]
    [InlineData("-22")]
    [InlineData("+22")]
    [InlineData(" 22")]
    [InlineData("22 ")]
    [InlineData("22;")]
    [InlineData("22\n")]
    [InlineData("22\0")]
    [InlineData("2 2")]
    [InlineData("0x16")]
    [InlineData("22.0")]
    [InlineData("1e3")]
    [InlineData("２２")]
    [InlineData("٢٢")]
    [InlineData("22,23")]
    [InlineData("22-24")]
    [InlineData("ssh")]
    public void Anything_but_a_plain_number_is_no_port(string text) => Assert.False(PortSet.TryParse(text, out _));

    [Fact]
    public void Ranges_include_both_ends_and_an_empty_set_allows_nothing()
    {
        var ports = new PortSet([(22, 22), (6000, 6100)]);
        Assert.Equal([22, 6000, 6100], new[] { 21, 22, 23, 5999, 6000, 6100, 6101 }.Where(ports.Contains));
        Assert.DoesNotContain(Enumerable.Range(0, 65537), new PortSet([]).Contains);
    }
}
