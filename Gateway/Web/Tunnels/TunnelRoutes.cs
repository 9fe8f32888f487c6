using Gateway.Access;
using Gateway.Access.Records;
using Gateway.Tunnels;

namespace Gateway.Web.Tunnels;

using Member = Gateway.Tunnels.Member;

/// <summary>The devices that dial in, for pages and scripts.</summary>
internal static class TunnelRoutes
{
    private const int LargestRequest = 16 * 1024;
    private const int LogLines = 200;

    private static readonly Refusal Missing = new("missing", "There is no such device", "It was removed, or never announced.");
    private static readonly Refusal Unreadable = new("invalid", "The request could not be read", "It has to be JSON with the device's name and ports.");
    private static readonly Refusal NotSo = new("invalid", "That cannot be done", "");
    private static readonly Refusal NoLog = new("failed", "Its log cannot be had", "");
    private static readonly Refusal NoRecords = new("failed", "The devices cannot be looked up now", "The shared store does not answer. Try again in a moment.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/tunnels", (HttpContext context, TunnelRows rows) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Ok(rows.Of(Permissions.CallerOf(context)));
        }).WithVisitor().Asking(AccessAction.SeeTunnels);
        var managed = routes.MapGroup("/api/tunnels").OfPerson(AccessAction.ManageTunnels);
        managed.MapGet("{name}", (HttpContext context, string name, TunnelDetails details) =>
            details.Of(name, AddressOf(context)) is { } detail ? Results.Ok(detail) : Refusals.Refused(StatusCodes.Status404NotFound, Missing));
        managed.MapPost("", AnnounceAsync);
        managed.MapPost("{name}/stop", (HttpContext context, string name, DialInKeeping keeping) => DoneAsync(() => keeping.StopAsync(Permissions.CallerOf(context), name, stopped: true)));
        managed.MapPost("{name}/start", (HttpContext context, string name, DialInKeeping keeping) => DoneAsync(() => keeping.StopAsync(Permissions.CallerOf(context), name, stopped: false)));
        managed.MapDelete("{name}", (HttpContext context, string name, DialInKeeping keeping) => DoneAsync(() => keeping.RemoveAsync(Permissions.CallerOf(context), name)));
        managed.MapPost("{name}/enrol", EnrolAsync);
        managed.MapGet("{name}/log", LogAsync);
        routes.MapGet("/cluster/agent-log/{device}/{member}", (HttpContext context, string device, string member, AgentLogs logs) => logs.HereAsync(device, member, LogLines, context.RequestAborted)).Through(Door.Node);
    }

    private static async Task<IResult> AnnounceAsync(HttpContext context, DialInKeeping keeping)
    {
        if (await PersonRoutes.ReadAsync<TunnelRequest>(context.Request, LargestRequest) is not { Name: { } name, Preferred: null or "master" or "clone" } said) return Refusals.Refused(StatusCodes.Status400BadRequest, Unreadable);
        var first = new DialIn
        {
            Name = name,
            Master = new DialInMember { Ssh = said.Ssh, Http = said.Http, App = said.App },
            CloneMember = said.CloneSsh is { } ssh ? new DialInMember { Ssh = ssh, Http = said.CloneHttp, App = said.CloneApp } : null,
            ServicePort = said.Service,
            Preferred = said.Preferred == "clone" ? Member.Clone : Member.Master,
            Direct = said.Direct,
            Passwords = said.Passwords,
        };
        return await AnsweredAsync(async () =>
        {
            var devices = DialInSeries.Of(first, DialInSeries.Names(name));
            IReadOnlyList<DialInToken> tokens = [];
            if (said.Token) (devices, tokens) = DialInToken.Give(devices);
            await keeping.AddAsync(Permissions.CallerOf(context), devices);
            context.Response.Headers.CacheControl = "no-store";
            var byName = devices.ToDictionary(device => device.Name, StringComparer.Ordinal);
            return Results.Ok(new TunnelAnnounced([.. tokens.Select(one => new TunnelToken(
                one.Device, byName[one.Device].CloneMember is null ? "" : TunnelRows.Spell(one.Member), one.Token, DialInCommands.Enrol(byName[one.Device], one.Member, AddressOf(context))))]));
        });
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, string name, DialInKeeping keeping, DialInBook book)
    {
        if (await PersonRoutes.ReadAsync<TunnelEnrolment>(context.Request, LargestRequest) is not { Member: "master" or "clone" } said) return Refusals.Refused(StatusCodes.Status400BadRequest, Unreadable);
        var (caller, member) = (Permissions.CallerOf(context), said.Member == "clone" ? Member.Clone : Member.Master);
        return await AnsweredAsync(async () =>
        {
            if (said.Key is { } key)
            {
                await keeping.EnrolKeyAsync(caller, name, member, key);
                return Results.Ok(new TunnelCode("", null, ""));
            }
            var (code, until) = await keeping.NewCodeAsync(caller, name, member);
            return book.Current.Find(name) is { } device ? Results.Ok(new TunnelCode(code, until, $"{DialInCommands.Enrol(device, member, AddressOf(context))} {code}")) : Refusals.Refused(StatusCodes.Status404NotFound, Missing);
        });
    }

    private static async Task<IResult> LogAsync(HttpContext context, string name, string? member, AgentLogs logs)
    {
        try
        {
            return Results.Ok(new TunnelLogLines(await logs.AskAsync(name, member == "clone" ? Member.Clone : Member.Master, LogLines, context.RequestAborted)));
        }
        catch (TunnelException exception)
        {
            return Refusals.Refused(StatusCodes.Status409Conflict, NoLog with { Detail = exception.Message });
        }
    }

    private static Task<IResult> DoneAsync(Func<Task> act) => AnsweredAsync(async () =>
    {
        await act();
        return Results.NoContent();
    });

    private static async Task<IResult> AnsweredAsync(Func<Task<IResult>> act)
    {
        try
        {
            return await act();
        }
        catch (DialInException exception)
        {
            return Refusals.Refused(StatusCodes.Status409Conflict, NotSo with { Detail = exception.Message });
        }
        catch (RecordsUnavailableException)
        {
            return Refusals.Refused(StatusCodes.Status503ServiceUnavailable, NoRecords);
        }
    }

    // As people know the gateway, and so devices, where the operator says nothing else.
    private static string AddressOf(HttpContext context)
    {
        var asked = context.Request;
        return (context.RequestServices.GetRequiredService<WebOptions>().PublicUrl?.AbsoluteUri ?? $"{asked.Scheme}://{asked.Host.Value}{asked.PathBase}").TrimEnd('/');
    }
}
