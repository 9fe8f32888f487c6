using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class PostureTests
{
    private const string Open = "\"ports\": [1], \"publicUrl\": \"https://gateway.example\", \"allowAnonymousBeyondLoopback\": true, ";

    [Theory]
    [InlineData("\"ports\": [1], \"ssh\": { \"hostKeys\": \"bypass\" }", "HOST KEYS ARE NOT CHECKED")]
    [InlineData("\"ports\": []", "No port is allowed")]
    [InlineData(Open + "\"trustedProxies\": [\"10.0.0.1\"], \"listen\": [\"http://0.0.0.0:80\"]", "NOBODY HAS TO SIGN IN")]
    [InlineData(Open + "\"trustedProxies\": [\"10.0.0.1\"]", "Whoever the proxy at https://gateway.example/ lets through")]
    [InlineData("\"ports\": [1], \"trustedProxies\": [\"0.0.0.0/0\"]", "EVERY ADDRESS IS A TRUSTED PROXY")]
    public void What_an_operator_should_know_is_one_warning(string settings, string start) =>
        Assert.StartsWith(start, Assert.Single(Posture.Warnings(Written.Good(settings))), StringComparison.Ordinal);

    [Theory]
    [InlineData(Open + "\"listen\": [\"http://0.0.0.0:80\"]", "Connections from other machines are not encrypted")]
    [InlineData(Open, "No proxy is trusted")]
    [InlineData("\"publicUrl\": \"http://gateway.example\"", "The public URL http://gateway.example/ is not https")]
    public void A_warning_may_come_with_others(string settings, string start) =>
        Assert.Contains(Posture.Warnings(Written.Good(settings)), warning => warning.StartsWith(start, StringComparison.Ordinal));

    [Fact]
    public void A_gateway_of_ones_own_has_no_warnings() => Assert.Empty(Posture.Warnings(Written.Good("\"ports\": [6022]")));

    [Fact]
    public void Bypassed_host_keys_do_not_matter_without_ssh() =>
        Assert.Empty(Posture.Warnings(Written.Good("\"ports\": [1], \"clients\": { \"ssh\": null }, \"ssh\": { \"hostKeys\": \"bypass\" }")));

    [Fact]
    public void A_result_carries_the_warnings() => Assert.NotEmpty(Written.With("").Warnings);
}
