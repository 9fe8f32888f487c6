using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>A recording's facts as they stand in the index.</summary>
internal static class IndexedRecording
{
    /// <summary>What has to be selected, of recordings and their scopes.</summary>
    public const string Columns = "id, owner, name, method, user, port, domain, node, started, seconds, bytes, state, reason, device, address";

    /// <summary>Reads them from a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">Where the columns begin.</param>
    public static RecordingFacts Read(SqliteDataReader row, int first)
    {
        var started = new DateTimeOffset(row.GetInt64(first + 8), TimeSpan.Zero);
        var state = (RecordingState)row.GetInt32(first + 11);
        // One that is being written gets longer while nothing of it is.
        double seconds = row.GetDouble(first + 9), until = state == RecordingState.Live ? (DateTimeOffset.UtcNow - started).TotalSeconds : 0;
        return new RecordingFacts(
            row.GetString(first), row.GetString(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetString(first + 4), row.GetInt32(first + 5),
            row.GetString(first + 6), row.GetString(first + 7), started, Math.Max(seconds, until), row.GetInt64(first + 10), state, row.IsDBNull(first + 12) ? null : row.GetString(first + 12),
            row.GetString(first + 13), row.GetString(first + 14));
    }

    /// <summary>Whether what is known of a recording is still so, but for its length.</summary>
    public static bool Is(this RecordingFacts known, RecordingFacts facts) => known with { Seconds = facts.Seconds } == facts && (facts.State == RecordingState.Live || known.Seconds == facts.Seconds);
}
