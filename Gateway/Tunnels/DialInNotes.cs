using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Access.Audit;
using Gateway.Access.Records;

namespace Gateway.Tunnels;

/// <summary>What the command line did to a device, until a running gateway puts it on record.</summary>
/// <param name="Event">What.</param>
/// <param name="Device">The device's name.</param>
/// <param name="Member">Which of a pair.</param>
/// <param name="Reason">How, by whom and when, in words.</param>
public sealed record DialInNote(AuditEvent Event, string Device, Member Member, string Reason);

/// <summary>
/// Puts on record what the command line did: the audit record has one writer, the gateway, and over all nodes each change is
/// to be there once. Who removes a note writes it.
/// </summary>
public sealed partial class DialInNotes(IRecords records, DialInBook book, AuditLog audit, TunnelHistory history, TimeProvider time, ILogger<DialInNotes> logger) : BackgroundService
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Leaves a note for whichever gateway sees it first, now or when one is started.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be kept.</exception>
    public static Task LeaveAsync(IRecords records, TimeProvider time, DialInNote note) => records.WriteAsync(RecordKind.DialInNote,
        new StoredRecord(Guid.NewGuid().ToString("N"), "", JsonSerializer.Serialize(note, DialInNoteJson.Default.DialInNote), time.GetUtcNow() + Life));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                await TakeAsync();
            }
            catch (RecordsUnavailableException exception)
            {
                LogNotRead(exception.Message); // they stay until the store answers
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TakeAsync()
    {
        var left = await records.ListAsync(RecordKind.DialInNote, null);
        // Of what another process writes into this node's file nobody else tells.
        if (left.Count > 0) await book.LoadAsync();
        foreach (var record in left.OrderBy(record => record.Expires))
        {
            if (!await records.RemoveAsync(RecordKind.DialInNote, record.Id)) continue;
            var note = JsonSerializer.Deserialize(record.Json, DialInNoteJson.Default.DialInNote)!;
            history.Note(note.Device, TunnelEvent.Changed, note.Member, null, "", note.Reason);
            audit.Write(new AuditEntry(note.Event) { Target = note.Device, Device = note.Device, Reason = note.Reason });
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "What the command line did to devices that dial in could not be read: {Reason}")]
    private partial void LogNotRead(string reason);
}

/// <summary>How a note is written down.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DialInNote))]
internal sealed partial class DialInNoteJson : JsonSerializerContext;
