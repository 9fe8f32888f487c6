using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Access.Records;

namespace Gateway.Web.Desktop;

/// <summary>Tickets for sessions over https: secret, good once at any node, for one person, place and address.</summary>
internal sealed class DesktopTickets(IRecords records, TimeProvider time)
{
    private const int Bytes = 32;

    /// <summary>Makes one for a session, which knows from then on where it is kept.</summary>
    /// <returns>Its secret, which is kept nowhere.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be kept now.</exception>
    public async Task<string> MakeAsync(DesktopTicket ticket, DesktopSession session)
    {
        string secret = RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);
        session.Ticket = HashOf(secret);
        await records.WriteAsync(RecordKind.DesktopTicket, new StoredRecord(session.Ticket, ticket.Owner, JsonSerializer.Serialize(ticket), session.Expires));
        return secret;
    }

    /// <summary>Uses a ticket up, whichever node it comes to. One that comes from another address is not used up by that.</summary>
    /// <returns>The ticket, and whether it may be used. Null if there is none, or no longer.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<(DesktopTicket? Ticket, bool IsGood)> TakeAsync(string secret, IPAddress? from)
    {
        if (secret.Length != 2 * Bytes || !secret.All(char.IsAsciiHexDigitLower)) return (null, false);
        if (await records.ReadAsync(RecordKind.DesktopTicket, HashOf(secret)) is not { } kept || kept.Expires <= time.GetUtcNow()) return (null, false);
        var ticket = JsonSerializer.Deserialize<DesktopTicket>(kept.Json)!;
        bool isOwn = from is not null && IPAddress.TryParse(ticket.Address, out var own) && DesktopPort.IsSame(own, from);
        if (ticket.IsUsed || !isOwn) return (ticket, false);
        var used = kept with { Json = JsonSerializer.Serialize(ticket with { IsUsed = true }) };
        return (ticket, await records.TryWriteAsync(RecordKind.DesktopTicket, used, kept));
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
}
