using System.Net.Mime;
using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Records;
using static Gateway.Web.Refusals;

namespace Gateway.Web;

/// <summary>What a person keeps here, and for scripts also the terminals.</summary>
internal static class PersonRoutes
{
    private static readonly Refusal NoObject = new("invalid", "These settings cannot be kept", $"They have to be a JSON object of at most {PersonSettings.Largest / 1024} KiB.");
    private static readonly Refusal NoStore = new("unreachable", "This cannot be kept or read at the moment", "The gateway's store does not answer. Try again in a moment.");

    // Kept apart, since two pages that are open at once would write over each other's.
    private const string DevicesPart = "devices";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/api/me/settings").OfPerson(AccessAction.Self);
        settings.MapGet("", async (HttpContext context, PersonSettings kept) => Results.Text(await kept.ReadAsync(Permissions.CallerOf(context).Owner), MediaTypeNames.Application.Json));
        settings.MapPut("", (HttpContext context, PersonSettings kept) => WriteSettingsAsync(context, kept, ""));
        settings.MapGet(DevicesPart, async (HttpContext context, PersonSettings kept) => Results.Text(await kept.ReadAsync(Permissions.CallerOf(context).Owner, DevicesPart), MediaTypeNames.Application.Json));
        settings.MapPut(DevicesPart, (HttpContext context, PersonSettings kept) => WriteSettingsAsync(context, kept, DevicesPart));
        routes.MapGroup("/api/terminals").OfPerson(AccessAction.ListTerminals)
            .MapGet("", async (HttpContext context, VisitorTerminals terminals) => Results.Ok(await terminals.ListAsync(Permissions.CallerOf(context))));
        routes.MapGroup("/api/terminals").OfPerson(AccessAction.CloseTerminal).MapDelete("{id}", CloseAsync);
    }

    /// <summary>Makes the endpoints of a group ask for an action, answer in JSON that nobody keeps, and say so where the store is away.</summary>
    public static RouteGroupBuilder OfPerson(this RouteGroupBuilder group, AccessAction action)
    {
        group.WithVisitor().Asking(action);
        group.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            try
            {
                return await next(context);
            }
            catch (RecordsUnavailableException)
            {
                return Refused(StatusCodes.Status503ServiceUnavailable, NoStore);
            }
        });
        return group;
    }

    /// <summary>What came as JSON; null if it is too large or cannot be read.</summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, int largest) where T : class
    {
        try
        {
            return await BodyAsync(request, largest) is { } body ? JsonSerializer.Deserialize<T>(body.Span, JsonSerializerOptions.Web) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<IResult> WriteSettingsAsync(HttpContext context, PersonSettings settings, string part) =>
        await BodyAsync(context.Request, PersonSettings.Largest) is { } body && await settings.WriteAsync(Permissions.CallerOf(context).Owner, body, part)
            ? Results.NoContent() : Refused(StatusCodes.Status400BadRequest, NoObject);

    private static async Task<IResult> CloseAsync(HttpContext context, string id, VisitorTerminals terminals) =>
        await terminals.CloseAsync(Permissions.CallerOf(context), id) switch
        {
            null => Results.NoContent(),
            { Code: "missing" } missing => Refused(StatusCodes.Status404NotFound, missing),
            var other => Refused(StatusCodes.Status503ServiceUnavailable, other),
        };

    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, int largest)
    {
        if (!request.HasJsonContentType() || request.ContentLength > largest) return null;
        byte[] body = new byte[largest + 1];
        int read = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return read > largest ? null : body.AsMemory(0, read);
    }
}
