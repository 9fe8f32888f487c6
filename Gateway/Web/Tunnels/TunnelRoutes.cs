using Gateway.Access;
using Gateway.Access.Records;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;

namespace Gateway.Web.Tunnels;

/// <summary>The devices that dial in, for pages and scripts.</summary>
internal static class TunnelRoutes
{
    private const int LargestRequest = 16 * 1024;
    private const int LogLines = 200;

    private static readonly Refusal Missing = new("missing", "There is no such device", "It was removed, or never announced.");
    private static readonly Refusal Unreadable = new("invalid", "The request could not be read", "It has to be JSON with the device's name and ports.");
    private static readonly Refusal NoAgent = new("missing", "Its agent is not connected", "Only a connected agent can be asked for its log.");
    private static readonly Refusal NoRecords = new("unavailable", "The devices cannot be looked up now", "The shared store does not answer. Try again in a moment.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/tunnels", (HttpContext context, TunnelRows rows) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Ok(rows.Of(Permissions.CallerOf(context)));
        }).WithVisitor().Asking(AccessAction.SeeTunnels);
        var managed = routes.MapGroup("/api/tunnels").OfPerson(AccessAction.ManageTunnels);
        managed.MapGet("{name}", (string name, TunnelDetails details) => details.Of(name) is { } detail ? Results.Ok(detail) : Refusals.Refused(StatusCodes.Status404NotFound, Missing));
        managed.MapPost("", AnnounceAsync);
        managed.MapPost("{name}/stop", (HttpContext context, string name, DialInDesk desk) => DoneAsync(() => desk.StopAsync(Permissions.CallerOf(context), name, stopped: true)));
        managed.MapPost("{name}/start", (HttpContext context, string name, DialInDesk desk) => DoneAsync(() => desk.StopAsync(Permissions.CallerOf(context), name, stopped: false)));
        managed.MapDelete("{name}", (HttpContext context, string name, DialInDesk desk) => DoneAsync(() => desk.RemoveAsync(Permissions.CallerOf(context), name)));
        managed.MapPost("{name}/enrol", EnrolAsync);
        managed.MapGet("{name}/log", LogAsync);
    }

    private static async Task<IResult> AnnounceAsync(HttpContext context, DialInDesk desk)
    {
        if (await PersonRoutes.ReadAsync<TunnelRequest>(context.Request, LargestRequest) is not { Name: { } name } said) return Refusals.Refused(StatusCodes.Status400BadRequest, Unreadable);
        var device = new DialIn
        {
            Name = name,
            Master = new DialInMember { Ssh = said.Ssh, Http = said.Http, App = said.App },
            CloneMember = said.CloneSsh is { } ssh ? new DialInMember { Ssh = ssh, Http = said.CloneHttp, App = said.CloneApp } : null,
            ServicePort = said.Service,
            Passwords = said.Passwords,
        };
        return await DoneAsync(() => desk.AnnounceAsync(Permissions.CallerOf(context), device));
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, string name, DialInDesk desk)
    {
        if (await PersonRoutes.ReadAsync<TunnelEnrolment>(context.Request, LargestRequest) is not { Member: "master" or "clone" } said) return Refusals.Refused(StatusCodes.Status400BadRequest, Unreadable);
        var member = said.Member == "clone" ? Member.Clone : Member.Master;
        try
        {
            var (code, refusal) = await desk.EnrolAsync(Permissions.CallerOf(context), name, member, said.Key);
            return refusal is null ? Results.Ok(code) : Refusals.Refused(StatusOf(refusal), refusal);
        }
        catch (RecordsUnavailableException)
        {
            return Refusals.Refused(StatusCodes.Status503ServiceUnavailable, NoRecords);
        }
    }

    private static async Task<IResult> LogAsync(HttpContext context, string name, string? member, AgentLogs logs) =>
        await logs.AskAsync(name, member == "clone" ? Member.Clone : Member.Master, LogLines, context.RequestAborted) is { } lines
            ? Results.Ok(new TunnelLogLines(lines)) : Refusals.Refused(StatusCodes.Status404NotFound, NoAgent);

    private static async Task<IResult> DoneAsync(Func<Task<Refusal?>> act)
    {
        try
        {
            return await act() is { } refusal ? Refusals.Refused(StatusOf(refusal), refusal) : Results.NoContent();
        }
        catch (RecordsUnavailableException)
        {
            return Refusals.Refused(StatusCodes.Status503ServiceUnavailable, NoRecords);
        }
    }

    private static int StatusOf(Refusal refusal) => refusal.Code switch
    {
        "missing" => StatusCodes.Status404NotFound,
        "invalid" => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    };
}
