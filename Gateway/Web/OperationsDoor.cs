using System.Net;
using Gateway.Access;
using Gateway.Telemetry;

namespace Gateway.Web;

/// <summary>
/// All that is behind the operations door: status, metrics and health. Who comes through the socket has the account's
/// rights already; through a port the token is asked for or, on loopback without one, a host that no other site's page
/// can have (DNS rebinding).
/// </summary>
internal sealed class OperationsDoor(NodeFacts facts, MetricsText metrics, Health health, WebOptions options)
{
    /// <summary>Answers everything that comes through the door, and nothing else.</summary>
    public static void Use(WebApplication app)
    {
        _ = app.Services.GetService<OperationsSocket>(); // held until the application is gone
        _ = app.Services.GetRequiredService<HubMetrics>(); // which otherwise begin with the first connection
        _ = app.Services.GetRequiredService<Recordings.RecordingMetrics>();
        var door = app.Services.GetRequiredService<OperationsDoor>();
        app.Use((context, next) => Listeners.DoorOf(context) == Door.Operations ? door.AnswerAsync(context) : next(context));
    }

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var answer = Refusal(context) ?? context.Request.Path.Value switch
        {
            "/status" => Results.Json(facts.Status(), GatewayStatus.Json),
            "/metrics" => Results.Text(metrics.Read(), MetricsText.ContentType),
            "/health" => health.InDetail(),
            "/health/live" => Health.Live(),
            "/health/ready" => health.Ready(),
            _ => Words("There is only /status, /metrics, /health, /health/live and /health/ready here.", StatusCodes.Status404NotFound),
        };
        return answer.ExecuteAsync(context);
    }

    private IResult? Refusal(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!Listeners.CameBySocket(context))
        {
            if (options.OperationsToken is null && !IsLocal(request.Host.Host)) return Words("Use an IP address or localhost.", StatusCodes.Status421MisdirectedRequest);
            if (options.OperationsToken?.IsIn(request.Headers.Authorization) == false)
            {
                response.Headers.WWWAuthenticate = "Bearer realm=\"gateway\"";
                return Words("The token of operations.tokenFile is asked for.", StatusCodes.Status401Unauthorized);
            }
        }
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return null;
        response.Headers.Allow = "GET, HEAD";
        return Words("Nothing can be changed here.", StatusCodes.Status405MethodNotAllowed);
    }

    private static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static IResult Words(string words, int status) => Results.Text($"{words}\n", statusCode: status);
}
