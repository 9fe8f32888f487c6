namespace Gateway.Web;

/// <summary>What a load balancer or a supervisor asks.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", Pages.Reading, (HttpContext context) => Answer(context, "live"));
        routes.MapMethods("/health/ready", Pages.Reading, (HttpContext context, IHostApplicationLifetime lifetime, Drain drain) =>
            lifetime.ApplicationStopping.IsCancellationRequested ? Answer(context, "stopping", StatusCodes.Status503ServiceUnavailable)
            : drain.Until is not null ? Answer(context, "draining", StatusCodes.Status503ServiceUnavailable)
            : Answer(context, "ready"));
    }

    private static IResult Answer(HttpContext context, string word, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text($"{word}\n", statusCode: status);
    }
}
