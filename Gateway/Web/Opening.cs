using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Sharing;
using Gateway.Cluster;
using Gateway.Credentials;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Web.Credentials;
using Gateway.Web.Devices;
using Gateway.Web.HostKeys;
using Gateway.Web.Recordings;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>Opens terminals and attaches connections to them, where <see cref="Authorizer"/> lets them.</summary>
public sealed class Opening(
    TerminalTable terminals, MethodCatalog methods, Destinations destinations, SharedTerminals shared, SignInDelivery delivery, TerminalSignIns signIns, HostKeyWatch hostKeys, Authorizer authorizer, AuditLog audit, OpenRate rate, IDirectory directory, Presences presences, Grants grants, TerminalRecordings recordings,
    HubConnections connections, Watching watching, Guests guests, Companies companies, NodeTable nodes, Drain drain, HubMetrics metrics, WebOptions options, TimeProvider time, IHubContext<TerminalHub, ITerminalClient> hub)
{
    /// <summary>Starts a terminal for the caller and attaches the connection to it.</summary>
    public async Task<Reply> OpenAsync(HubConnection connection, OpenRequest? request, HttpContext? http)
    {
        if (Refusals.OfNobody(connection, authorizer) is { } nobody) return Reply.Of(nobody);
        var caller = connection.Caller!;
        string address = ClientAddress.CountedAs(http?.Connection.RemoteIpAddress);
        // Whoever tries names of devices is slowed like whoever opens them.
        if (request?.Device is not null && !rate.TryTake(caller.Owner, address)) return Reply.Of(Refusals.TooOften);
        if (destinations.Find(caller, request, out var wrong) is not { } destination)
        {
            if (wrong == Refusals.NoDevice) audit.Write(AuditEntry.By(caller, AuditEvent.Refused) with { Device = request!.Device, Rule = Authorizer.NoDevice, Reason = "no such device, or not for this person" });
            return Reply.Of(wrong!);
        }
        // The policy decides about the user that it comes to, as about a typed one.
        if (destination.UserIsCredentials && await delivery.FindUserAsync(caller, destination.Device, destination.Credentials) is { } user) destination = destinations.As(destination, user);
        var remote = destination.Remote;
        if (request!.Device is null && !rate.TryTake(caller.Owner, address)) return Refuse(caller, remote, ClaimFailure.Rate);
        var decision = authorizer.Decide(caller, new AccessRequest(AccessAction.OpenTerminal, remote));
        if (decision.Denial == AccessDenial.WatchOnly && await presences.OnAsync(caller, remote) is { Count: > 0 } watched) return new Reply(null, Refusals.Of(decision), watched);
        if (!decision.IsAllowed) return Refuse(caller, remote, decision);
        if (!audit.LetsOpen) return Reply.Of(Refusals.NoRecord);
        // Whose typing has to be recorded opens his own: the other's may not be.
        if (destination.Share && decision.Recorded != RecordingNeed.Required && await shared.FindAsync(caller, remote) is { } there) return new Reply(null, null, Shared: there.Id, SharedBy: there.Owner);
        if (!request.Besides && await presences.OnAsync(caller, remote) is { Count: > 0 } others) return new Reply(null, null, others);
        var (pinned, unreachable) = await destinations.PinAsync(destination, connection.Ended);
        if (pinned is null)
        {
            Record(caller, remote, Authorizer.NoDevice, unreachable!.Title);
            return Reply.Of(unreachable);
        }
        var signIn = new DeliveryResult(pinned.Remote, null);
        if (pinned.Automatic)
        {
            signIn = await delivery.PrepareAsync(new DeliveryRequest
            {
                Caller = caller,
                Device = pinned.Device,
                Request = pinned.Remote,
                Choice = pinned.Credentials,
                IsExplicit = pinned.AutomaticIsChosen,
                CustomPassword = pinned.Password,
            }, connection.Ended);
            if (signIn.Failure is { } failure)
            {
                Record(caller, remote, "(credentials)", failure);
                return Reply.Of(Refusals.NotSignedInTo(failure));
            }
        }
        try
        {
            return await StartAsync(connection, caller, pinned with { Remote = signIn.Request }, signIn, decision, address, new TerminalSize(request.Cols, request.Rows));
        }
        finally
        {
            // From there on it ends with its terminal; before, with whatever kept it from opening.
            if (signIn.Session is { Terminal: null } unused) await unused.DisposeAsync();
        }
    }

    private async Task<Reply> StartAsync(HubConnection connection, Caller caller, Destination destination, DeliveryResult signIn, AccessDecision decision, string address, TerminalSize size)
    {
        var (id, remote) = (Terminal.NewId(), destination.Remote);
        if (await directory.ClaimAsync(id, caller.Owner, address, remote, size) is { } denied) return Refuse(caller, remote, denied);
        if (terminals.Open(caller.Owner, remote, size, out var terminal, id, destination.OneClient) is { } failure)
        {
            directory.Release(id, caller.Owner);
            metrics.Refused(failure);
            return Reply.Of(Refusals.Of(failure));
        }
        destinations.Keep(terminal!, destination);
        signIns.Attach(terminal!, signIn);
        hostKeys.Watch(terminal!);
        // Before anybody can type.
        if (!await recordings.BeginAsync(terminal!, caller, decision.Recorded))
        {
            await terminals.CloseAsync(terminal!);
            metrics.Refused(AccessDenial.Recording);
            Record(caller, remote, decision.Rule, "it has to be recorded, and that failed");
            return Reply.Of(Refusals.NotRecordable);
        }
        if (!await grants.BeginAsync(terminal!, caller, decision.Rule))
        {
            await terminals.CloseAsync(terminal!);
            return Reply.Of(Refusals.NoRecord);
        }
        var reply = await AttachAsync(connection, terminal!, null, size, watches: false);
        if (!destination.Share || connection.Viewer is not { } viewer) return reply;
        // From here on whoever opens the same place so comes in here.
        viewer.Terminal.ShareKeyboard(viewer, KeyboardMode.Open);
        guests.BookOf(terminal!).ShareWithAll();
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.KeyboardGranted, terminal!) with { Reason = "to everybody who opens the same place and shares it" });
        return reply with { Terminal = reply.Terminal! with { Shared = true, Company = companies.Of(terminal!) } };
    }

    /// <summary>Comes back to a terminal of the caller, or to one that he may watch or is invited to. What he may not is answered like what is missing.</summary>
    public async Task<Reply> JoinAsync(HubConnection connection, JoinRequest? request, HttpContext? http)
    {
        if (Refusals.OfNobody(connection, authorizer) is { } nobody) return Reply.Of(nobody);
        var caller = connection.Caller!;
        if (terminals.Get(request?.Terminal) is not { } terminal) return Missing(caller, request, http);
        bool foreign = terminal.Owner != caller.Owner, watches = request!.Watch;
        var invitation = foreign && request.Invitation is { } secret ? guests.Find(terminal, caller, secret, ClientAddress.CountedAs(http?.Connection.RemoteIpAddress)) : null;
        if (foreign && request is { Share: true, Invitation: null }) invitation = guests.SharedWith(terminal, caller.Owner);
        if (foreign && invitation is null && (request.Invitation is not null || request.Share)) return Missing(caller, request, http);
        if (foreign && invitation is null && !watches)
        {
            Record(caller, terminal.Request, "(built in)", $"terminal {terminal.Id} is somebody else's");
            return Missing(caller, request, http);
        }
        bool invited = foreign && watching.IsInvited(terminal, caller);
        var decision = invitation is not null ? guests.Decide(terminal, caller, invitation)
            : authorizer.Decide(caller, new AccessRequest(foreign ? AccessAction.WatchTerminal : AccessAction.UseTerminal, terminal.Request, terminal.Owner, invited));
        if (!decision.IsAllowed)
        {
            Record(caller, terminal.Request, decision.Rule, decision.Denial.ToString());
            return foreign ? Missing(caller, request, http) : Reply.Of(Refusals.Of(decision));
        }
        if (invitation is not null && !watches && decision.Right == TerminalRight.Type && !guests.LetsType(terminal, decision))
        {
            Record(caller, terminal.Request, decision.Rule, "it has to be recorded, and this terminal does not");
            return Reply.Of(Refusals.UnrecordedHere);
        }
        if (!foreign && grants.Of(terminal) is { } grant && grant.Caller.SignIn is { } before && caller.SignIn is { } now && now.Expires > before.Expires) grant.Caller = caller;
        watches |= decision.Right == TerminalRight.Watch;
        var reply = await AttachAsync(connection, terminal, request.Viewer, new TerminalSize(request.Cols, request.Rows), watches, foreign && !invited && invitation is null, invitation);
        if (invitation is null || reply.Terminal is not { } attached) return reply;
        // It may have ended meanwhile, when there was nobody yet to send away; and who was sent away from the terminal before has lost it.
        connection.Invitation = invitation;
        guests.Look(connection);
        if (connection.Viewer is null) return Missing(caller, request, http);
        if (attached.Viewer != request.Viewer)
        {
            invitation.Count();
            audit.Write(HubConnections.OnTerminal(caller, AuditEvent.InvitationUsed, terminal) with { Rule = decision.Rule, Reason = request.Share ? "shared with all, to type" : watches ? "to watch" : "to type" });
        }
        return reply;
    }

    private async Task<Reply> AttachAsync(HubConnection connection, Terminal terminal, string? place, TerminalSize size, bool watches, bool administers = false, StandingInvitation? invitation = null)
    {
        var previous = connections.Detach(connection);
        // What it came to the one before by counts no more.
        (connection.WatchesAsAdministrator, connection.Invitation) = (administers, invitation);
        if (previous is not null) await LeaveGroupsAsync(connection, previous.Terminal);
        var caller = connection.Caller!;
        bool owns = terminal.Owner == caller.Owner;
        if (terminal.Attach(place, new Participant(caller.Owner, caller.Person?.DisplayName ?? ""), watches, administers, administers && !companies.ShowsAdministrators) is not { } viewer) return Reply.Of(terminal.IsForOne ? Refusals.OneClientOnly : Refusals.TooManyViewers);
        var page = hub.Clients.Client(connection.Id);
        viewer.Dropped = connection.Abort;
        viewer.InputWritten = new LatestNotice<long>(page.Taken, 0).Tell;
        var may = new LatestNotice<bool>(types => page.MayChanged(types ? Attached.Type : Attached.Watch), viewer.Types);
        viewer.TypingChanged = may.Tell;
        connection.Viewer = viewer;
        // A connection lost meanwhile may have been seen off before it had a viewer, who would stay for ever.
        if (connection.Ended.IsCancellationRequested) viewer.Dispose();
        await hub.Groups.AddToGroupAsync(connection.Id, HubGroups.Terminal(terminal.Id));
        bool ownsAndTypes = owns && !watches;
        if (ownsAndTypes) await hub.Groups.AddToGroupAsync(connection.Id, HubGroups.Typists(terminal.Id));
        // Who was sent away meanwhile hears nothing more of it.
        if (connection.Viewer != viewer) await LeaveGroupsAsync(connection, terminal);
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.TerminalJoined, terminal) with { Reason = watches ? "watching" : owns ? null : "to type" });
        if (drain.Until is not null) await page.Draining(drain.SecondsLeft);
        if (ownsAndTypes) await watching.TellAsync(page, terminal);
        if (ownsAndTypes) await signIns.TellAsync(page, terminal);
        if (ownsAndTypes && grants.Of(terminal) is { Told: { } told } grant) await page.Ending(told with { Seconds = Math.Max(1, (int)(grant.ToldUntil - time.GetUtcNow()).TotalSeconds) });
        var (request, opened) = (terminal.Request, destinations.Of(terminal));
        var reply = new Reply(
            new Attached(
                terminal.Id, viewer.Id, request.Method.Name, request.User, methods.Options.Domain, request.Target.IsOfDomain ? request.Port : 0, terminal.Started,
                terminal.Size.Columns, terminal.Size.Rows, viewer.Start, viewer.End, viewer.InputAccepted,
                options.AcknowledgeEvery, options.InputWindow, options.InputSize, nodes.ShownName,
                viewer.Types ? Attached.Type : Attached.Watch, owns ? "" : presences.NameOf(terminal), viewer.Alias, companies.Of(terminal), recordings.StateOf(terminal),
                request.Target.Device ?? "", destinations.PlaceOf(request.Target), opened.Traits, opened.Legacy, opened.Road, opened.MemberName, terminal.IsForOne, guests.BookOf(terminal).Shared is not null),
            null);
        viewer.Resize(size); // which the reply does not know yet: the page is told
        return reply;
    }

    private async Task LeaveGroupsAsync(HubConnection connection, Terminal terminal)
    {
        await hub.Groups.RemoveFromGroupAsync(connection.Id, HubGroups.Terminal(terminal.Id));
        await hub.Groups.RemoveFromGroupAsync(connection.Id, HubGroups.Typists(terminal.Id));
    }

    private static Reply Missing(Caller caller, JoinRequest? request, HttpContext? http) => Reply.Of(Elsewhere.RefusalFor(http, caller.Owner, request?.Terminal) ?? Refusals.Missing);

    private Reply Refuse(Caller caller, RemoteRequest remote, ClaimFailure failure)
    {
        metrics.Refused(failure);
        // Of who opens too quickly the record is not filled: the first one tells.
        if (failure != ClaimFailure.Rate) Record(caller, remote, "(limits)", failure.ToString());
        return Reply.Of(Refusals.Of(failure));
    }

    private Reply Refuse(Caller caller, RemoteRequest remote, AccessDecision decision)
    {
        metrics.Refused(decision.Denial);
        Record(caller, remote, decision.Rule, decision.Denial.ToString());
        return Reply.Of(Refusals.Of(decision));
    }

    private void Record(Caller caller, RemoteRequest remote, string rule, string reason) => audit.Write(AuditEntry.By(caller, AuditEvent.Refused).About(remote) with
    {
        Rule = rule,
        Reason = reason.ToLowerInvariant(),
    });
}
