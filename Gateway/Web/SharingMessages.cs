// What goes over the hub about sharing a terminal, mirrored by wwwroot/src/protocol.ts.
namespace Gateway.Web;

/// <summary>Everybody who is on a terminal, as far as they are to be shown.</summary>
/// <param name="Mode"><c>baton</c> or <c>open</c>.</param>
/// <param name="People">In the order in which they came.</param>
public sealed record Company(string Mode, IReadOnlyList<Member> People)
{
    internal const string Baton = "baton", Open = "open";
}

/// <summary>One page on a terminal.</summary>
/// <param name="Id">Random name of the viewer's place for others; gives no right to it, and is never a person's id.</param>
/// <param name="Name">The person's name to show; empty where nobody signs in.</param>
/// <param name="May"><c>type</c> for one who may be given the keyboard, else <c>watch</c>.</param>
/// <param name="Types">Whether his keys count now.</param>
/// <param name="Owner">Whether it is the owner of the terminal.</param>
/// <param name="Administrator">Whether he looks on as an administrator.</param>
/// <param name="Wants">Whether he has asked for the keyboard.</param>
/// <param name="Since">Since when the connection is there.</param>
public sealed record Member(string Id, string Name, string May, bool Types, bool Owner, bool Administrator, bool Wants, DateTimeOffset Since);

/// <summary>What an invitation is to be.</summary>
/// <param name="May"><c>type</c> or <c>watch</c>.</param>
/// <param name="Person">Only this person, written as policies do; null for whoever has the link and may open that port.</param>
/// <param name="Minutes">How long it lasts.</param>
public sealed record InvitationRequest(string? May, string? Person, int Minutes);

/// <summary>The answer to Invite: one of the two is set.</summary>
/// <param name="Invitation">The invitation, with its secret.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record InvitationReply(Invitation? Invitation, Refusal? Refusal);

/// <summary>A standing invitation.</summary>
/// <param name="Id">Its name, which is no secret.</param>
/// <param name="Secret">What lets somebody in; empty everywhere but in the answer to Invite.</param>
/// <param name="May"><c>type</c> or <c>watch</c>.</param>
/// <param name="Person">The one person it is for; null for anybody.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Used">How often somebody came in by it.</param>
public sealed record Invitation(string Id, string Secret, string May, string? Person, DateTimeOffset Expires, int Used);
