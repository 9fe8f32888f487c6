using System.Text;
using Gateway.Recording;
using Xunit;

namespace Gateway.Tests.Recording;

public sealed class CastReaderTests
{
    [Theory]
    [InlineData("[0.1,null,\"x\"]")]
    [InlineData("[null,\"o\",\"x\"]")]
    [InlineData("[0.1,\"o\",null]")]
    [InlineData("[1e999,\"o\",\"x\"]")]
    [InlineData("[1e300,\"o\",\"x\"]")]
    [InlineData("[-0.1,\"o\",\"x\"]")]
    [InlineData("[0.1,\"\",\"x\"]")]
    [InlineData("[0.1,\"oo\",\"x\"]")]
    [InlineData("[0.1,\"o\",\"\\ud800\"]")]
    [InlineData("[0.1,\"o\",\"x\"")]
    [InlineData("[0.1,\"o\",\"x\"],1")]
    [InlineData("null")]
    public void A_forged_line_is_no_event_and_nothing_worse(string line) => Assert.Throws<InvalidDataException>(() => CastReader.Event(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("""{"kind":"ended","reason":"","seconds":1e999,"segments":1,"recovered":false,"previous":""}""")]
    [InlineData("""{"kind":"ended","reason":"","seconds":1e300,"segments":1,"recovered":false,"previous":""}""")]
    [InlineData("""{"kind":"segment","number":1,"bytes":1,"sha256":"","from":0,"to":-1,"events":1,"printed":1,"previous":""}""")]
    [InlineData("""{"kind":"begun","id":"","owner":"","name":"","method":"","user":"","port":1,"domain":"","node":"","started":"9999-12-31T23:59:59Z","columns":80,"rows":24,"required":false,"key":"","publicKey":"","previous":""}""")]
    [InlineData("""{"kind":"begun","id":"","owner":"","name":"","method":"","user":"","port":1,"domain":"","node":"","started":"2026-01-31T12:00:00Z","columns":2000000000,"rows":24,"required":false,"key":"","publicKey":"","previous":""}""")]
    public void A_forged_line_of_a_chain_is_none_and_nothing_worse(string line)
    {
        Assert.Null(ChainLine.Read(Encoding.UTF8.GetBytes(line)));
        string sound = line.Replace("1e999", "1", StringComparison.Ordinal).Replace("1e300", "1", StringComparison.Ordinal).Replace(":-1", ":1", StringComparison.Ordinal)
            .Replace("9999", "2026", StringComparison.Ordinal).Replace("2000000000", "80", StringComparison.Ordinal);
        Assert.NotNull(ChainLine.Read(Encoding.UTF8.GetBytes(sound)));
    }

    [Fact]
    public void A_line_says_when_what_and_how() => Assert.Equal((1.5, 'o', "é"), CastReader.Event("[1.5,\"o\",\"\\u00e9\"]"u8));
}
