using System.Globalization;
using System.Net.Mime;
using Gateway.Access.Audit;

namespace Gateway.Web.Recordings;

/// <summary>Recordings as files.</summary>
internal static class RecordingDownloads
{
    private static readonly (string Name, ExportFormat Format, string Type, string Ending)[] Formats =
    [
        ("cast", ExportFormat.Cast, "application/x-asciicast", ".cast"), ("cast2", ExportFormat.Cast2, "application/x-asciicast", ".cast"),
        ("text", ExportFormat.Text, "text/plain; charset=utf-8", ".txt"), ("html", ExportFormat.Html, "text/html; charset=utf-8", ".html"),
    ];

    /// <summary>Sends a recording, as it is read: of any length, at the pace of who takes it.</summary>
    public static async Task DownloadAsync(HttpContext context, string id, string? node, string? format, AllRecordings recordings, AuditLog audit, Pages pages)
    {
        var (request, response, cancellation) = (context.Request, context.Response, context.RequestAborted);
        response.Headers.CacheControl = "no-store";
        if (Formats.FirstOrDefault(one => one.Name == (string.IsNullOrEmpty(format) ? "cast" : format)) is not { Name: not null } form)
        {
            await RecordingRoutes.RefuseAsync(context, pages, new Refusal("invalid", "There is no such format", "\"format\" is cast, cast2, text or html."));
            return;
        }
        var caller = Permissions.CallerOf(context);
        if (await RecordingRoutes.AskAsync(context, pages, id, () => recordings.DetailsAsync(caller, node, id, cancellation)) is not { } found) return;
        audit.Write(AuditEntry.By(caller, AuditEvent.RecordingExported) with
        {
            Target = id, Method = found.Method, User = found.User, Port = found.Port, Reason = found.Mine ? form.Name : $"{form.Name}, of {found.Person}",
        });
        response.ContentType = form.Type;
        response.Headers.ContentDisposition = $"{DispositionTypeNames.Attachment}; filename=\"{FileName(found)}{form.Ending}\"";
        // It holds a script of its own, which is for a file on somebody's disk and never for this site.
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        bool whole = false;
        try
        {
            whole = await recordings.ExportAsync(caller, node, id, form.Format, response.Body, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            if (!cancellation.IsCancellationRequested) context.RequestServices.GetRequiredService<ReplayRecord>().Unread(exception, id);
        }
        // It is too late for another status: whoever takes it has to see that it is not all.
        if (!whole) context.Abort();
    }

    /// <summary>A name that every system takes, of letters that mean nothing in a header.</summary>
    internal static string FileName(RecordingDetails of)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{of.Started.UtcDateTime:yyyyMMdd-HHmmss}-{of.Method}-{of.User}-{of.Port}");
        return new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_')]);
    }
}
