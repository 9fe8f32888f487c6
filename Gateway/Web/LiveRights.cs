using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Web.Desktop;
using Gateway.Web.DevicePages;
using Gateway.Web.Recordings;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>
/// Asks once a second whether everything that runs may still run: a sign-in ends or is revoked, a rule's hours pass, the
/// policy changes. Pages are told before, where that can be known; what was taken away takes no input from that moment.
/// </summary>
internal sealed partial class LiveRights(
    HubConnections connections, Grants grants, TerminalRecordings recordings, Watching watching, Guests guests, DesktopRights desktops, WebRights webs, Authorizer authorizer, StandingSignIns standing, SignIns signIns, SignInOptions options, AuditLog audit,
    IHubContext<TerminalHub, ITerminalClient> hub, TimeProvider time, ILogger<LiveRights> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToRead = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Used = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var connection in connections.All.Where(connection => connection.Viewer is not null)) await TryAsync(() => LookAsGuestAsync(connection));
            if (options.IsOn) await TryAsync(() => standing.RefreshAsync(connections.All.Select(connection => connection.Caller).Concat(grants.All.Select(grant => grant.Caller)).Concat(desktops.Callers).Concat(webs.Callers).Select(caller => caller?.SignIn).OfType<SignIn>()));
            foreach (var desktop in desktops.All) await TryAsync(() => desktops.LookAsync(desktop));
            foreach (var visit in webs.All) await TryAsync(() => webs.LookAsync(visit));
            if (!options.IsOn)
            {
                foreach (var grant in grants.All) await TryAsync(() => LookWithoutSignInAsync(grant));
                continue;
            }
            foreach (var grant in grants.All) await TryAsync(() => LookAsync(grant));
            foreach (var connection in connections.All) await TryAsync(() => LookAsync(connection));
        }
    }

    // A watch that stopped would let everything run for ever, and one thing's fault is no other's.
    private async Task TryAsync(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    private Task LookAsGuestAsync(HubConnection connection)
    {
        guests.Look(connection);
        return Task.CompletedTask;
    }

    private async Task LookAsync(HubConnection connection)
    {
        if (connection.Caller is not { SignIn: { } signIn } caller) return;
        var now = time.GetUtcNow();
        if (standing.Now(signIn) is { } current)
        {
            connection.Caller = caller = caller with { SignIn = current };
            if (connection.WithdrawnAt is not null)
            {
                connection.Abort(); // it was shut out for good; its page comes back by itself, to what it may now
                return;
            }
        }
        else
        {
            if (connection.WithdrawnAt is null)
            {
                connection.WithdrawnAt = now;
                connection.Viewer?.StopTyping();
                Tell(connection, new Ending(Seconds(options.RevokeGrace), "revoked", HasEnded(signIn, now) ? "Your sign-in has ended." : "Your sign-in was revoked."));
            }
            // A page that shows no terminal has nothing to say good-bye to, and one whose terminal ends has its end to read.
            // Who looks on at somebody else's terminal has nothing there to lose.
            var patience = connection.Viewer is not { Terminal: var shown } || shown.Owner != caller.Owner ? TimeSpan.Zero : shown.IsReadOnly || shown.End is not null ? options.RevokeGrace + ToRead : options.RevokeGrace;
            if (now - connection.WithdrawnAt >= patience) connection.Abort();
            return;
        }
        if (connection.Administers && !authorizer.Decide(caller, new AccessRequest(AccessAction.Administer)).IsAllowed) connection.Abort();
        if (connection.Viewer is not { } viewer) return;
        var (terminal, foreign) = (viewer.Terminal, viewer.Terminal.Owner != caller.Owner);
        var decision = authorizer.Decide(caller, new AccessRequest(foreign ? AccessAction.WatchTerminal : AccessAction.UseTerminal, terminal.Request, terminal.Owner, foreign && watching.IsInvited(terminal, caller)));
        // What the terminal itself rests on is looked after below; here it is this browser that may have less than another.
        if (!decision.IsAllowed && connection.Invitation is null && (foreign || grants.Of(terminal) is { WithdrawnAt: null } grant && grant.Caller.SignIn?.Id != caller.SignIn!.Id))
        {
            audit.Write(HubConnections.OnTerminal(caller, AuditEvent.RightWithdrawn, terminal) with { Rule = decision.Rule, Reason = decision.Denial.ToString().ToLowerInvariant() });
            connection.Abort();
            return;
        }
        if (terminal.IdleTime < Used) await signIns.TouchAsync(caller.SignIn!, caller.Address, caller.SignIn!.Agent);
        var left = caller.SignIn!.Expires - now;
        if (connection.IsWarned == left <= options.Warning) return;
        connection.IsWarned = !connection.IsWarned;
        Tell(connection, new Ending(connection.IsWarned ? Seconds(left) : 0, "signin", connection.IsWarned ? "Your sign-in ends soon. Sign in again to keep this terminal." : ""));
    }

    // Unused for too long is an end too, and not somebody's doing.
    private bool HasEnded(SignIn signIn, DateTimeOffset now) => signIn.Expires <= now || signIn.Seen + options.IdleTimeout <= now;

    private Task LookAsync(TerminalGrant grant)
    {
        Look(grant);
        return Task.CompletedTask;
    }

    // There is no policy then, but the inventory has to lead there still.
    private Task LookWithoutSignInAsync(TerminalGrant grant)
    {
        if (grant.Terminal.End is not null) return Task.CompletedTask;
        var decision = authorizer.Decide(grant.Caller, new AccessRequest(AccessAction.UseTerminal, grant.Terminal.Request, grant.Terminal.Owner));
        if (!decision.IsAllowed) Withdraw(grant, options.RevokeGrace, Words(decision.Denial), decision.Rule);
        else if (grant.WithdrawnAt is not null) Restore(grant, decision.Right);
        return Task.CompletedTask;
    }

    private void Look(TerminalGrant grant)
    {
        var (terminal, now) = (grant.Terminal, time.GetUtcNow());
        if (terminal.End is not null || grant.Caller.SignIn is not { } signIn) return;
        if (standing.Now(signIn) is null && Heir(terminal) is { SignIn: { } other } heir) (grant.Caller, signIn) = (heir, other);
        if (standing.Now(signIn) is { } current) grant.Caller = grant.Caller with { SignIn = current };
        else
        {
            bool expired = HasEnded(signIn, now);
            // Of an end that was foreseen the page was told in time.
            Withdraw(grant, expired ? TimeSpan.Zero : options.RevokeGrace, expired ? "The sign-in that this terminal was opened with has ended." : "The sign-in that this terminal was opened with was revoked.");
            return;
        }
        var decision = authorizer.Decide(grant.Caller, new AccessRequest(AccessAction.UseTerminal, terminal.Request, terminal.Owner));
        if (!decision.IsAllowed)
        {
            bool foreseen = grant.Told is { Reason: "policy" } && decision.Denial == AccessDenial.Hours;
            Withdraw(grant, foreseen ? TimeSpan.Zero : options.RevokeGrace, Words(decision.Denial), decision.Rule);
            return;
        }
        grant.Rule = decision.Rule;
        if (!recordings.Follow(terminal, grant.Caller, decision.Recorded)) return;
        Restore(grant, decision.Right);
        var longest = decision.Longest is { } most ? terminal.Started + most : DateTimeOffset.MaxValue;
        var hours = decision.Until ?? DateTimeOffset.MaxValue;
        var (until, byTime) = longest <= hours ? (longest, true) : (hours, false);
        if (until <= now) Withdraw(grant, TimeSpan.Zero, "The longest time that the policy allows for this terminal is over.", decision.Rule);
        else if (until - now <= options.Warning) Announce(grant, new Ending(Seconds(until - now), "policy", byTime ? "The longest time for this terminal is nearly over." : "The hours in which you may use this are nearly over."));
        else if (grant.Told is not null) Announce(grant, new Ending(0, "policy", ""));
    }

    private static string Words(AccessDenial denial) => denial switch
    {
        AccessDenial.Hours => "The hours of the rule that let you open this are over.",
        AccessDenial.Inventory => "The gateway's inventory does not lead there any more.",
        _ => "The gateway's policy does not let you use this any more.",
    };

    // Another browser of the same person that is attached keeps the terminal.
    private Caller? Heir(Terminal terminal) => connections.All
        .Where(connection => connection.Viewer?.Terminal == terminal && connection.Caller is { SignIn: { } signIn } caller && caller.Owner == terminal.Owner && standing.Now(signIn) is not null)
        .MaxBy(connection => connection.Caller!.SignIn!.Expires)?.Caller;

    private void Withdraw(TerminalGrant grant, TimeSpan grace, string why, string? rule = null)
    {
        var now = time.GetUtcNow();
        if (grant.WithdrawnAt is null)
        {
            grant.WithdrawnAt = now;
            grant.Terminal.IsReadOnly = true;
            audit.Write(HubConnections.OnTerminal(grant.Caller, AuditEvent.RightWithdrawn, grant.Terminal) with { Rule = rule ?? grant.Rule, Reason = why });
            if (grace > TimeSpan.Zero) Announce(grant, new Ending(Seconds(grace), "revoked", why));
        }
        if (now - grant.WithdrawnAt >= grace) _ = grant.Terminal.EndAsync(new Outcome(EndReason.Revoked, why, "Open it anew once you have the right to."));
    }

    private void Restore(TerminalGrant grant, TerminalRight right)
    {
        bool readOnly = right != TerminalRight.Type;
        if (grant.WithdrawnAt is not null)
        {
            grant.WithdrawnAt = null;
            Announce(grant, new Ending(0, "revoked", ""));
        }
        if (grant.Terminal.IsReadOnly == readOnly) return;
        grant.Terminal.IsReadOnly = readOnly;
        if (readOnly) audit.Write(HubConnections.OnTerminal(grant.Caller, AuditEvent.RightWithdrawn, grant.Terminal) with { Rule = grant.Rule, Reason = "may only watch" });
    }

    private void Announce(TerminalGrant grant, Ending ending)
    {
        if (ending.Seconds > 0 && grant.Told is { } told && told.Reason == ending.Reason && told.Message == ending.Message) return;
        grant.Told = ending.Seconds > 0 ? ending : null;
        grant.ToldUntil = time.GetUtcNow().AddSeconds(ending.Seconds);
        hub.Clients.Group(HubGroups.Typists(grant.Terminal.Id)).Ending(ending).Unwaited(NotSent);
    }

    private void Tell(HubConnection connection, Ending ending) => hub.Clients.Client(connection.Id).Ending(ending).Unwaited(NotSent);

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));

    [LoggerMessage(1, LogLevel.Error, "Looking after what may run failed; it is tried again")]
    private partial void Failed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "A notice about a right could not be sent")]
    private partial void NotSent(Exception exception);
}
