using System.Text.Json;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class DomainTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("gateway-host.example")]
    [InlineData("UPPER.example")]
    [InlineData("terminal_server")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("3com.example")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("2001:db8::5")]
    public void A_host_is_a_domain(string domain) => Assert.Equal(domain, Parse(domain).Configuration?.Domain);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("-oProxyCommand=x", "starts with '-', which programs take for an option")]
    [InlineData("ssh://evil.example", "is a URL")]
    [InlineData("user@host", "names a user")]
    [InlineData("a b", "holds blanks or control characters")]
    [InlineData("host\n", "holds blanks or control characters")]
    [InlineData("host\0", "holds blanks or control characters")]
    [InlineData("bücher.example", "holds letters outside ASCII")]
    [InlineData("host/path", "is not a host name")]
    [InlineData("host;id", "is not a host name")]
    [InlineData("%h", "is not a host name")]
    [InlineData("a..b", "is not a host name")]
    [InlineData(".a", "is not a host name")]
    [InlineData("a.-b", "is not a host name")]
    [InlineData("host:22", "is neither a host name nor an IPv6 address without brackets")]
    [InlineData("[::1]", "is neither a host name nor an IPv6 address without brackets")]
    [InlineData("fe80::1%eth0", "is neither a host name nor an IPv6 address without brackets")]
    [InlineData("127.1", "is not a complete IPv4 address")]
    [InlineData("2130706433", "is not a complete IPv4 address")]
    [InlineData("0x7f.1", "is not a complete IPv4 address")]
    [InlineData("127.0.0.0x1", "is not a complete IPv4 address")]
    [InlineData("010.0.0.1", "is not a complete IPv4 address")]
    [InlineData("256.0.0.1", "is not a complete IPv4 address")]
    public void Anything_else_is_a_fault(string domain, string problem)
    {
        var fault = Assert.Single(Parse(domain).Faults);

        Assert.Equal("domain", fault.Key);
        Assert.Equal(problem, fault.Problem);
    }

    [Fact]
    public void A_domain_has_up_to_253_characters()
    {
        var longest = string.Join('.', Enumerable.Repeat(new string('a', 49), 5)) + ".aaa";

        Assert.NotNull(Parse(longest).Configuration);
        Assert.Equal("is longer than 253 characters", Assert.Single(Parse(longest + "a").Faults).Problem);
    }

    [Fact]
    public void A_missing_domain_is_a_fault() =>
        Assert.Equal("is missing", Assert.Single(Written.Parse("{}").Faults).Problem);

    [Fact]
    public void A_domain_that_is_not_text_is_a_fault() =>
        Assert.Equal("is not text", Assert.Single(Written.Parse("{ \"domain\": 5 }").Faults).Problem);

    private static Gateway.Configuration.ConfigurationResult Parse(string domain) =>
        Written.Parse($$"""{ "domain": {{JsonSerializer.Serialize(domain)}} }""");
}
