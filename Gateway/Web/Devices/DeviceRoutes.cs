using System.IO.Compression;
using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Access;
using Gateway.Credentials;
using Gateway.Inventory;
using Gateway.Methods;
using Microsoft.Net.Http.Headers;

namespace Gateway.Web.Devices;

/// <summary>The devices, for pages and scripts.</summary>
internal static class DeviceRoutes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    private static readonly Refusal Missing = new("missing", "There is no such device", "It is not in the inventory, or is not one that you may open.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/devices", ListAsync).WithVisitor().Asking(AccessAction.ListDevices).RequireRateLimiting(WebRoom.DeviceRate);
        routes.MapGet("/api/devices/{name}", async (HttpContext context, string name, InventoryInForce inventory, DeviceRows rows, SignInDelivery signIns) =>
        {
            await signIns.RefreshAsync();
            context.Response.Headers.CacheControl = "no-store";
            return inventory.Current.Find(name) is { } device && rows.Of(Permissions.CallerOf(context), device) is { } row
                ? Results.Json(row, Json) : Refusals.Refused(StatusCodes.Status404NotFound, Missing);
        }).WithVisitor().Asking(AccessAction.ListDevices);
    }

    private static async Task ListAsync(HttpContext context, InventoryInForce inventory, DeviceRows rows, MethodCatalog methods, SignInDelivery signIns)
    {
        await signIns.RefreshIfOldAsync();
        var devices = inventory.Current;
        var shown = rows.Of(Permissions.CallerOf(context), devices);
        // Of what is shown, so that it stands for the inventory and for what this person may see of it at this hour.
        string version = DeviceListVersion.Of(devices, methods.Options.Domain, shown);
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ETag = $"\"{version}\"";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (request.Headers.IfNoneMatch.ToString().Contains(version, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = MediaTypeNames.Application.Json;
        var sites = shown.Select(row => row.Site).ToHashSet(StringComparer.Ordinal);
        await WriteAsync(context, new DeviceList(version, methods.Options.Domain,
            [.. devices.Sites.Where(site => sites.Contains(site.Name)).Select(site => new DeviceSite(site.Name, site.Description, site.Longitude, site.Latitude))], shown));
    }

    // By hand: what the pipeline compresses is the same for everybody. Here no secret is beside words that somebody else
    // chooses, which is what compression would give away (BREACH).
    private static async Task WriteAsync(HttpContext context, DeviceList list)
    {
        string accepted = context.Request.Headers.AcceptEncoding.ToString();
        string? coding = accepted.Contains("br", StringComparison.Ordinal) ? "br" : accepted.Contains("gzip", StringComparison.Ordinal) ? "gzip" : null;
        if (coding is null)
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, list, Json, context.RequestAborted);
            return;
        }
        context.Response.Headers.ContentEncoding = coding;
        await using Stream body = coding == "br" ? new BrotliStream(context.Response.Body, CompressionLevel.Fastest) : new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await JsonSerializer.SerializeAsync(body, list, Json, context.RequestAborted);
    }
}
