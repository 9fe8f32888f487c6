using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Records;

namespace Gateway.Web.DevicePages;

/// <summary>That a browser was let in to a device's host, as it is kept under the hash of its cookie. It lets in nobody whose sign-in has ended.</summary>
/// <param name="Label">The host's first label.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="SignIn">The sign-in it rests on; null where nobody signs in.</param>
/// <param name="Since">Since when.</param>
internal sealed record WebSession(string Label, string Owner, string? SignIn, DateTimeOffset Since);

/// <summary>Who was let in to which device's host, the same on all nodes.</summary>
internal sealed class WebSessions(IRecords records, SignIns signIns, SignInOptions options, WebOptions web, TimeProvider time)
{
    /// <summary>Begins one.</summary>
    /// <returns>The session, and the secret for the cookie.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be kept now.</exception>
    public async Task<(WebSession Session, string Secret)> BeginAsync(WebTicket ticket)
    {
        string secret = WebTickets.NewSecret();
        var now = time.GetUtcNow();
        var session = new WebSession(ticket.Label, ticket.Owner, ticket.SignIn, now);
        var record = new StoredRecord(WebTickets.HashOf(secret), ticket.Owner, JsonSerializer.Serialize(session), now + (ticket.SignIn is null ? web.SessionLifetime : options.Lifetime));
        await records.WriteAsync(RecordKind.WebSession, record);
        return (session, secret);
    }

    /// <summary>One by the hash of its secret; null for none.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<WebSession?> FindAsync(string hash) =>
        await records.ReadAsync(RecordKind.WebSession, hash) is { } record && record.Expires > time.GetUtcNow() ? JsonSerializer.Deserialize<WebSession>(record.Json) : null;

    /// <summary>Whose a session or ticket is, as he stands now; null if what it rests on has ended.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<Caller?> CallerAsync(string owner, string? signIn, string address)
    {
        if (!options.IsOn) return signIn is null ? new Caller(owner, address, null) : null;
        return signIn is not null && await signIns.GetAsync(signIn) is { } found && found.Person.Id == owner ? Caller.Of(found, address) : null;
    }
}
