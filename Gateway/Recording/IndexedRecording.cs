using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>A recording's facts as they stand in the index.</summary>
internal static class IndexedRecording
{
    /// <summary>What has to be selected, of recordings and their scopes.</summary>
    public const string Columns = "id, owner, name, method, user, port, domain, node, started, seconds, bytes, state, reason";

    /// <summary>Reads them from a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">Where the columns begin.</param>
    public static RecordingFacts Read(SqliteDataReader row, int first) => new(
        row.GetString(first), row.GetString(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetString(first + 4), row.GetInt32(first + 5),
        row.GetString(first + 6), row.GetString(first + 7), new DateTimeOffset(row.GetInt64(first + 8), TimeSpan.Zero), row.GetDouble(first + 9),
        row.GetInt64(first + 10), (RecordingState)row.GetInt32(first + 11), row.IsDBNull(first + 12) ? null : row.GetString(first + 12));
}
