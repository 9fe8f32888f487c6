using Gateway.Cluster;

namespace Gateway.Web;

/// <summary>
/// Keeps the doors apart: only nodes come in through the nodes' door, and through every other one nobody is believed to
/// be a node.
/// </summary>
internal static class NodeDoor
{
    /// <summary>Checks who comes. First in the pipeline: what follows may rely on it.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var requests = app.ApplicationServices.GetRequiredService<NodeRequests>();
        app.Use((context, next) =>
        {
            if (Listeners.DoorOf(context) != Door.Node)
            {
                NodeRequests.Strip(context.Request.Headers);
                return next(context);
            }
            if (requests.Accept(context)) return next(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
    }

    /// <summary>Lets an endpoint be reached through its own doors only; after routing.</summary>
    public static void UseForEndpoints(IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is { } endpoint && !(endpoint.Metadata.GetMetadata<Doors>()?.Open ?? [Door.Public]).Contains(Listeners.DoorOf(context)))
            context.SetEndpoint(null); // there is nothing here
        return next(context);
    });

    /// <summary>Names the doors that an endpoint is for; the public one if none are named.</summary>
    public static TBuilder Through<TBuilder>(this TBuilder endpoint, params Door[] doors) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Doors(doors));

    private sealed record Doors(Door[] Open);
}
