using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Recording;

namespace Gateway.Web.Recordings;

/// <summary>Recordings for whoever may see them: a list, a search, and pieces for the player. Who asked for what is put on record.</summary>
internal static partial class RecordingRoutes
{
    private const int Usual = 50;
    private const double Latest = 1e9; // seconds

    private static readonly Refusal Missing = new("missing", "There is no such recording", "It was removed, or is not one that you may see.");
    private static readonly Refusal Unreadable = new("unreachable", "This recording cannot be read at the moment", "The reason is in the gateway's log. Try again in a moment.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/recordings", ListAsync).WithVisitor().Asking(AccessAction.ListRecordings);
        routes.MapGet("/api/recordings/search", SearchAsync).WithVisitor().Asking(AccessAction.SearchRecordings).RequireRateLimiting(WebRoom.RecordingRate);
        routes.MapGet("/api/recordings/{id}", DetailsAsync).WithVisitor().Asking(AccessAction.ReplayRecording);
        routes.MapGet("/api/recordings/{id}/frames", FramesAsync).WithVisitor().Asking(AccessAction.ReplayRecording);
        routes.MapGet("/api/recordings/{id}/download", RecordingDownloads.DownloadAsync).WithVisitor().Asking(AccessAction.ExportRecording).RequireRateLimiting(WebRoom.RecordingRate);
    }

    private static async Task ListAsync(HttpContext context, AllRecordings recordings, Pages pages, TimeProvider time)
    {
        if (await AskedAsync(context, pages, time, searches: false) is not var (filter, cursor, limit)) return;
        await Results.Json(await recordings.ListAsync(Permissions.CallerOf(context), filter, cursor, limit, context.RequestAborted)).ExecuteAsync(context);
    }

    private static async Task SearchAsync(HttpContext context, AllRecordings recordings, AuditLog audit, Pages pages, TimeProvider time)
    {
        if (await AskedAsync(context, pages, time, searches: true) is not var (filter, cursor, limit)) return;
        var caller = Permissions.CallerOf(context);
        if (cursor == NodeCursor.Start) audit.Write(AuditEntry.By(caller, AuditEvent.RecordingSearched) with { Reason = AskedRecordings.InWords(filter) is { Length: > 0 } words ? words : null });
        await Results.Json(await recordings.SearchAsync(caller, filter, cursor, limit, context.RequestAborted)).ExecuteAsync(context);
    }

    private static async Task DetailsAsync(HttpContext context, string id, string? node, AllRecordings recordings, Pages pages) =>
        await AnswerAsync(context, pages, id, () => recordings.DetailsAsync(Permissions.CallerOf(context), node, id, context.RequestAborted));

    private static async Task FramesAsync(HttpContext context, string id, string? node, string? from, string? next, AllRecordings recordings, ReplayRecord record, Pages pages)
    {
        double at = 0;
        bool begins = string.IsNullOrEmpty(next);
        if (begins && !string.IsNullOrEmpty(from) && !(double.TryParse(from, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out at) && at is >= 0 and < Latest) || next?.Length > 100)
        {
            await RefuseAsync(context, pages, new Refusal("invalid", "This is no place in a recording", "\"from\" is a number of seconds, and \"next\" what the piece before said."));
            return;
        }
        var caller = Permissions.CallerOf(context);
        if (await AnswerAsync(context, pages, id, () => recordings.FramesAsync(caller, node, id, at, begins ? null : next, context.RequestAborted))) record.Replayed(caller, id);
    }

    /// <summary>Answers with what is said of a recording, or with a refusal: false then.</summary>
    internal static async Task<bool> AnswerAsync<T>(HttpContext context, Pages pages, string id, Func<Task<NodeAnswer<T>>> ask) where T : class
    {
        if (await AskAsync(context, pages, id, ask) is not { } body) return false;
        await Results.Json(body).ExecuteAsync(context);
        return true;
    }

    /// <summary>What is said of a recording; null if a refusal was answered.</summary>
    internal static async Task<T?> AskAsync<T>(HttpContext context, Pages pages, string id, Func<Task<NodeAnswer<T>>> ask) where T : class
    {
        context.Response.Headers.CacheControl = "no-store";
        var answer = default(NodeAnswer<T>);
        try
        {
            if (Id().IsMatch(id)) answer = await ask();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !context.RequestAborted.IsCancellationRequested)
        {
            context.RequestServices.GetRequiredService<ReplayRecord>().Unread(exception, id);
            await pages.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, Unreadable);
            return null;
        }
        if (answer.Body is { } body) return body;
        if (answer.Silent is { } silent) await pages.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, new Refusal("unreachable", $"The node {silent} does not answer", "It has this recording. Try again in a moment."));
        else await pages.ErrorAsync(context, StatusCodes.Status404NotFound, Missing);
        return null;
    }

    /// <summary>Answers that what was asked is wrong.</summary>
    internal static Task RefuseAsync(HttpContext context, Pages pages, Refusal refusal) => pages.ErrorAsync(context, StatusCodes.Status400BadRequest, refusal);

    private static async Task<(RecordingFilter Filter, NodeCursor Cursor, int Limit)?> AskedAsync(HttpContext context, Pages pages, TimeProvider time, bool searches)
    {
        context.Response.Headers.CacheControl = "no-store";
        var query = context.Request.Query;
        if (AskedRecordings.Read(name => query[name], time.GetUtcNow(), out string? problem) is { } filter && NodeCursor.Read(query["page"]) is { } cursor && Limit(query["limit"]) is { } limit)
        {
            if (!searches || filter.Words is not null) return (filter, cursor, limit);
            problem = "\"words\" says what to search for.";
        }
        problem ??= $"\"limit\" is a number from 1 to {NodeCursor.LargestPage}, and \"page\" what the page before said.";
        await RefuseAsync(context, pages, new Refusal("invalid", "This is no search of recordings", problem));
        return null;
    }

    private static int? Limit(string? text) =>
        string.IsNullOrEmpty(text) ? Usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= NodeCursor.LargestPage ? limit : null;

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex Id();
}
