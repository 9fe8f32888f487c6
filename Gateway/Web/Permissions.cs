using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;

namespace Gateway.Web;

/// <summary>
/// Lets a request through to its endpoint only where <see cref="Authorizer"/> says so. An endpoint that names no action
/// is shut: whoever forgot to think about it finds out at once.
/// </summary>
internal static class Permissions
{
    private static readonly object Key = new();

    /// <summary>Asks about every request; after routing, and after sessions.</summary>
    public static void Use(IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // Nodes have proved that they are nodes; what they ask for somebody they ask about themselves.
        // What is no route of ours is the framework's own refusal: a wrong method, a body of a wrong kind.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || Listeners.DoorOf(context) == Door.Node)
        {
            await next(context);
            return;
        }
        var action = endpoint.Metadata.GetMetadata<Asked>()?.Action ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} does not say who may use it.");
        if (action == AccessAction.Anyone || await MayAsync(context, action)) await next(context);
    });

    /// <summary>Says what an endpoint is about.</summary>
    public static TBuilder Asking<TBuilder>(this TBuilder endpoint, AccessAction action) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Asked(action));

    /// <summary>Who asks, at an endpoint that asks about more than <see cref="AccessAction.Anyone"/>.</summary>
    public static Caller CallerOf(HttpContext context) => (Caller)context.Items[Key]!;

    private static async Task<bool> MayAsync(HttpContext context, AccessAction action)
    {
        var services = context.RequestServices;
        Caller? caller;
        try
        {
            caller = await services.GetRequiredService<Callers>().FindAsync(context);
        }
        catch (RecordsUnavailableException)
        {
            await services.GetRequiredService<Pages>().ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, Refusals.NoSessions);
            return false;
        }
        var decision = services.GetRequiredService<Authorizer>().Decide(caller, new AccessRequest(action));
        if (decision.IsAllowed)
        {
            context.Items[Key] = caller;
            return true;
        }
        if (decision.Denial != AccessDenial.NotSignedIn)
            services.GetRequiredService<AuditLog>().Write(AuditEntry.By(caller, AuditEvent.Refused) with { Rule = decision.Rule, Reason = $"{action}: {decision.Denial}" });
        var (status, refusal) = decision.Denial switch
        {
            AccessDenial.NotSignedIn => (StatusCodes.Status401Unauthorized, Refusals.NotSignedIn),
            AccessDenial.NotYours => (StatusCodes.Status404NotFound, Refusals.NothingHere),
            _ => (StatusCodes.Status403Forbidden, Refusals.Of(decision)),
        };
        await services.GetRequiredService<Pages>().ErrorAsync(context, status, refusal);
        return false;
    }

    private sealed record Asked(AccessAction Action);
}
