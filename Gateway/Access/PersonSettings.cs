using System.Text;
using System.Text.Json;
using Gateway.Access.Records;

namespace Gateway.Access;

/// <summary>What a person's pages want to remember, such as theme and font: the page's own JSON, which nobody here looks into. Who writes last wins.</summary>
public sealed class PersonSettings(IRecords records, TimeProvider time)
{
    /// <summary>Most that is kept, in bytes of UTF-8.</summary>
    public const int Largest = 8 * 1024;

    private const string Empty = "{}";

    private static readonly TimeSpan Life = TimeSpan.FromDays(730);

    /// <summary>The settings of a person, an empty object if there are none.</summary>
    /// <param name="person">The person's id.</param>
    /// <param name="part">Which pages they are of; empty for the terminal's.</param>
    /// <exception cref="RecordsUnavailableException">They cannot be read now.</exception>
    public async Task<string> ReadAsync(string person, string part = "")
    {
        if (await records.ReadAsync(RecordKind.Settings, IdOf(person, part)) is not { } record) return Empty;
        // Whoever still comes keeps them.
        if (record.Expires - time.GetUtcNow() < Life / 2) await RenewAsync(record);
        return record.Json;
    }

    /// <summary>Keeps the settings of a person. False if they are no JSON object, or too large.</summary>
    /// <exception cref="RecordsUnavailableException">They can be kept nowhere.</exception>
    public async Task<bool> WriteAsync(string person, ReadOnlyMemory<byte> json, string part = "")
    {
        if (json.Length > Largest || !IsObject(json)) return false;
        await records.WriteAsync(RecordKind.Settings, new StoredRecord(IdOf(person, part), person, Encoding.UTF8.GetString(json.Span), time.GetUtcNow() + Life));
        return true;
    }

    // A person's id begins with the way to sign in and a colon, so that no part is anybody's id.
    private static string IdOf(string person, string part) => part == "" ? person : $"{part}/{person}";

    private async Task RenewAsync(StoredRecord record)
    {
        try
        {
            await records.TryWriteAsync(RecordKind.Settings, record with { Expires = time.GetUtcNow() + Life }, record);
        }
        catch (RecordsUnavailableException)
        {
            // The next visit tries again.
        }
    }

    private static bool IsObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
