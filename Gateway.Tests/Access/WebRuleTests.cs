using System.CommandLine;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Commands;
using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Tests.Configuration;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>Rules about devices' web pages, which nobody is at as a remote user and which cannot be recorded.</summary>
public sealed class WebRuleTests
{
    private static readonly WebPlace Pages = new("sop001", 10080);
    private static readonly PolicyHours Never = new([DayOfWeek.Sunday], default, default, TimeZoneInfo.Utc);

    private static readonly Dictionary<string, PolicyRule> Rules = new PolicyRule[]
    {
        new() { Name = "all" },
        new() { Name = "http", Methods = ["http"] },
        new() { Name = "ssh", Methods = ["ssh", "telnet"] },
        new() { Name = "port", Ports = new PortSet([(10080, 10080)]) },
        new() { Name = "other port", Ports = new PortSet([(10022, 10022)]) },
        new() { Name = "device", Devices = ["sop*"] },
        new() { Name = "other device", Devices = ["sop002"] },
        new() { Name = "group", DeviceGroups = ["pbx"] },
        new() { Name = "other group", DeviceGroups = ["routers"] },
        new() { Name = "root", Users = ["root", "ops*", "{me}"] },
        new() { Name = "anybody", Users = ["root", "*"] },
        new() { Name = "watch", May = TerminalRight.Watch },
        new() { Name = "nothing", May = TerminalRight.None },
        new() { Name = "recorded", Recorded = true },
        new() { Name = "sunday", Hours = Never },
        new() { Name = "bob", People = ["bob"] },
    }.ToDictionary(rule => rule.Name);

    [Theory]
    [InlineData("", AccessDenial.Policy, Authorizer.NoRule)]
    [InlineData("all", AccessDenial.None, "all")]
    [InlineData("http", AccessDenial.None, "http")]
    [InlineData("ssh|other port|other device|other group|bob", AccessDenial.Policy, Authorizer.NoRule)]
    [InlineData("port", AccessDenial.None, "port")]
    [InlineData("device", AccessDenial.None, "device")]
    [InlineData("group", AccessDenial.None, "group")]
    [InlineData("root", AccessDenial.Policy, Authorizer.NoRule)]
    [InlineData("root|http", AccessDenial.None, "http")]
    [InlineData("anybody", AccessDenial.None, "anybody")]
    [InlineData("watch|all", AccessDenial.WatchOnly, "watch")]
    [InlineData("nothing|all", AccessDenial.Policy, "nothing")]
    [InlineData("recorded|all", AccessDenial.Unrecordable, "recorded")]
    [InlineData("sunday|all", AccessDenial.Hours, "sunday")]
    public void The_first_rule_that_fits_decides(string rules, AccessDenial denial, string rule)
    {
        var inventory = new DeviceInventory([new Device { Name = "sop001", Groups = ["pbx"] }]);
        var policy = new Policy { Rules = [.. rules.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(name => Rules[name])] };
        var decision = Asked.Authorizer(policy, new RecordingRights { IsOn = true }, inventory).Decide(Asked.AliceCalling(), new AccessRequest(AccessAction.OpenWeb, Web: Pages));
        Assert.Equal((denial, rule, denial == AccessDenial.None), (decision.Denial, decision.Rule, decision is { IsAllowed: true, Right: TerminalRight.Type }));
    }

    [Fact]
    public void A_token_opens_no_pages_and_neither_does_a_question_without_them()
    {
        var authorizer = Asked.Authorizer(Rules["all"]);
        var script = Asked.AliceCalling() with { SignIn = Asked.AliceCalling().SignIn! with { Scopes = Enum.GetValues<TokenScopes>().Aggregate((all, one) => all | one) } };
        Assert.Equal(AccessDenial.Scope, authorizer.Decide(script, new AccessRequest(AccessAction.OpenWeb, Web: Pages)).Denial);
        Assert.Equal(AccessDenial.Policy, authorizer.Decide(Asked.AliceCalling(), new AccessRequest(AccessAction.OpenWeb)).Denial);
        Assert.Equal(AccessDenial.NotSignedIn, authorizer.Decide(null, new AccessRequest(AccessAction.OpenWeb, Web: Pages)).Denial);
    }

    [Fact]
    public void What_has_to_be_recorded_everywhere_is_not_shown() =>
        Assert.Equal(AccessDenial.Unrecordable, Asked.Authorizer(new Policy { Rules = [Rules["all"]] }, new RecordingRights { IsOn = true, Usual = RecordingNeed.Required })
            .Decide(Asked.AliceCalling(), new AccessRequest(AccessAction.OpenWeb, Web: Pages)).Denial);

    [Theory]
    [InlineData("sop001:10080", true, "http to sop001 at port 10080 of host.example, 2026-11-25 12:00 +00:00\n\n   1  root  does not fit: it is for other remote users\n   2  sops  decides\n\nAllowed by rule \"sops\": to open the web pages, for 01:00:00 at most.")]
    [InlineData("10080", false, "it is for other devices\n\nWhose port that is the configuration does not say. Some rules ask for devices: write the device too, such as sop001:10080.\nRefused: no rule fits.")]
    [InlineData("sop001:22", false, "Refused to everybody: port 22 is not an allowed one (ports).")]
    [InlineData("sop001", null, "'sop001' is not a port, and not a device with its port (sop001:10080).")]
    public void It_is_explained_like_a_terminal(string place, bool? allowed, string words)
    {
        var configuration = Written.Good("""
            "ports": ["10000-10099"], "signIn": { "oidc": { "authority": "https://login.example", "clientId": "g" } },
            "policy": [{ "name": "root", "users": ["root"] }, { "name": "sops", "devices": ["sop*"], "methods": ["http"], "longest": "01:00:00" }]
            """);
        var (opens, lines) = PolicyExplanation.Of(configuration with { Tunnels = new TunnelSettings { WebHost = "web.host.example" } }, "alice", [], ("http", "-", place), Asked.Noon);
        Assert.EndsWith(words, string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Equal(allowed, opens);
    }

    [Fact]
    public void A_hyphen_is_taken_for_no_remote_user_and_not_for_an_option() =>
        Assert.Empty(PolicyCommand.Create().Parse(["explain", "alice", "http", "-", "10080"]).Errors);
}
