using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Sharing;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>What the people on a terminal do with it together: the owner invites, and the keyboard goes from hand to hand.</summary>
public sealed class Sharing(Guests guests, Watching watching, HubConnections connections, Authorizer authorizer, SharingOptions options, AuditLog audit)
{
    private const int LongestPerson = 140;

    /// <summary>Makes an invitation to the caller's own terminal.</summary>
    public InvitationReply Invite(HubConnection connection, InvitationRequest? request)
    {
        if (OfOwner(connection, out var caller, out var viewer) is { } denied) return new InvitationReply(null, denied);
        if (viewer.Terminal.IsForOne) return new InvitationReply(null, Refusals.OneClientOnly);
        if (!options.IsOn) return new InvitationReply(null, Refusals.NoSharing);
        var may = request?.May switch { Attached.Type => TerminalRight.Type, Attached.Watch => TerminalRight.Watch, _ => TerminalRight.None };
        string? person = string.IsNullOrWhiteSpace(request?.Person) ? null : request.Person.Trim();
        var lifetime = TimeSpan.FromMinutes(request?.Minutes ?? 0);
        if (may == TerminalRight.None || lifetime < TimeSpan.FromMinutes(1) || lifetime > options.Longest) return new InvitationReply(null, Refusals.NoInvitation(options.Longest));
        if (person is not null && (!authorizer.AsksForSignIn || person.Length > LongestPerson || person.Any(char.IsControl))) return new InvitationReply(null, Refusals.NoSuchGuest);
        if (guests.BookOf(viewer.Terminal).Add(may, person, lifetime, out string secret) is not { } made) return new InvitationReply(null, Refusals.TooManyInvitations);
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.InvitationCreated, viewer.Terminal) with { Target = person, Reason = Words(made) });
        return new InvitationReply(Shown(made) with { Secret = secret }, null);
    }

    /// <summary>The invitations to the caller's own terminal that stand; none for anybody else.</summary>
    public IReadOnlyList<Invitation> List(HubConnection connection) =>
        OfOwner(connection, out _, out var viewer) is null ? [.. guests.BookOf(viewer.Terminal).Standing.Select(Shown)] : [];

    /// <summary>Ends an invitation; whoever came in by it is sent away.</summary>
    public Refusal? Revoke(HubConnection connection, string? id)
    {
        if (OfOwner(connection, out var caller, out var viewer) is { } denied) return denied;
        if (guests.BookOf(viewer.Terminal).Revoke(id) is not { } ended) return Refusals.NoSuchInvitation;
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.InvitationRevoked, viewer.Terminal) with { Target = ended.Person, Reason = Words(ended) });
        foreach (var guest in connections.All.Where(guest => guest.Invitation == ended)) guests.SendAway(guest, caller, Guests.Revoked);
        return null;
    }

    /// <summary>The owner says who types.</summary>
    public Refusal? SetKeyboard(HubConnection connection, string? mode)
    {
        if (OfOwner(connection, out var caller, out var viewer) is { } denied) return denied;
        if (mode is not (Company.Baton or Company.Open)) return Refusals.NoSuchKeyboard;
        bool opens = mode == Company.Open;
        guests.LookAtAll(viewer.Terminal);
        viewer.Terminal.ShareKeyboard(viewer, opens ? KeyboardMode.Open : KeyboardMode.Baton);
        audit.Write(HubConnections.OnTerminal(caller, opens ? AuditEvent.KeyboardGranted : AuditEvent.KeyboardTaken, viewer.Terminal) with { Reason = opens ? "to everybody who came in to type" : "from everybody" });
        return null;
    }

    /// <summary>Asks for the keyboard.</summary>
    public Refusal? Ask(HubConnection connection)
    {
        if (OfViewer(connection, out _, out var viewer) is { } denied) return denied;
        return viewer.Types || viewer.Terminal.AskKeyboard(viewer) ? null : Refusals.NotToType;
    }

    /// <summary>The owner, or who has the keyboard, gives it to somebody.</summary>
    public Refusal? Grant(HubConnection connection, string? participant)
    {
        if (OfViewer(connection, out var caller, out var viewer) is { } denied) return denied;
        guests.LookAtAll(viewer.Terminal); // what the policy says of them may have changed since they came
        if (viewer.Terminal.GrantKeyboard(viewer, participant) is not { } given) return Refusals.NoKeyboardFor;
        bool returned = given.Id == viewer.Terminal.Owner;
        audit.Write(HubConnections.OnTerminal(caller, returned ? AuditEvent.KeyboardTaken : AuditEvent.KeyboardGranted, viewer.Terminal) with { Target = given.Id });
        return null;
    }

    /// <summary>The owner takes the keyboard back.</summary>
    public Refusal? Take(HubConnection connection)
    {
        if (OfOwner(connection, out var caller, out var viewer) is { } denied) return denied;
        if (viewer.Terminal.TakeKeyboard(viewer)) audit.Write(HubConnections.OnTerminal(caller, AuditEvent.KeyboardTaken, viewer.Terminal));
        return null;
    }

    /// <summary>Who has the keyboard gives it back; who asked for it asks no more.</summary>
    public Refusal? Release(HubConnection connection)
    {
        if (OfViewer(connection, out var caller, out var viewer) is { } denied) return denied;
        bool had = viewer.Types;
        if (viewer.Terminal.ReleaseKeyboard(viewer) && had && !viewer.Types) audit.Write(HubConnections.OnTerminal(caller, AuditEvent.KeyboardTaken, viewer.Terminal) with { Reason = "given back" });
        return null;
    }

    /// <summary>The owner sends somebody away, with all his pages; he needs a new invitation to come back.</summary>
    public Refusal? SendAway(HubConnection connection, string? participant)
    {
        if (OfOwner(connection, out var caller, out var viewer) is { } denied) return denied;
        var terminal = viewer.Terminal;
        // One that another connection took the place of may linger here: whose place it is, it tells as well.
        var guest = connections.All.FirstOrDefault(other => other.Viewer is { } his && his.Terminal == terminal && his.Alias == participant);
        if (guest?.Caller is not { } sent || sent.Owner == terminal.Owner || guest.WatchesAsAdministrator) return Refusals.NobodyToSend;
        watching.Forget(terminal, sent);
        guests.Expel(terminal, caller, sent.Owner);
        return null;
    }

    private Refusal? OfViewer(HubConnection connection, out Caller caller, out Viewer viewer)
    {
        (caller, viewer) = (connection.Caller!, connection.Viewer!);
        return Refusals.OfNobody(connection, authorizer) ?? (viewer is null ? Refusals.Missing : null);
    }

    private Refusal? OfOwner(HubConnection connection, out Caller caller, out Viewer viewer)
    {
        if (OfViewer(connection, out caller, out viewer) is { } denied) return denied;
        var terminal = viewer.Terminal;
        if (terminal.End is not null) return Refusals.Missing;
        var decision = authorizer.Decide(caller, new AccessRequest(AccessAction.ShareTerminal, terminal.Request, terminal.Owner));
        return decision.IsAllowed ? null : Refusals.Of(decision);
    }

    private static string Words(StandingInvitation invitation) => $"{Right(invitation)}, until {invitation.Expires:u}";

    private static string Right(StandingInvitation invitation) => invitation.May == TerminalRight.Type ? Attached.Type : Attached.Watch;

    private static Invitation Shown(StandingInvitation invitation) => new(invitation.Id, "", Right(invitation), invitation.Person, invitation.Expires, invitation.Used);
}
