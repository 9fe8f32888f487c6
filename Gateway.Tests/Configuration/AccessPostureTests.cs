using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>What is allowed about signing in and the policy, but should be known.</summary>
public sealed class AccessPostureTests
{
    private const string On = "\"ports\": [\"6000-7000\"], \"signIn\": { \"proxy\": { \"from\": [\"10.0.0.5\"] } }, ";
    private const string Someone = "\"administrators\": { \"people\": [\"alice\"] }, ";
    private const string Ops = "\"policy\": [{ \"name\": \"ops\", \"groups\": [\"ops\"] }]";

    [Fact]
    public void A_gateway_that_is_set_well_has_no_warnings() => Assert.Empty(Posture.Warnings(Written.Good(On + Someone + Ops)));

    [Theory]
    [InlineData(On + Someone + "\"policy\": []", "NOBODY MAY OPEN ANYTHING (policy is empty)")]
    [InlineData(On + Someone + "\"policy\": [{ \"name\": \"none\", \"may\": \"nothing\" }]", "NOBODY MAY OPEN ANYTHING (policy): every rule")]
    [InlineData(On + Ops, "There are no administrators")]
    [InlineData(On + Someone + Ops + ", \"allowAnonymousBeyondLoopback\": true", "allowAnonymousBeyondLoopback has no meaning")]
    [InlineData(On + Someone + Ops + ", \"audit\": { \"file\": false }", "Nothing is put on record")]
    [InlineData(On + Someone + Ops + ", \"audit\": { \"onFailure\": \"continue\" }", "Terminals are opened also while")]
    [InlineData("\"ports\": [1], \"signIn\": { \"oidc\": { \"clientId\": \"gateway\" } }", "Nobody can sign in by signIn.oidc: its authority is not set.")]
    [InlineData("\"ports\": [1], \"signIn\": { \"ldap\": { \"startTls\": true } }", "Nobody can sign in by signIn.ldap: its url is not set.")]
    [InlineData("\"ports\": [1], \"signIn\": { \"proxy\": { \"userHeader\": \"Remote-User\" } }", "Nobody can sign in by signIn.proxy: its from is not set.")]
    [InlineData("\"ports\": [1], \"signIn\": { \"certificates\": { \"name\": \"email\" } }", "Nobody can sign in by signIn.certificates: its authority is not set.")]
    [InlineData("\"ports\": [1], \"signIn\": { \"proxy\": { \"from\": [\"10.0.0.0/8\"] } }, " + Someone + Ops, "Every machine in 10.0.0.0/8 can sign in as anybody")]
    [InlineData("\"ports\": [1], \"signIn\": { \"oidc\": { \"authority\": \"https://login.example\", \"clientId\": \"g\" } }, " + Someone + Ops, "The OpenID provider is shown no secret")]
    public void What_an_operator_should_know_is_one_warning(string settings, string start) =>
        Assert.StartsWith(start, Assert.Single(Posture.Warnings(Written.Good(settings))), StringComparison.Ordinal);

    [Fact]
    public void Who_has_a_terminal_on_this_machine_can_be_the_proxy()
    {
        string settings = "\"domain\": \"127.0.0.1\", \"ports\": [1], \"signIn\": { \"proxy\": { \"from\": [\"127.0.0.1\"] } }, " + Someone + Ops;

        Assert.StartsWith("TERMINALS LEAD TO THIS MACHINE", Assert.Single(Posture.Warnings(Written.Parse($"{{ {settings} }}").Configuration!)), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_told_that_nobody_signs_in_where_people_do()
    {
        var warnings = string.Join('\n', Posture.Warnings(Written.Good(On + Someone + Ops + ", \"allowAnonymousBeyondLoopback\": true, \"listen\": [\"http://0.0.0.0:80\"], \"publicUrl\": \"https://gateway.example\"")));

        Assert.DoesNotContain("NOBODY HAS TO SIGN IN", warnings, StringComparison.Ordinal);
        Assert.Contains("The proxy's word about who somebody is comes unencrypted", warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("asks nobody to sign in", string.Join('\n', Posture.Warnings(Written.Good(On + "\"publicUrl\": \"https://gateway.example\""))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"groups\": [\"x\"], \"methods\": [\"telnet\"]", "is for telnet, which is switched off (clients.telnet is null).")]
    [InlineData("\"groups\": [\"x\"], \"methods\": [\"http\"]", "is for http, and devices' web pages are switched off (tunnels.webHost is null).")]
    [InlineData("\"groups\": [\"x\"], \"ports\": [22, 6500, \"6999-7001\"]", "is for ports that no link may name: 22, 6999-7001 is not within ports (6000-7000).")]
    [InlineData("\"groups\": [\"x\"], \"recorded\": true", null)]
    [InlineData("\"longest\": \"01:00:00\"", "lets everybody who signs in open everything.")]
    public void A_rule_that_does_not_do_what_it_seems_to_is_told(string rule, string? words) =>
        Assert.Equal(words is null ? [] : [$"Rule \"r\" {words}"], Posture.Warnings(Written.Good(On + Someone + $"\"clients\": {{ \"telnet\": null }}, \"policy\": [{{ \"name\": \"r\", {rule} }}]")));

    [Theory]
    [InlineData("\"groups\": [\"x\"]", "\"groups\": [\"x\"], \"ports\": [6022]", true)]
    [InlineData("\"groups\": [\"x\"], \"ports\": [6022]", "\"groups\": [\"x\"]", false)]
    [InlineData("\"groups\": [\"x\"]", "\"groups\": [\"x\", \"y\"]", false)]
    [InlineData("\"groups\": [\"x\", \"y\"]", "\"groups\": [\"y\"]", true)]
    [InlineData("\"groups\": [\"x\"]", "\"users\": [\"root\"]", false)]
    [InlineData("\"people\": [\"alice\"]", "\"people\": [\"oidc:alice\"]", true)]
    [InlineData("\"people\": [\"oidc:alice\"]", "\"people\": [\"alice\"]", false)]
    [InlineData("\"people\": [\"alice\"]", "\"people\": [\"urn:alice\"]", false)]
    [InlineData("\"ports\": [\"6000-6500\", \"6501-7000\"]", "\"groups\": [\"x\"], \"ports\": [\"6400-6600\"]", true)]
    [InlineData("\"ports\": [\"6000-6500\", \"6501-7000\"]", "\"groups\": [\"x\"]", true)]
    [InlineData("\"methods\": [\"ssh\", \"telnet\"]", "\"groups\": [\"x\"]", true)]
    [InlineData("\"methods\": [\"ssh\"]", "\"groups\": [\"x\"]", false)]
    [InlineData("\"users\": [\"ops*\"]", "\"users\": [\"ops1*\", \"ops\"]", true)]
    [InlineData("\"users\": [\"ops*\"]", "\"users\": [\"{me}\"]", false)]
    [InlineData("\"users\": [\"*\"]", "\"groups\": [\"x\"]", true)]
    [InlineData("\"ports\": [6022], \"hours\": { \"days\": [\"sun\"] }", "\"groups\": [\"x\"], \"ports\": [6022]", true)]
    public void A_rule_that_can_never_decide_is_told(string earlier, string later, bool told)
    {
        var warnings = Posture.Warnings(Written.Good(On + Someone + $"\"policy\": [{{ \"name\": \"a\", {earlier} }}, {{ \"name\": \"b\", {later} }}]"));

        Assert.Equal(told, warnings.Contains("Rule \"b\" can never decide: rule \"a\" before it takes everything that it is for."));
    }
}
