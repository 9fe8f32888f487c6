using Gateway.Access;
using Gateway.Telemetry;

namespace Gateway.Web;

/// <summary>What a load balancer or a supervisor asks.</summary>
internal sealed class Health(IEnumerable<HealthPart> parts, IHostApplicationLifetime lifetime, Drain drain)
{
    private readonly HealthPart[] _parts = [.. parts];

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map("/health", health => health.InBrief());
        Map("/health/live", _ => Live());
        Map("/health/ready", health => health.Ready());

        void Map(string path, Func<Health, IResult> answer) => routes.MapMethods(path, Pages.Reading, (HttpContext context, Health health) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return answer(health);
        }).Asking(AccessAction.Anyone);
    }

    /// <summary>Whether the process works.</summary>
    public static IResult Live() => Answer("live");

    /// <summary>Whether new visitors should come here.</summary>
    public IResult Ready() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Answer("stopping", StatusCodes.Status503ServiceUnavailable)
        : drain.Until is not null ? Answer("draining", StatusCodes.Status503ServiceUnavailable)
        : Answer("ready");

    /// <summary>Which parts are not well, for everybody. A degraded gateway still serves, so the answer is 200.</summary>
    public IResult InBrief()
    {
        var degraded = _parts.Where(part => !part.Check().Ok).Select(part => part.Name).ToList();
        return Results.Json(new { Status = Word(degraded.Count == 0), Degraded = degraded });
    }

    /// <summary>Every part in words, for the operator.</summary>
    public IResult InDetail()
    {
        var all = _parts.Select(part => (part.Name, State: part.Check())).ToList();
        return Results.Json(new { Status = Word(all.All(part => part.State.Ok)), Parts = all.Select(part => new { part.Name, part.State.Ok, part.State.Words }) });
    }

    private static string Word(bool ok) => ok ? "ok" : "degraded";

    private static IResult Answer(string word, int status = StatusCodes.Status200OK) => Results.Text($"{word}\n", statusCode: status);
}
