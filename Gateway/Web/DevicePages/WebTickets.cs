using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Records;

namespace Gateway.Web.DevicePages;

/// <summary>What takes a browser from the gateway's own address to a device's host, as it is kept under the hash of its secret.</summary>
/// <param name="Label">The host's first label.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="SignIn">The sign-in that asked for it; null where nobody signs in.</param>
/// <param name="Nonce">The hash of what the one browser holds at that host that may use it.</param>
/// <param name="Next">The path there.</param>
/// <param name="IsUsed">Whether it was used.</param>
internal sealed record WebTicket(string Label, string Owner, string? SignIn, string Nonce, string Next, bool IsUsed = false);

/// <summary>Tickets to devices' hosts: secret, good once at any node, for a moment, for one browser. Whoever gets to know an address with one can do nothing with it, and nobody can have another use his.</summary>
internal sealed class WebTickets(IRecords records, TimeProvider time)
{
    private const int Bytes = 32;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <summary>A secret that nobody guesses: 64 hexadecimal digits.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);

    /// <summary>Whether it looks like a secret, or the hash of one.</summary>
    public static bool IsSecret(string? text) => text is { Length: 2 * Bytes } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>What a secret is known by where others may look.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));

    /// <summary>Makes one.</summary>
    /// <returns>Its secret, which is kept nowhere.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be kept now.</exception>
    public async Task<string> MakeAsync(Caller caller, string label, string nonce, string next)
    {
        string secret = NewSecret();
        var ticket = new WebTicket(label, caller.Owner, caller.SignIn?.Id, nonce, next);
        await records.WriteAsync(RecordKind.WebTicket, new StoredRecord(HashOf(secret), caller.Owner, JsonSerializer.Serialize(ticket), time.GetUtcNow() + Life));
        return secret;
    }

    /// <summary>Uses one up, if it is for that host and browser.</summary>
    /// <param name="secret">Its secret.</param>
    /// <param name="label">The host's first label.</param>
    /// <param name="nonce">What the browser holds there.</param>
    /// <returns>The ticket; null if there is none, or not for this, or not any more.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<WebTicket?> TakeAsync(string? secret, string label, string? nonce)
    {
        if (!IsSecret(secret) || !IsSecret(nonce)) return null;
        if (await records.ReadAsync(RecordKind.WebTicket, HashOf(secret!)) is not { } kept || kept.Expires <= time.GetUtcNow()) return null;
        var ticket = JsonSerializer.Deserialize<WebTicket>(kept.Json)!;
        if (ticket.IsUsed || ticket.Label != label || ticket.Nonce != HashOf(nonce!)) return null;
        var used = kept with { Json = JsonSerializer.Serialize(ticket with { IsUsed = true }) };
        return await records.TryWriteAsync(RecordKind.WebTicket, used, kept) ? ticket : null;
    }
}
