using System.Globalization;
using Gateway.Access;
using Gateway.Access.Audit;

namespace Gateway.Web;

/// <summary>The record for administrators: a page of it, or all of it as a file.</summary>
internal static class AuditRoutes
{
    private const int Usual = 100;
    private const int Most = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", PageAsync).WithVisitor().Asking(AccessAction.ReadAudit);
        routes.MapGet("/api/audit.csv", CsvAsync).WithVisitor().Asking(AccessAction.ReadAudit);
    }

    private static async Task PageAsync(HttpContext context, AuditTrail trail, AuditLog log, Pages pages, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await AskedAsync(context, pages, time) is not var (filter, cursor, limit)) return;
        var caller = Permissions.CallerOf(context);
        var page = await trail.PageAsync(caller, filter, cursor, limit, context.RequestAborted);
        log.Write(AuditEntry.By(caller, AuditEvent.AuditRead) with { Reason = Words("page", filter) });
        await Results.Json(page).ExecuteAsync(context);
    }

    private static async Task CsvAsync(HttpContext context, AuditTrail trail, AuditLog log, Pages pages, TimeProvider time)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (await AskedAsync(context, pages, time) is not var (filter, cursor, _)) return;
        var caller = Permissions.CallerOf(context);
        log.Write(AuditEntry.By(caller, AuditEvent.AuditRead) with { Reason = Words("csv", filter) });
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"audit-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.csv\"";
        await response.WriteAsync(AuditCsv.Header, context.RequestAborted);
        var unreachable = new SortedSet<string>(StringComparer.Ordinal);
        for (AuditCursor? next = cursor; next is not null;)
        {
            var page = await trail.PageAsync(caller, filter, next, AuditReader.Most, context.RequestAborted);
            unreachable.UnionWith(page.Unreachable);
            // Awaited row by row: who reads slowly is waited for.
            foreach (var line in page.Entries) await response.WriteAsync(AuditCsv.Row(line), context.RequestAborted);
            next = page.Next is null ? null : AuditCursor.Read(page.Next);
        }
        // It is too late for another status.
        foreach (string node in unreachable)
            await response.WriteAsync(AuditCsv.Row(new AuditLine { Time = time.GetUtcNow(), Node = node, Event = "unreachable", Reason = "This node's record could not be read: its entries are missing." }), context.RequestAborted);
    }

    private static async Task<(AuditFilter Filter, AuditCursor Cursor, int Limit)?> AskedAsync(HttpContext context, Pages pages, TimeProvider time)
    {
        var query = context.Request.Query;
        string? problem = null;
        if (AuditFilter.Read(name => query[name], time.GetUtcNow(), out problem) is { } filter && AuditCursor.Read(query["page"]) is { } cursor && Limit(query["limit"]) is { } limit) return (filter, cursor, limit);
        problem ??= $"\"limit\" is a number from 1 to {Most}, and \"page\" what the page before said.";
        await pages.ErrorAsync(context, StatusCodes.Status400BadRequest, new Refusal("invalid", "This is no search of the record", problem));
        return null;
    }

    private static int? Limit(string? text) =>
        string.IsNullOrEmpty(text) ? Usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= Most ? limit : null;

    private static string Words(string what, AuditFilter filter) => filter.InWords() is { Length: > 0 } words ? $"{what}: {words}" : what;
}
