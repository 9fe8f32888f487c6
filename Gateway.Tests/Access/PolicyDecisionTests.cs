using FsCheck;
using FsCheck.Fluent;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Methods;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>Which rule decides about a person and a terminal, and what.</summary>
public sealed class PolicyDecisionTests
{
    private static readonly string[] Groups = ["operators", "nights"];
    private static readonly string[] Entries = ["alice", "local:alice", "oidc:alice", "bob"];
    private static readonly string[] Patterns = ["{me}", "*", "ops*", "admin", "alice"];
    private static readonly PolicyHours Never = new([DayOfWeek.Sunday], default, default, TimeZoneInfo.Utc);

    private static readonly Arbitrary<(PolicyRule[] Rules, Person Person, RemoteRequest Link)> Questions = (
        from rules in Rule().ListOf(6)
        from way in Gen.Elements(SignInWay.Local, SignInWay.Oidc)
        from name in Gen.Elements("alice", "bob", "local:alice", "ops1")
        from groups in Gen.SubListOf(Groups)
        from method in Gen.Elements("ssh", "telnet")
        from user in Gen.Elements("admin", "alice", "ops1", "ops")
        from port in Gen.Elements(6022, 7000, 7001)
        select (rules.Select((rule, index) => rule with { Name = $"{index}" }).ToArray(), new Person(way, name, name, [.. groups]), Asked.Link(method, user, port))).ToArbitrary();

    [Fact]
    public void Without_a_rule_nothing_is_allowed() =>
        Assert.Equal(new AccessDecision(AccessDenial.Policy, Authorizer.NoRule), Asked.Explain(Asked.Alice("operators"), Asked.Link()));

    [Fact]
    public void The_first_rule_that_fits_decides()
    {
        PolicyRule no = new() { Name = "no", May = TerminalRight.None }, yes = new() { Name = "yes" };

        Assert.Equal("no", Asked.Explain(Asked.Alice(), Asked.Link(), no, yes).Rule);
        Assert.Equal("yes", Asked.Explain(Asked.Alice(), Asked.Link(), yes, no).Rule);
    }

    [Fact]
    public void A_rule_that_fits_at_another_hour_decides_too()
    {
        var decision = Asked.Explain(Asked.Alice(), Asked.Link(), new PolicyRule { Name = "sundays", Hours = Never }, new PolicyRule { Name = "all" });

        Assert.Equal((AccessDenial.Hours, "sundays", TerminalRight.None), (decision.Denial, decision.Rule, decision.Right));
    }

    [Fact]
    public void What_has_to_be_recorded_is_refused_by_a_gateway_that_cannot() =>
        Assert.Equal(AccessDenial.Recording, Asked.Explain(Asked.Alice(), Asked.Link(), new PolicyRule { Name = "r", Recorded = true }).Denial);

    [Theory]
    [InlineData("{me}", "alice", true)]
    [InlineData("{me}", "Alice", false)]
    [InlineData("{me}", "alice2", false)]
    [InlineData("ops*", "ops", true)]
    [InlineData("ops*", "ops-7", true)]
    [InlineData("ops*", "Ops", false)]
    [InlineData("ops*", "xops", false)]
    [InlineData("*", "anybody", true)]
    [InlineData("root", "root", true)]
    [InlineData("root", "root2", false)]
    public void A_remote_user_fits_his_pattern(string pattern, string user, bool fits) =>
        Assert.Equal(fits, Asked.Explain(Asked.Alice(), Asked.Link(user: user), new PolicyRule { Name = "r", Users = [pattern] }).IsAllowed);

    // Whoever may choose his name at a provider could choose that of an entry for another way.
    [Theory]
    [InlineData("local:alice", SignInWay.Local, "alice", true)]
    [InlineData("local:alice", SignInWay.Oidc, "alice", false)]
    [InlineData("local:alice", SignInWay.Oidc, "local:alice", false)]
    [InlineData("alice", SignInWay.Oidc, "alice", true)]
    [InlineData("alice", SignInWay.Oidc, "Alice", false)]
    [InlineData("oidc:local:alice", SignInWay.Oidc, "local:alice", true)]
    [InlineData("urn:alice", SignInWay.Oidc, "urn:alice", true)]
    public void Nobody_becomes_somebody_else_by_his_name(string entry, SignInWay way, string name, bool fits)
    {
        var person = new Person(way, name, "Alice", []);
        var authorizer = Asked.Authorizer(new Policy { Rules = [new PolicyRule { Name = "r", People = [entry] }], Administrators = [entry] });

        Assert.Equal(fits, authorizer.Explain(person, Asked.Link(), Asked.Noon).IsAllowed);
        Assert.Equal(fits, authorizer.IsAdministrator(person));
    }

    [Fact]
    public void Without_administrators_nobody_is_one() => Assert.False(Asked.Authorizer(new PolicyRule { Name = "r" }).IsAdministrator(Asked.Alice("operators")));

    [Fact]
    public void A_display_name_proves_nothing() =>
        Assert.False(Asked.Explain(Asked.Alice() with { DisplayName = "bob" }, Asked.Link(), new PolicyRule { Name = "r", People = ["bob"] }).IsAllowed);

    [Fact]
    public void The_decision_is_that_of_the_rule_before_which_none_fits() => Prop.ForAll(Questions, asked =>
    {
        var decision = Asked.Explain(asked.Person, asked.Link, asked.Rules);
        return decision.Rule == (asked.Rules.FirstOrDefault(rule => Fits(rule, asked.Person, asked.Link))?.Name ?? Authorizer.NoRule)
            && decision.Rule == (asked.Rules.FirstOrDefault(rule => RuleFit.Of(rule, asked.Person, asked.Link) == RuleMisfit.None)?.Name ?? Authorizer.NoRule);
    }).QuickCheckThrowOnFailure();

    // Said once more in other words.
    private static bool Fits(PolicyRule rule, Person person, RemoteRequest link)
    {
        bool everybody = rule.Groups.Length + rule.People.Length == 0;
        bool byGroup = rule.Groups.Intersect(person.Groups).Any();
        bool byName = rule.People.Any(entry => entry.Contains(':') ? entry == person.Id : entry == person.Name);
        bool port = rule.Ports is null || rule.Ports.Ranges.Any(range => range.First <= link.Port && link.Port <= range.Last);
        bool method = rule.Methods.Length == 0 || rule.Methods.Contains(link.Method.Name);
        bool user = rule.Users.Length == 0 || rule.Users.Any(pattern => pattern switch
        {
            "{me}" => link.User == person.Name,
            "*" => true,
            "ops*" => link.User.StartsWith("ops", StringComparison.Ordinal),
            _ => link.User == pattern,
        });
        return (everybody || byGroup || byName) && port && method && user;
    }

    private static Gen<PolicyRule> Rule() =>
        from groups in Gen.SubListOf(Groups)
        from people in Gen.SubListOf(Entries)
        from ports in Gen.Elements<PortSet?>(null, null, new PortSet([(6022, 6022)]), new PortSet([(7000, 7100), (22, 22)]))
        from methods in Gen.Elements<string[]>([], [], ["ssh"], ["telnet"])
        from users in Gen.Frequency((2, Gen.Constant(new List<string>())), (1, Gen.SubListOf(Patterns).Select(list => list.ToList())))
        from may in Gen.Elements(TerminalRight.Type, TerminalRight.Watch, TerminalRight.None)
        from hours in Gen.Elements(null, Never)
        select new PolicyRule { Name = "", Groups = [.. groups], People = [.. people], Ports = ports, Methods = [.. methods], Users = [.. users], May = may, Hours = hours };
}
