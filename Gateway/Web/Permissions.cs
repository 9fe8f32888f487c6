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
        // Nodes have proved that they are nodes; what they ask for somebody is asked about where it is answered. The
        // framework's own endpoints, which are no routes, only say that a method is not the right one.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || Listeners.DoorOf(context) == Door.Node)
        {
            await next(context);
            return;
        }
        var action = ActionOf(endpoint) ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} does not say who may use it.");
        if (action == AccessAction.Anyone || await MayAsync(context, action)) await next(context);
    });

    /// <summary>Says what an endpoint is about.</summary>
    public static TBuilder Asking<TBuilder>(this TBuilder endpoint, AccessAction action) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Asked(action));

    /// <summary>Who asks, at an endpoint that asks about more than <see cref="AccessAction.Anyone"/>.</summary>
    public static Caller CallerOf(HttpContext context) => (Caller)context.Items[Key]!;

    /// <summary>What an endpoint is about; null if it does not say, and is shut.</summary>
    internal static AccessAction? ActionOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Asked>()?.Action;

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
        // RFC 9110, 15.5.2, and RFC 6750, 3.
        else context.Response.Headers.WWWAuthenticate = Callers.HasToken(context.Request) ? "Bearer error=\"invalid_token\"" : "Bearer";
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
