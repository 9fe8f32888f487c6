using Gateway.Access;
using Gateway.Access.Audit;

namespace Gateway.Web.Desktop;

/// <summary>Whether a desktop session may still be, asked once a second like of terminals. What was taken away ends at once: its person cannot be warned.</summary>
internal sealed class DesktopRights(DesktopSessions sessions, Authorizer authorizer, StandingSignIns standing, SignIns signIns, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan Used = TimeSpan.FromMinutes(1);

    /// <summary>Those whose sign-ins it rests on.</summary>
    public IEnumerable<Caller> Callers => sessions.All.Where(session => session.State != DesktopState.Ended).Select(session => session.Caller);

    /// <summary>All sessions.</summary>
    public IEnumerable<DesktopSession> All => sessions.All;

    /// <summary>Looks at one.</summary>
    public async Task LookAsync(DesktopSession session)
    {
        sessions.Look(session);
        if (session.State == DesktopState.Ended) return;
        if (session.Caller.SignIn is { } signIn)
        {
            if (standing.Now(signIn) is not { } current)
            {
                Withdraw(session, "the sign-in has ended");
                return;
            }
            session.Caller = session.Caller with { SignIn = current };
        }
        var decision = authorizer.Decide(session.Caller, new AccessRequest(AccessAction.OpenDesktop, session.Remote));
        if (!decision.IsAllowed) Withdraw(session, decision.Denial == AccessDenial.Hours ? "the hours of the rule are over" : "the policy does not let it be any more", decision.Rule);
        else if (session.Started + decision.Longest <= time.GetUtcNow()) Withdraw(session, "the longest time that the policy allows is over", decision.Rule);
        else
        {
            session.Rule = decision.Rule;
            if (session is { State: DesktopState.Connected, Caller.SignIn: { } used } && session.IdleTime < Used) await signIns.TouchAsync(used, session.Caller.Address, used.Agent);
        }
    }

    private void Withdraw(DesktopSession session, string why, string? rule = null)
    {
        bool waits = session.State == DesktopState.Waiting;
        if (!session.End(why)) return;
        audit.Write(DesktopSessions.Entry(session, AuditEvent.RightWithdrawn) with { Rule = rule ?? session.Rule, Reason = why });
        if (waits && session.OverHttps) session.Close(why);
    }
}
