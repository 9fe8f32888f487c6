using Gateway.Access;
using Gateway.Access.Records;
using Gateway.Cluster;
using Microsoft.Net.Http.Headers;

namespace Gateway.Web.Desktop;

/// <summary>Desktop sessions over HTTP: for the page, for people's programs, and for other nodes.</summary>
internal static class DesktopRoutes
{
    /// <summary>Where people's programs connect to.</summary>
    public const string Path = "/desktop";

    private const int LargestRequest = 4 * 1024;
    private const string Scheme = "Bearer ";
    private const string Root = "/cluster/desktops";

    public static void Map(WebApplication app, DesktopOptions options)
    {
        var own = app.MapGroup("/api/desktop").OfPerson(AccessAction.ListTerminals);
        own.MapPost("", OfferAsync);
        own.MapGet("", async (HttpContext context, DesktopLists lists) => Results.Ok(await lists.ListAsync(Permissions.CallerOf(context).Owner)));
        app.MapGroup("/api/desktop").OfPerson(AccessAction.CloseTerminal).MapDelete("{id}", async (HttpContext context, string id, DesktopLists lists) =>
            await lists.EndAsync(Permissions.CallerOf(context).Owner, id) ? Results.NoContent() : Refusals.Refused(StatusCodes.Status404NotFound, Refusals.Missing));
        app.MapGroup("/api/desktops").OfPerson(AccessAction.EndTerminal).MapDelete("{id}", async (HttpContext context, string id, DesktopLists lists) =>
            await lists.OrderAsync(Permissions.CallerOf(context), id) ? Results.NoContent() : Refusals.Refused(StatusCodes.Status404NotFound, Refusals.Missing));
        app.MapMethods("/terminal{port}", Pages.Reading, FindAsync).WithVisitor().Asking(AccessAction.Anyone);
        MapSocket(app, options);
        MapNodes(app);
    }

    /// <summary>A person's own on that node.</summary>
    public static string Of(string owner) => $"cluster/desktops?owner={Uri.EscapeDataString(owner)}";

    /// <summary>One of a person's own on that node.</summary>
    public static string OneOf(string owner, string id) => $"cluster/desktops/{Uri.EscapeDataString(id)}?owner={Uri.EscapeDataString(owner)}";

    /// <summary>One there that an administrator ends.</summary>
    public static string Ordered(Caller caller, string id) => $"cluster/desktops/{Uri.EscapeDataString(id)}/order?{NodeRoutes.By(caller)}";

    /// <summary>The ticket that a request shows; null for none.</summary>
    public static string? TicketOf(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private static void MapSocket(WebApplication app, DesktopOptions options)
    {
        var branch = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = options.KeepAlive });
        branch.Run(ConnectAsync);
        app.MapMethods(Path, [HttpMethods.Get], branch.Build()).Asking(AccessAction.Anyone); // the ticket says who it is
    }

    private static void MapNodes(WebApplication app)
    {
        app.MapGet(Root, (string owner, DesktopLists lists) => Results.Json(lists.Here(owner))).Through(Door.Node);
        app.MapDelete(Root + "/{id}", async (string id, string owner, DesktopLists lists) => await lists.EndHereAsync(owner, id) ? Results.NoContent() : Results.NotFound()).Through(Door.Node);
        app.MapDelete(Root + "/{id}/order", (string id, string by, string address, Callers callers, Authorizer authorizer, DesktopLists lists) =>
            NodeRoutes.AsAsync(callers, authorizer, by, address, AccessAction.EndTerminal, async caller => await lists.OrderHereAsync(caller, id) ? Results.NoContent() : Results.NotFound())).Through(Door.Node);
    }

    private static async Task<IResult> OfferAsync(HttpContext context, DesktopOffers offers, WebOptions web)
    {
        if (await PersonRoutes.ReadAsync<DesktopRequest>(context.Request, LargestRequest) is not { } request) return Refusals.Refused(StatusCodes.Status400BadRequest, Refusals.NoDesktopRequest);
        var asked = context.Request;
        var gateway = web.PublicUrl ?? new Uri($"{asked.Scheme}://{asked.Host.Value}{asked.PathBase}");
        var (offer, refusal) = await offers.OfferAsync(Permissions.CallerOf(context), request, context.Connection.RemoteIpAddress, gateway.Host, gateway, context.RequestAborted);
        return refusal is null ? Results.Ok(offer) : Refusals.Refused(StatusOf(refusal), refusal);
    }

    // Only a port that this gateway gave to whoever asks leads anywhere, and then to a page: nothing is connected to.
    private static async Task FindAsync(HttpContext context, string port, Callers callers, DesktopPorts ports, DesktopLists lists, Pages pages)
    {
        Caller? caller;
        try
        {
            caller = await callers.FindAsync(context);
        }
        catch (RecordsUnavailableException)
        {
            caller = null;
        }
        bool isOurs = Methods.PortSet.TryParse(port, out int number) && ports.Holds(number);
        if (caller is not null && isOurs && (await lists.ListAsync(caller.Owner)).FirstOrDefault(session => session.Port == number && session.State != "ended") is { } own)
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect($"{context.Request.PathBase}/?desktop={own.Id}");
            return;
        }
        await pages.ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);
    }

    private static async Task ConnectAsync(HttpContext context)
    {
        var services = context.RequestServices;
        context.Response.Headers.CacheControl = "no-store";
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await PlainAnswers.SayAsync(context, StatusCodes.Status426UpgradeRequired, "This address speaks WebSocket only.");
            return;
        }
        var from = context.Connection.RemoteIpAddress;
        using var place = services.GetRequiredService<ConnectionLimit>().TryEnterFrom(ClientAddress.CountedAs(from));
        if (place is null)
        {
            await PlainAnswers.SayAsync(context, StatusCodes.Status429TooManyRequests, "Too many connections come from this address.");
            return;
        }
        var (session, refusal) = (default(DesktopSession), (Refusal?)Refusals.NoTicket);
        try
        {
            if (TicketOf(context.Request) is { } ticket) (session, refusal) = await services.GetRequiredService<DesktopOffers>().RedeemAsync(ticket, from, context.RequestAborted);
        }
        catch (RecordsUnavailableException)
        {
            refusal = Refusals.NoSessions;
        }
        if (session is null)
        {
            if (refusal == Refusals.NoTicket) context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            await PlainAnswers.SayAsync(context, refusal == Refusals.NoTicket ? StatusCodes.Status401Unauthorized : StatusOf(refusal!), $"{refusal!.Title}. {refusal.Detail}");
            return;
        }
        try
        {
            session.Work = services.GetRequiredService<DesktopSessions>().CarryAsync(session, new WebSocketEnd(await context.WebSockets.AcceptWebSocketAsync()));
            await session.Work;
        }
        finally
        {
            session.Close("the connection was lost");
        }
    }

    private static int StatusOf(Refusal refusal) => refusal.Code switch
    {
        _ when refusal == Refusals.NoDesktops => StatusCodes.Status404NotFound,
        "invalid" => StatusCodes.Status400BadRequest,
        "forbidden" => StatusCodes.Status403Forbidden,
        "missing" => StatusCodes.Status404NotFound,
        "limit" => StatusCodes.Status409Conflict,
        "rate" => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
