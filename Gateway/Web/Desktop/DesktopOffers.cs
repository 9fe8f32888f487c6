using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Methods;
using Gateway.Web.Devices;

namespace Gateway.Web.Desktop;

/// <summary>Hands out ways in for people's own programs, to nothing but what each may open, and lets in who comes with a ticket.</summary>
internal sealed class DesktopOffers(
    DesktopOptions options, DesktopSessions sessions, DesktopPorts ports, DesktopTickets tickets, DesktopFiles files, DesktopLists lists, Destinations destinations, Authorizer authorizer, OpenRate rate,
    AuditLog audit, HubMetrics metrics, Callers callers, TimeProvider time)
{
    private const string OverHttps = "https";

    /// <summary>Makes an offer; one of the two is not null.</summary>
    /// <param name="caller">Whom for.</param>
    /// <param name="request">What for.</param>
    /// <param name="from">Where he comes from.</param>
    /// <param name="host">The host that the page was asked for under.</param>
    /// <param name="gateway">The gateway's own address for people, with its path.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<(DesktopOffer? Offer, Refusal? Refusal)> OfferAsync(Caller caller, DesktopRequest request, IPAddress? from, string host, Uri gateway, CancellationToken cancellation)
    {
        if (!options.IsOn) return (null, Refusals.NoDesktops);
        if (request.Way is not ("port" or OverHttps)) return (null, Refusals.NoDesktopRequest);
        if (!rate.TryTake(caller.Owner, ClientAddress.CountedAs(from))) return (null, Refusals.TooOften);
        var place = new DesktopPlace(request.Method, request.User, request.Port, request.Device, request.Use);
        var (remote, decision, refusal) = await DecideAsync(caller, place, cancellation);
        if (refusal is not null) return (null, refusal);
        bool overHttps = request.Way == OverHttps;
        if (overHttps && remote!.Method.Name != "ssh") return (null, Refusals.NoTelnetOverHttps);
        if (!audit.LetsOpen) return (null, Refusals.NoRecord);
        Socket? socket = overHttps ? null : await ports.OpenAsync();
        if (socket is null && !overHttps) return (null, Refusals.NoFreePort);
        var session = new DesktopSession(RandomNumberGenerator.GetHexString(32, lowercase: true), overHttps, caller, remote!, decision!.Rule, time.GetUtcNow() + options.Validity, time) { Port = (socket?.LocalEndPoint as IPEndPoint)?.Port };
        if (sessions.TryAdd(session) is { } full)
        {
            socket?.Dispose();
            session.Dispose();
            return (null, full);
        }
        if (socket is not null) session.Work = new DesktopPort(session, socket, sessions, audit, time).RunAsync();
        try
        {
            return await HandOutAsync(session, place, host, gateway);
        }
        catch
        {
            // Nobody was told of it, so nobody will come.
            session.End("it could not be handed out");
            if (overHttps) session.Close(session.Reason);
            throw;
        }
    }

    private async Task<(DesktopOffer? Offer, Refusal? Refusal)> HandOutAsync(DesktopSession session, DesktopPlace place, string host, Uri gateway)
    {
        var (caller, overHttps) = (session.Caller, session.OverHttps);
        string? ticket = overHttps ? await tickets.MakeAsync(new DesktopTicket(session.Id, caller.Owner, caller.SignIn?.Id, caller.Address, place, IsUsed: false), session) : null;
        if (!await audit.WriteAsync(DesktopSessions.Entry(session, AuditEvent.DesktopOffered) with { Reason = overHttps ? "over https" : $"at port {session.Port}" }) && !audit.LetsOpen)
        {
            session.End("it could not be put on record");
            return (null, Refusals.NoRecord);
        }
        return (files.Make(session, lists.Summarize(session), options.Host ?? host, gateway, ticket), null);
    }

    /// <summary>Lets somebody in who shows a ticket; the session that may carry its bytes, or why there is none.</summary>
    public async Task<(DesktopSession? Session, Refusal? Refusal)> RedeemAsync(string secret, IPAddress? from, CancellationToken cancellation)
    {
        if (!options.IsOn) return (null, Refusals.NoTicket);
        var (ticket, isGood) = await tickets.TakeAsync(secret, from);
        if (ticket is null) return (null, Refusals.NoTicket);
        string address = from?.ToString() ?? "";
        var caller = !authorizer.AsksForSignIn ? new Caller(ticket.Owner, address, null) : ticket.SignIn is { } signIn ? await callers.FindByIdAsync(signIn, address) : null;
        if (!isGood || caller?.Owner != ticket.Owner)
        {
            audit.Write(new AuditEntry(AuditEvent.DesktopRefused) { Person = ticket.Owner, Address = address, Target = ticket.Session, Reason = isGood ? "the sign-in has ended" : "used before, or from another address" });
            return (null, Refusals.NoTicket);
        }
        var (remote, decision, refusal) = await DecideAsync(caller, ticket.Place, cancellation);
        if (refusal is not null) return (null, refusal);
        if (sessions.Find(ticket.Session) is { } session) return session.Remote.Target == remote!.Target && session.TryConnect() ? (session, null) : (null, Refusals.NoTicket);
        // The offer was another node's.
        session = new DesktopSession(ticket.Session, true, caller, remote!, decision!.Rule, time.GetUtcNow(), time);
        session.TryConnect();
        if (sessions.TryAdd(session) is not { } full) return (session, null);
        session.Dispose();
        return (null, full);
    }

    private async Task<(RemoteRequest? Remote, AccessDecision? Decision, Refusal? Refusal)> DecideAsync(Caller caller, DesktopPlace place, CancellationToken cancellation)
    {
        if (destinations.Find(caller, place.Wish, out var wrong) is not { } destination) return (null, null, wrong);
        var decision = authorizer.Decide(caller, new AccessRequest(AccessAction.OpenDesktop, destination.Remote));
        if (!decision.IsAllowed)
        {
            metrics.Refused(decision.Denial);
            audit.Write(AuditEntry.By(caller, AuditEvent.Refused).About(destination.Remote) with { Rule = decision.Rule, Reason = $"desktop session: {decision.Denial}".ToLowerInvariant() });
            return (null, null, Refusals.Of(decision));
        }
        if (destination.Remote.Target.Jump is not null) return (null, null, Refusals.NoDesktopByJump);
        var (pinned, unreachable) = await destinations.PinAsync(destination, cancellation);
        return (pinned?.Remote, decision, unreachable);
    }
}
