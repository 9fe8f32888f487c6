using System.Runtime.CompilerServices;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Sharing;
using Gateway.Terminals;
using Gateway.Web.Recordings;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>Those who are on somebody else's terminal by an invitation: how they come in, and how long they may stay.</summary>
public sealed partial class Guests(
    HubConnections connections, Authorizer authorizer, TerminalRecordings recordings, AuditLog audit, IHubContext<TerminalHub, ITerminalClient> hub, TimeProvider time, ILogger<Guests> logger) : IDisposable
{
    /// <summary>What one hears whose invitation the owner has ended.</summary>
    public const string Revoked = "The owner has ended your invitation.";

    private const string Dismissed = "The owner of this terminal has sent you away.";
    private const string Expired = "Your invitation has expired.";
    private const string Forbidden = "The gateway's policy does not let you be here any more.";

    // A book goes with its terminal.
    private readonly ConditionalWeakTable<Terminal, InvitationBook> _books = new();
    private readonly WrongGuesses _wrong = new();

    /// <summary>The invitations to a terminal, which let nobody in once it has ended.</summary>
    public InvitationBook BookOf(Terminal terminal) => _books.GetValue(terminal, _ => new InvitationBook(time));

    /// <summary>The invitation that somebody shows; null for one that is wrong, has ended, or is for somebody else.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="caller">Who shows it.</param>
    /// <param name="secret">What he shows.</param>
    /// <param name="address">The address as limits count it; one that guesses is not listened to for a while.</param>
    public StandingInvitation? Find(Terminal terminal, Caller caller, string secret, string address)
    {
        if (!_wrong.MayTry(address)) return null;
        if (terminal.End is null && _books.TryGetValue(terminal, out var book) && book.Find(secret, caller.Owner, caller.Person) is { } found) return found;
        if (_wrong.Count(address)) audit.Write(HubConnections.OnTerminal(caller, AuditEvent.Refused, terminal) with { Rule = "(built in)", Reason = "not a standing invitation" });
        return null;
    }

    /// <summary>What lets somebody into a terminal that is shared with all; null if it is not, or if he was sent away from it.</summary>
    public StandingInvitation? SharedWith(Terminal terminal, string owner) =>
        terminal.End is null && _books.TryGetValue(terminal, out var book) && book.Shared is { } shared && shared.OffersTo(owner) != TerminalRight.None ? shared : null;

    /// <summary>What an invitation and the policy together let somebody do.</summary>
    public AccessDecision Decide(Terminal terminal, Caller caller, StandingInvitation invitation) =>
        authorizer.Decide(caller, new AccessRequest(AccessAction.JoinByInvitation, terminal.Request, terminal.Owner, Offered: invitation.OffersTo(caller.Owner)));

    /// <summary>Whether somebody may type on a terminal by what was decided: whose typing has to be recorded, only where everything is.</summary>
    public bool LetsType(Terminal terminal, AccessDecision decision) =>
        decision.Right == TerminalRight.Type && (decision.Recorded != RecordingNeed.Required || recordings.StateOf(terminal) == "required");

    /// <summary>Asks again about everybody who is on a terminal by an invitation, before keys that did not count may do so.</summary>
    public void LookAtAll(Terminal terminal)
    {
        foreach (var guest in connections.All.Where(guest => guest.Viewer?.Terminal == terminal && guest.Invitation is not null)) Look(guest);
    }

    /// <summary>Asks again whether a guest may stay, and may type.</summary>
    public void Look(HubConnection connection)
    {
        if (connection is not { Viewer: { } viewer, Acting: { } caller }) return;
        if (connection.Invitation is not { } invitation)
        {
            // Whoever signed in may be there by another right, which is looked after with his sign-in.
            if (!authorizer.AsksForSignIn && viewer.Terminal.Owner != caller.Owner) SendAway(connection, null, Revoked);
            return;
        }
        var decision = Decide(viewer.Terminal, caller, invitation);
        if (decision.IsAllowed)
        {
            if (!viewer.Watches) viewer.StopTyping(!LetsType(viewer.Terminal, decision));
            return;
        }
        string why = invitation.IsRevoked ? Revoked : invitation.Offers == TerminalRight.None ? Expired : invitation.OffersTo(caller.Owner) == TerminalRight.None ? Dismissed : Forbidden;
        SendAway(connection, null, why);
    }

    /// <summary>Takes somebody off a terminal on all his pages, and lets him in by no invitation that was made so far.</summary>
    /// <param name="terminal">The terminal, which is not his.</param>
    /// <param name="by">Its owner.</param>
    /// <param name="guest">Whom, as his own terminals are marked.</param>
    public void Expel(Terminal terminal, Caller by, string guest)
    {
        var book = BookOf(terminal);
        book.Bar(guest);
        foreach (var page in connections.All.Where(page => !page.WatchesAsAdministrator && page.Viewer?.Terminal == terminal && page.Caller?.Owner == guest))
        {
            // Where nobody signs in he would come back as somebody new, so the link that he has ends for everybody.
            if (!authorizer.AsksForSignIn && book.Revoke(page.Invitation?.Id) is not null)
                audit.Write(HubConnections.OnTerminal(by, AuditEvent.InvitationRevoked, terminal) with { Reason = "its guest was sent away" });
            SendAway(page, by, Dismissed);
        }
    }

    /// <summary>Takes somebody off a terminal that is not his, and tells him why. His connection stays, with nothing to see.</summary>
    /// <param name="connection">His connection.</param>
    /// <param name="by">Who sends him away; null for the gateway itself.</param>
    /// <param name="why">One sentence for him.</param>
    public void SendAway(HubConnection connection, Caller? by, string why)
    {
        if (connection is not { Viewer.Terminal: var terminal, Caller: { } caller }) return;
        audit.Write(HubConnections.OnTerminal(by, AuditEvent.GuestSentAway, terminal) with { Target = caller.Owner, Reason = why });
        hub.Clients.Client(connection.Id).SentAway(why).Unwaited(NotSent);
        hub.Groups.RemoveFromGroupAsync(connection.Id, HubGroups.Terminal(terminal.Id)).Unwaited(NotSent);
        connection.Invitation = null;
        connections.Detach(connection);
    }

    /// <inheritdoc/>
    public void Dispose() => _wrong.Dispose();

    [LoggerMessage(1, LogLevel.Warning, "A notice to a guest could not be sent")]
    private partial void NotSent(Exception exception);
}
