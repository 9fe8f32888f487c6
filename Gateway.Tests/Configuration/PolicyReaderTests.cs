using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>The rules as they are written.</summary>
public sealed class PolicyReaderTests
{
    private const string SignIn = "\"signIn\": { \"proxy\": { \"from\": [\"10.0.0.5\"] } }, ";

    [Fact]
    public void A_rule_says_all_that_it_can()
    {
        var rule = Rule("""
            "name": "night shift", "groups": ["operators"], "people": ["alice", "oidc:bob"], "ports": [6022, "7000-7100"], "devices": ["r1", "lab-*"], "deviceGroups": ["core"], "methods": ["ssh"], "users": ["{me}", "ops*", "DOMAIN\\adm"],
            "hours": { "days": ["mon", "sun"], "from": "22:00", "to": "06:00", "zone": "Europe/Brussels" }, "may": "watch", "recorded": true, "longest": "04:00:00"
            """);

        Assert.Equal(("night shift", "operators", "alice,oidc:bob"), (rule.Name, string.Join(',', rule.Groups), string.Join(',', rule.People)));
        Assert.Equal(("6022, 7000-7100", "ssh", "{me},ops*,DOMAIN\\adm"), (PortRange.Describe(rule.Ports!), string.Join(',', rule.Methods), string.Join(',', rule.Users)));
        Assert.Equal(("r1,lab-*", "core"), (string.Join(',', rule.Devices), string.Join(',', rule.DeviceGroups)));
        Assert.Equal("mon, sun 22:00-06:00 Europe/Brussels", rule.Hours!.ToString());
        Assert.Equal((RuleRight.Watch, true, TimeSpan.FromHours(4)), (rule.May, rule.Recorded, rule.Longest!.Value));
    }

    [Fact]
    public void A_rule_needs_only_a_name()
    {
        var rule = Rule("\"name\": \"all\", \"ports\": null, \"hours\": null, \"longest\": null");

        Assert.Equal((0, 0, 0, 0), (rule.Groups.Count, rule.People.Count, rule.Methods.Count, rule.Users.Count));
        Assert.Equal((null, null, null, RuleRight.Type), (rule.Ports, rule.Hours, rule.Longest, rule.May));
    }

    [Theory]
    [InlineData("\"groups\": [\"x\"]", "name", "is missing")]
    [InlineData("\"name\": 1", "name", "is not text")]
    [InlineData("\"name\": \"(no rule)\"", "name", "is not a name for a rule")]
    [InlineData("\"name\": \"a\\u001bb\"", "name", "is not a name for a rule")]
    [InlineData("\"name\": \" a\"", "name", "is not a name for a rule")]
    [InlineData("\"name\": \"a\", \"groups\": \"x\"", "groups", "is not a list")]
    [InlineData("\"name\": \"a\", \"groups\": [\"x\", \"\"]", "groups[1]", "is not the name of a group")]
    [InlineData("\"name\": \"a\", \"people\": [7]", "people[0]", "is not text")]
    [InlineData("\"name\": \"a\", \"people\": [\"oidc:\"]", "people[0]", "is not the name of a person")]
    [InlineData("\"name\": \"a\", \"ports\": [1, 0]", "ports[1]", "is neither a port nor a range of ports")]
    [InlineData("\"name\": \"a\", \"ports\": 22", "ports", "is not a list")]
    [InlineData("\"name\": \"a\", \"devices\": []", "devices", "is empty")]
    [InlineData("\"name\": \"a\", \"deviceGroups\": []", "deviceGroups", "is empty")]
    [InlineData("\"name\": \"a\", \"devices\": [\"a*b\"]", "devices[0]", "is not the name of a device")]
    [InlineData("\"name\": \"a\", \"devices\": [\"../a\"]", "devices[0]", "is not the name of a device")]
    [InlineData("\"name\": \"a\", \"methods\": [\"ftp\"]", "methods[0]", "is not a method")]
    [InlineData("\"name\": \"a\", \"users\": [\"-oProxyCommand\"]", "users[0]", "is not a remote user")]
    [InlineData("\"name\": \"a\", \"users\": [\"a*b\"]", "users[0]", "is not a remote user")]
    [InlineData("\"name\": \"a\", \"users\": [\"{you}\"]", "users[0]", "is not a remote user")]
    [InlineData("\"name\": \"a\", \"may\": \"everything\"", "may", "is none of the choices")]
    [InlineData("\"name\": \"a\", \"recorded\": \"yes\"", "recorded", "is neither true nor false")]
    [InlineData("\"name\": \"a\", \"longest\": \"00:00:30\"", "longest", "is out of range")]
    [InlineData("\"name\": \"a\", \"hours\": \"day\"", "hours", "is not a group of settings")]
    [InlineData("\"name\": \"a\", \"hours\": { \"days\": [\"mon\", \"monday\"] }", "hours.days[1]", "is not a day of the week")]
    [InlineData("\"name\": \"a\", \"hours\": { \"days\": [] }", "hours.days", "is empty")]
    [InlineData("\"name\": \"a\", \"hours\": { \"from\": \"8:00\", \"to\": \"18:00\" }", "hours.from", "is not a time of day")]
    [InlineData("\"name\": \"a\", \"hours\": { \"from\": \"08:00\", \"to\": \"24:00\" }", "hours.to", "is not a time of day")]
    [InlineData("\"name\": \"a\", \"hours\": { \"from\": \"08:00\" }", "hours.to", "is missing")]
    [InlineData("\"name\": \"a\", \"hours\": { \"zone\": \"Europe/Nowhere\" }", "hours.zone", "is a time zone that this system does not know")]
    [InlineData("\"name\": \"a\", \"hours\": { \"zone\": \"Europe\" }", "hours.zone", "is a time zone that this system does not know")]
    [InlineData("\"name\": \"a\", \"hours\": { \"zone\": \"../../../etc/localtime\" }", "hours.zone", "is not the name of a time zone")]
    [InlineData("\"name\": \"a\", \"group\": [\"x\"]", "group", "is not a setting")]
    [InlineData("\"name\": \"a\", \"hours\": { \"day\": [] }", "hours.day", "is not a setting")]
    [InlineData("\"name\": \"a\", \"may\": \"watch\", \"may\": \"type\"", "may", "is written twice, first on line 1")]
    public void What_is_wrong_is_named_with_its_rule(string rule, string key, string problem)
    {
        var fault = Written.Fault($"{SignIn} \"policy\": [{{ \"name\": \"first\" }}, {{ {rule} }}]");

        Assert.Equal(($"policy[1].{key}", problem), (fault.Key, fault.Problem));
    }

    // A list that a template left empty must not become a rule for everybody.
    [Theory]
    [InlineData("groups")]
    [InlineData("people")]
    [InlineData("ports")]
    [InlineData("methods")]
    [InlineData("users")]
    public void An_empty_list_is_not_for_everybody(string key)
    {
        var fault = Written.Fault($"{SignIn} \"policy\": [{{ \"name\": \"a\", \"{key}\": [] }}]");

        Assert.Equal(($"policy[0].{key}", "is empty"), (fault.Key, fault.Problem));
    }

    [Fact]
    public void A_fault_says_the_line() => Assert.Equal("line 3", Written.Fault($"{SignIn}\n\"policy\": [{{ \"name\": \"a\",\n\"ports\": [0] }}]").Origin);

    [Fact]
    public void A_misspelt_key_is_told_the_right_one() =>
        Assert.Equal("Did you mean \"policy[0].groups\"?", Written.Fault($"{SignIn} \"policy\": [{{ \"name\": \"a\", \"grups\": [\"x\"] }}]").Repair);

    [Fact]
    public void Two_rules_do_not_share_a_name()
    {
        var fault = Written.Fault($"{SignIn} \"policy\": [{{ \"name\": \"a\" }}, {{ \"name\": \"b\" }}, {{ \"name\": \"a\" }}]");

        Assert.Equal(("policy[2].name", "is the name of policy[0] too"), (fault.Key, fault.Problem));
    }

    [Theory]
    [InlineData("\"all\"")]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_rule_is_a_group_of_settings(string rule) => Assert.Equal(("policy[0]", "is not a rule"), Written.Fault($"{SignIn} \"policy\": [{rule}]") is var fault ? (fault.Key, fault.Problem) : default);

    [Theory]
    [InlineData("GATEWAY__POLICY", "all")]
    [InlineData("GATEWAY__POLICY__0__NAME", "all")]
    public void Rules_come_from_the_file_only(string name, string value) => Assert.Equal(name, Written.Fault(SignIn, (name, value)) is var fault ? fault.Origin ?? fault.Key : null);

    [Fact]
    public void There_are_at_most_a_thousand_rules()
    {
        string rules = string.Join(',', Enumerable.Range(0, 1001).Select(number => $"{{ \"name\": \"{number}\" }}"));

        Assert.Equal("has more than 1,000 rules", Written.Fault($"{SignIn} \"policy\": [{rules}]").Problem);
    }

    private static RuleSettings Rule(string rule) => Assert.Single(Written.Good($"{SignIn} \"policy\": [{{ {rule} }}]").Policy);
}
