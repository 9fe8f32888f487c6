namespace Gateway.Web;

/// <summary>Gives every failure a page: nothing reaches a visitor as an empty response or a stack trace.</summary>
internal static class ErrorPages
{
    public static void Use(IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            AllowStatusCode404Response = true,
            ExceptionHandler = context => Write(context, StatusCodes.Status500InternalServerError),
        });
        app.UseStatusCodePages(status => Write(status.HttpContext, status.HttpContext.Response.StatusCode));
    }

    private static Task Write(HttpContext context, int status) =>
        context.RequestServices.GetRequiredService<Pages>().ErrorAsync(context, status, Words(status));

    private static Refusal Words(int status) => status switch
    {
        400 => new("invalid", "The request could not be read", "Check the link and try again."),
        404 => new("invalid", "There is nothing at this address", "A link reads /remote/<method>/<user>/<port>. The start page helps to make one."),
        405 => new("invalid", "This is not the way to ask for that", "Go to the start page and try from there."),
        426 => new("invalid", "Only WebSockets are served here", "Let the proxy in front pass the Upgrade header on."),
        429 => new("rate", "Too many requests in a short time", "Wait a minute and try again."),
        >= 500 => new("failed", "Something went wrong on the gateway", "Try again. If it stays, tell the operator: the reason is in the gateway's log."),
        _ => new("invalid", "The request was not accepted", "Go to the start page and try from there."),
    };
}
