using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Inventory;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Access.Sharing;

/// <summary>What an invitation and the policy together let somebody do.</summary>
public sealed class InvitationDecisionTests
{
    private const string Owner = "local:owner";

    private static readonly TerminalRight[] Rights = [TerminalRight.None, TerminalRight.Watch, TerminalRight.Type];

    [Fact]
    public void Both_have_to_say_so_and_the_lesser_counts()
    {
        foreach (var offered in Rights)
        {
            foreach (var policy in Rights)
            {
                var decision = Asked.Authorizer(new PolicyRule { Name = "r", May = policy }).Decide(Alice(), Joining(offered));
                var expected = offered < policy ? offered : policy;
                Assert.Equal((offered, policy, expected != TerminalRight.None, expected), (offered, policy, decision.IsAllowed, decision.Right));
            }
            Assert.False(Asked.Authorizer().Decide(Alice(), Joining(offered)).IsAllowed); // no rule
        }
    }

    [Theory]
    [InlineData(TokenScopes.Terminals, true, TerminalRight.Type)]
    [InlineData(TokenScopes.Watch, true, TerminalRight.Watch)]
    [InlineData(TokenScopes.Read | TokenScopes.Administer, false, TerminalRight.None)]
    public void A_token_does_what_it_is_for(TokenScopes scopes, bool allowed, TerminalRight right)
    {
        var decision = Asked.Authorizer(new PolicyRule { Name = "r" }).Decide(Alice(scopes), Joining(TerminalRight.Type));
        Assert.Equal((allowed, right), (decision.IsAllowed, decision.Right));
        Assert.Equal(scopes == TokenScopes.Terminals, Asked.Authorizer(new PolicyRule { Name = "r" }).Decide(Alice(scopes), new AccessRequest(AccessAction.ShareTerminal, Asked.Link(), "local:alice")).IsAllowed);
    }

    [Fact]
    public void Where_nobody_signs_in_the_secret_decides_and_nobody_shares_what_is_not_his()
    {
        var authorizer = new Authorizer(new SignInOptions(), new PolicyInForce(new Policy()), new RecordingRights(), new InventoryInForce(DeviceInventory.Empty), new ManualTime());
        var visitor = new Caller("visitor", "", null);
        foreach (var offered in Rights) Assert.Equal((offered != TerminalRight.None, offered), (authorizer.Decide(visitor, Joining(offered)).IsAllowed, authorizer.Decide(visitor, Joining(offered)).Right));
        Assert.True(authorizer.Decide(visitor, new AccessRequest(AccessAction.ShareTerminal, Asked.Link(), "visitor")).IsAllowed);
        Assert.Equal(AccessDenial.NotYours, authorizer.Decide(visitor, new AccessRequest(AccessAction.ShareTerminal, Asked.Link(), Owner)).Denial);
        Assert.Equal(AccessDenial.NotSignedIn, authorizer.Decide(null, Joining(TerminalRight.Type)).Denial);
    }

    private static AccessRequest Joining(TerminalRight offered) => new(AccessAction.JoinByInvitation, Asked.Link(), Owner, Offered: offered);

    private static Caller Alice(TokenScopes? scopes = null) => Caller.Of(new SignIn { Id = "1", Person = Asked.Alice(), Since = Asked.Noon, Expires = Asked.Noon.AddHours(1), Scopes = scopes }, "");
}
