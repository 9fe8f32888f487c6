using Gateway.Access;
using Xunit;

namespace Gateway.Tests.Access;

public sealed class OriginPolicyTests
{
    private readonly OriginPolicy _policy = new([new Uri("https://gateway.example/remote-access"), new Uri("http://10.0.0.5:5000"), new Uri("http://[fd00::5]:8080")]);

    [Theory]
    [InlineData("https://gateway.example")]
    [InlineData("HTTPS://Gateway.Example")]
    [InlineData("http://10.0.0.5:5000")]
    [InlineData("http://[fd00::5]:8080")]
    public void Our_own_origins_may_act(string origin) => Assert.True(_policy.AllowsOrigin(origin));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("http://gateway.example")]
    [InlineData("https://gateway.example:8443")]
    [InlineData("https://gateway.example/")]
    [InlineData("https://gateway.example.evil.example")]
    [InlineData("https://evil.example@gateway.example")]
    [InlineData("https://sub.gateway.example")]
    [InlineData("https://gateway.example,https://evil.example")]
    [InlineData("http://10.0.0.5")]
    [InlineData("http://localhost:5000")]
    public void All_others_may_not(string? origin) => Assert.False(_policy.AllowsOrigin(origin));

    [Theory]
    [InlineData("gateway.example", true)]
    [InlineData("GATEWAY.example", true)]
    [InlineData("10.0.0.5:5000", true)]
    [InlineData("[fd00::5]:8080", true)]
    [InlineData("10.0.0.5", false)]
    [InlineData("gateway.example.", false)]
    [InlineData("localhost:5000", false)]
    [InlineData("evil.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_our_own_hosts_are_served(string? host, bool served) => Assert.Equal(served, _policy.AllowsHost(host));

    [Fact]
    public void A_loopback_address_is_known_under_all_names_of_this_machine_with_its_own_port()
    {
        var policy = new OriginPolicy([new Uri("http://127.0.0.1:5000")]);
        foreach (string host in new[] { "localhost", "127.0.0.1", "[::1]" })
        {
            Assert.True(policy.AllowsHost($"{host}:5000"));
            Assert.True(policy.AllowsOrigin($"http://{host}:5000"));
            Assert.False(policy.AllowsOrigin($"https://{host}:5000"));
            Assert.False(policy.AllowsHost($"{host}:5001"));
        }
    }
}
