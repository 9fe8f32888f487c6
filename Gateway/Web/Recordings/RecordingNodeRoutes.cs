using System.Globalization;
using Gateway.Access;
using Gateway.Recording;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Web.Recordings;

/// <summary>
/// What nodes ask each other about recordings. Each question names for whom, and whether he may is decided here, for each
/// recording.
/// </summary>
internal static class RecordingNodeRoutes
{
    private const string Root = "/cluster/recordings";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, (HttpContext context, string? token, int limit, RecordingsHere here, TimeProvider time) =>
            ForAsync(context, AccessAction.ListRecordings, caller => SliceAsync(context, token, limit, time, (filter, place) => here.ListAsync(caller, filter, place, limit, context.RequestAborted)))).Through(Door.Node);
        routes.MapGet($"{Root}/search", (HttpContext context, string? token, int limit, RecordingsHere here, TimeProvider time) =>
            ForAsync(context, AccessAction.SearchRecordings, caller => SliceAsync(context, token, limit, time, (filter, place) => here.SearchAsync(caller, filter, place, limit, context.RequestAborted)))).Through(Door.Node);
        routes.MapGet($"{Root}/{{id}}", (HttpContext context, string id, RecordingsHere here) =>
            ForAsync(context, AccessAction.ReplayRecording, async caller => Found(await here.DetailsAsync(caller, id, context.RequestAborted)))).Through(Door.Node);
        routes.MapGet($"{Root}/{{id}}/frames", (HttpContext context, string id, double from, string? next, RecordingsHere here) =>
            ForAsync(context, AccessAction.ReplayRecording, async caller => Found(await here.FramesAsync(caller, id, from, next, context.RequestAborted)))).Through(Door.Node);
        routes.MapGet($"{Root}/{{id}}/download", (HttpContext context, string id, ExportFormat format, RecordingsHere here) =>
            ForAsync(context, AccessAction.ExportRecording, async caller =>
                await here.ExportAsync(caller, id, format, context.Response.Body, context.RequestAborted) ? Results.Empty : Results.NotFound())).Through(Door.Node);
    }

    /// <summary>Some of that node's recordings.</summary>
    public static string List(Caller caller, RecordingFilter filter, NodePlace place, int limit) => $"{Root[1..]}?{Some(caller, filter, place, limit)}";

    /// <summary>Some lines of them.</summary>
    public static string Search(Caller caller, RecordingFilter filter, NodePlace place, int limit) => $"{Root[1..]}/search?{Some(caller, filter, place, limit)}";

    /// <summary>One of them.</summary>
    public static string Details(Caller caller, string id) => $"{Root[1..]}/{Uri.EscapeDataString(id)}?{For(caller)}";

    /// <summary>A piece of it.</summary>
    public static string Frames(Caller caller, string id, double from, string? next) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root[1..]}/{Uri.EscapeDataString(id)}/frames?{For(caller)}&from={from:R}{(next is null ? "" : $"&next={Uri.EscapeDataString(next)}")}");

    /// <summary>All of it.</summary>
    public static string Export(Caller caller, string id, ExportFormat format) => $"{Root[1..]}/{Uri.EscapeDataString(id)}/download?{For(caller)}&format={format}";

    private static string Some(Caller caller, RecordingFilter filter, NodePlace place, int limit) => string.Create(CultureInfo.InvariantCulture,
        $"{For(caller)}&limit={limit}{(place.Token is { } token ? $"&token={token}" : "")}&filter={Uri.EscapeDataString(AskedRecordings.ToQuery(filter))}");

    // Where people sign in, by their sign-in; else by what the visitor's things are marked with.
    private static string For(Caller caller) => $"by={Uri.EscapeDataString(caller.SignIn?.Id ?? "")}&owner={Uri.EscapeDataString(caller.SignIn is null ? caller.Owner : "")}&address={Uri.EscapeDataString(caller.Address)}";

    private static async Task<IResult> ForAsync(HttpContext context, AccessAction action, Func<Caller, Task<IResult>> answer)
    {
        var (services, query) = (context.RequestServices, context.Request.Query);
        var authorizer = services.GetRequiredService<Authorizer>();
        string address = query["address"].ToString(), owner = query["owner"].ToString();
        var caller = authorizer.AsksForSignIn ? await services.GetRequiredService<Callers>().FindByIdAsync(query["by"].ToString(), address)
            : owner.Length > 0 ? new Caller(owner, address, null) : null;
        if (!authorizer.Decide(caller, new AccessRequest(action)).IsAllowed) return Results.StatusCode(StatusCodes.Status403Forbidden);
        try
        {
            return await answer(caller!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    // The filter is a query of its own, as for the record.
    private static async Task<IResult> SliceAsync<T>(HttpContext context, string? token, int limit, TimeProvider time, Func<RecordingFilter, NodePlace, Task<NodeSlice<T>?>> read)
    {
        var query = QueryHelpers.ParseQuery(context.Request.Query["filter"]);
        var place = new NodePlace(token);
        if (AskedRecordings.Read(name => query.GetValueOrDefault(name), time.GetUtcNow(), out _) is not { } filter || !NodeCursor.IsPlace(place) || limit is < 1 or > NodeCursor.LargestPage) return Results.BadRequest();
        return await read(filter, place) is { } slice ? Results.Json(slice) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Found<T>(T? found) where T : class => found is null ? Results.NotFound() : Results.Json(found);
}
