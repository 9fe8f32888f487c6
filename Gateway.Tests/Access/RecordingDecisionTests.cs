using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Inventory;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>Who must be recorded, and who may see what was.</summary>
public sealed class RecordingDecisionTests
{
    private static readonly AccessAction[] Actions = [AccessAction.ListRecordings, AccessAction.ReplayRecording, AccessAction.SearchRecordings, AccessAction.ExportRecording];

    private static readonly Policy Watched = new() { Rules = [new PolicyRule { Name = "r", Recorded = true, People = ["alice"] }, new PolicyRule { Name = "s" }], AdministratorGroups = ["admins"] };

    [Theory]
    [InlineData(RecordingNeed.None, "alice", RecordingNeed.Required)]
    [InlineData(RecordingNeed.None, "bob", RecordingNeed.None)]
    [InlineData(RecordingNeed.Wanted, "alice", RecordingNeed.Required)]
    [InlineData(RecordingNeed.Wanted, "bob", RecordingNeed.Wanted)]
    [InlineData(RecordingNeed.Required, "bob", RecordingNeed.Required)]
    public void The_rule_or_else_the_gateway_says_who_is_recorded(RecordingNeed usual, string person, RecordingNeed need) =>
        Assert.Equal(need, Asked.Authorizer(Watched, new RecordingRights { IsOn = true, Usual = usual }).Decide(Of(person), new AccessRequest(AccessAction.OpenTerminal, Asked.Link())).Recorded);

    [Theory]
    [InlineData("alice", "local:alice", true, true)]
    [InlineData("alice", "local:alice", false, false)]
    [InlineData("alice", "local:bob", true, false)]
    [InlineData("alice", "oidc:alice", true, false)]
    [InlineData("carol admins", "local:bob", false, true)]
    [InlineData("dave audit", "local:bob", false, true)]
    [InlineData("erin", "local:bob", false, true)]
    [InlineData("alice", null, true, true)]
    [InlineData("alice", null, false, false)]
    public void People_see_their_own_and_auditors_and_administrators_all(string person, string? owner, bool ownersMay, bool may)
    {
        var authorizer = Asked.Authorizer(Watched, new RecordingRights { IsOn = true, OwnersMayReplay = ownersMay, AuditorGroups = ["audit"], Auditors = ["local:erin"] });
        foreach (var action in Actions)
        {
            var decision = authorizer.Decide(Of(person.Split(' ')), new AccessRequest(action, Owner: owner));
            Assert.Equal(may ? AccessDenial.None : AccessDenial.NotYours, decision.Denial);
            Assert.Equal(AccessDenial.NotSignedIn, authorizer.Decide(null, new AccessRequest(action, Owner: owner)).Denial);
        }
    }

    [Theory]
    [InlineData(TokenScopes.Recordings, true)]
    [InlineData(TokenScopes.Terminals | TokenScopes.Watch | TokenScopes.Read | TokenScopes.Administer, false)]
    public void A_script_needs_a_token_that_is_for_recordings(TokenScopes scopes, bool may)
    {
        var authorizer = Asked.Authorizer(Watched, new RecordingRights { OwnersMayReplay = true });
        foreach (var action in Actions)
            Assert.Equal(may ? AccessDenial.None : AccessDenial.Scope, authorizer.Decide(Of(["alice"], scopes), new AccessRequest(action, Owner: "local:alice")).Denial);
    }

    [Theory]
    [InlineData("visitor", true, true)]
    [InlineData("visitor", false, false)]
    [InlineData("stranger", true, false)]
    [InlineData(null, true, true)]
    public void Where_nobody_signs_in_a_visitor_has_his_own(string? owner, bool ownersMay, bool may)
    {
        var authorizer = new Authorizer(new SignInOptions(), new PolicyInForce(new Policy()), new RecordingRights { OwnersMayReplay = ownersMay, Auditors = ["visitor"] }, new InventoryInForce(DeviceInventory.Empty), new ManualTime());
        foreach (var action in Actions)
            Assert.Equal(may ? AccessDenial.None : AccessDenial.NotYours, authorizer.Decide(new Caller("visitor", "", null), new AccessRequest(action, Owner: owner)).Denial);
    }

    private static Caller Of(params string[] person) => Of(person, null);

    private static Caller Of(string[] person, TokenScopes? scopes) => Caller.Of(new SignIn
    {
        Id = "s", Person = new Person(SignInWay.Local, person[0], person[0], person[1..]), Since = Asked.Noon, Expires = Asked.Noon.AddDays(1), Scopes = scopes,
    }, "");
}
