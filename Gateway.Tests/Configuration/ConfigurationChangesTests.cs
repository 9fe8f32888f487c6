using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>What is different between two configurations.</summary>
public sealed class ConfigurationChangesTests
{
    private const string On = "\"signIn\": { \"proxy\": { \"from\": [\"10.0.0.5\"] } }, ";
    private const string Nights = "\"policy\": [{ \"name\": \"a\", \"hours\": { \"from\": \"22:00\", \"to\": \"06:00\", \"zone\": \"Europe/Brussels\" }, \"ports\": [6022] }]";

    [Theory]
    [InlineData("\"ports\": [6022]", "\"ports\": [\"6022-6023\"]", "ports")]
    [InlineData("\"trustedProxies\": [\"10.0.0.5\"]", "\"trustedProxies\": [\"10.0.0.6\"]", "trustedProxies")]
    [InlineData("\"listen\": [\"http://127.0.0.1:5000\"]", "\"listen\": [\"http://127.0.0.1:5001\"]", "listen")]
    [InlineData("\"publicUrl\": null", "\"publicUrl\": \"https://gateway.example\"", "publicUrl")]
    [InlineData("\"limits\": { \"idleTimeout\": \"01:00:00\" }", "\"limits\": { \"idleTimeout\": \"02:00:00\" }", "limits")]
    [InlineData("\"redis\": { \"database\": 1 }", "\"redis\": { \"database\": 2 }", "redis")]
    [InlineData("\"audit\": { \"file\": null }", "\"audit\": { \"file\": false }", "audit")]
    [InlineData("\"signIn\": { \"people\": null }", "\"signIn\": { \"people\": \"people.json\" }", "signIn")]
    [InlineData("\"signIn\": { \"proxy\": { \"from\": [\"10.0.0.5\"] } }", "\"signIn\": { \"proxy\": { \"from\": [\"10.0.0.0/24\"] } }", "signIn")]
    [InlineData("\"tunnels\": { \"ssh\": { \"listen\": \"127.0.0.1:2222\" } }", "\"tunnels\": { \"ssh\": { \"listen\": \"127.0.0.1:2223\" } }", "tunnels")]
    [InlineData("\"tunnels\": { \"ssh\": { \"listen\": \"*:2222\" } }", "\"tunnels\": { \"ssh\": { \"listen\": null } }", "tunnels")]
    [InlineData(On + Nights, On + "\"policy\": []", "policy")]
    [InlineData(On + "\"administrators\": { \"people\": [\"a\"] }", On + "\"administrators\": { \"people\": [\"b\"] }", "administrators")]
    public void A_change_is_named(string before, string after, string changed) =>
        Assert.Equal([changed], ConfigurationChanges.Between(Written.Good(before), Written.Good(after)));

    [Theory]
    [InlineData("Brussels", "Paris")]
    [InlineData("22:00", "22:01")]
    [InlineData("6022", "6023")]
    public void Nothing_in_a_rule_is_overlooked(string old, string changed) =>
        Assert.Equal(["policy"], ConfigurationChanges.Between(Written.Good(On + Nights), Written.Good(On + Nights.Replace(old, changed, StringComparison.Ordinal))));

    [Fact]
    public void What_reads_the_same_is_no_change() => Assert.Empty(ConfigurationChanges.Between(Written.Good(On + Nights), Written.Good(On + " // the same\n" + Nights)));
}
