using Gateway.Access;
using Gateway.Access.Audit;

namespace Gateway.Web.DevicePages;

/// <summary>Whether somebody may be at a device's pages, asked for each request, and once a second of those that are under way. What was taken away is cut at once.</summary>
internal sealed class WebRights(WebVisits visits, Authorizer authorizer, StandingSignIns standing, AuditLog audit, TimeProvider time)
{
    /// <summary>Those whose sign-ins it rests on.</summary>
    public IEnumerable<Caller> Callers => visits.All.Select(visit => visit.Caller);

    /// <summary>All visits.</summary>
    public IEnumerable<WebVisit> All => visits.All;

    /// <summary>Decides about a request.</summary>
    public AccessDecision Decide(Caller caller, WebPlace place) => authorizer.Decide(caller, new AccessRequest(AccessAction.OpenWeb, Web: place));

    /// <summary>Whether a visit has lasted as long as the rule that decides lets it.</summary>
    public bool IsOver(WebSession session, AccessDecision decision) => session.Since + decision.Longest <= time.GetUtcNow();

    /// <summary>Looks at one.</summary>
    public Task LookAsync(WebVisit visit)
    {
        var signIn = visit.Caller.SignIn;
        var current = signIn is null ? null : standing.Now(signIn);
        if (current is not null) visit.Caller = visit.Caller with { SignIn = current };
        bool hasEnded = signIn is not null && current is null;
        if (hasEnded) visit.Asked = 0; // the next request finds out by itself
        foreach (var (ending, place) in visit.Running)
        {
            var decision = Decide(visit.Caller, place);
            string? why = hasEnded ? "the sign-in has ended"
                : decision.Denial == AccessDenial.Hours ? "the hours of the rule are over"
                : !decision.IsAllowed ? "the policy does not let it be any more"
                : IsOver(visit.Session, decision) ? "the longest time that the policy allows is over" : null;
            if (why is null || ending.IsCancellationRequested) continue;
            ending.Cancel();
            audit.Write(Entry(visit.Caller, AuditEvent.RightWithdrawn, place) with { Rule = decision.Rule, Reason = why });
        }
        visits.Look(visit);
        return Task.CompletedTask;
    }

    /// <summary>An entry about somebody at a device's pages.</summary>
    public static AuditEntry Entry(Caller caller, AuditEvent happened, WebPlace place) =>
        AuditEntry.By(caller, happened) with { Method = WebPlace.Method, Port = place.Port, Device = place.Device };
}
