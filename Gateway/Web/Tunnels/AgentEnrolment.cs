using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Agent.Protocol;
using Gateway.Tunnels;

namespace Gateway.Web.Tunnels;

/// <summary>Where a device brings its key, with a code that counts once.</summary>
internal sealed class AgentEnrolment(DialInEnrolment enrolment, DialInBook book, DialInHostKeys keys, AuditLog audit) : IDisposable
{
    // Public keys of every type that an ssh server may have, and some room.
    private const int LargestRequest = 32 * 1024;
    private const int MostHostKeys = 16;

    private const string Unreadable = "the request could not be read";
    private const string Away = "the gateway cannot look it up now; try again in a minute";
    private const string TooMany = "too many wrong codes came from this address; wait a minute";

    private readonly WrongGuesses _wrong = new();

    public static void Map(WebApplication app) => app.MapPost(AgentWire.EnrolPath, EnrolAsync).RequireRateLimiting(WebRoom.SignInRate).Asking(AccessAction.Anyone); // the code says who may

    public void Dispose() => _wrong.Dispose();

    private static async Task EnrolAsync(HttpContext context, AgentEnrolment enrolment, TunnelOptions options, Pages pages)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!options.IsOn)
        {
            await pages.ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);
            return;
        }
        var request = await PersonRoutes.ReadAsync<EnrolRequest>(context.Request, LargestRequest);
        var (status, reason) = await enrolment.TryAsync(request, AgentRoutes.From(context), ClientAddress.CountedAs(context.Connection.RemoteIpAddress));
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new EnrolAnswer(reason), AgentJson.Default.EnrolAnswer));
    }

    private async Task<(int Status, string? Reason)> TryAsync(EnrolRequest? request, string from, string counted)
    {
        // What the sender left out is null, whatever the type says.
        if (request is not { Device: { Length: > 0 and <= 100 } device, Member: "master" or "clone", Code: { } code, Key: { } key }) return (StatusCodes.Status400BadRequest, Unreadable);
        if (!_wrong.MayTry(counted)) return (StatusCodes.Status429TooManyRequests, TooMany);
        var member = request.Member == "clone" ? Gateway.Tunnels.Member.Clone : Gateway.Tunnels.Member.Master;
        try
        {
            if (await enrolment.EnrolByCodeAsync(device, member, code, key, from) is { } reason)
            {
                if (reason == DialInEnrolment.Unknown && _wrong.Count(counted))
                    audit.Write(new AuditEntry(AuditEvent.TunnelRefused) { Target = book.Current.Find(device)?.Name, Address = from, Reason = $"enrolment: {reason}" });
                return (StatusCodes.Status403Forbidden, reason);
            }
        }
        catch (RecordsUnavailableException)
        {
            return (StatusCodes.Status503ServiceUnavailable, Away);
        }
        if (book.Current.Find(device)?.Of(member) is { } entry) await keys.PinAsync(device, entry, (request.HostKeys ?? []).OfType<string>().Take(MostHostKeys), from);
        return (StatusCodes.Status200OK, null);
    }
}
