using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>Reads recordings into the index, piece by piece. Another process may do the same: of two pieces that are the same one counts.</summary>
internal sealed partial class IndexWriter(IndexFile file, RecordingShelf shelf, ILogger<IndexWriter> logger)
{
    private sealed record Row(long Number, long Revision, bool IsDone, IndexProgress Progress, byte[] Screen, RecordingFacts Facts);

    /// <summary>Holds the file open: whoever closes it last empties its write-ahead log into it, which for every piece would take longer than to read it.</summary>
    public IDisposable Hold() => file.Open();

    /// <summary>Reads the next piece of a recording.</summary>
    /// <returns>Whether there is more to read now, and how many bytes were read, about.</returns>
    /// <exception cref="SqliteException">The index cannot be written.</exception>
    public async Task<(bool IsMore, long Bytes)> ReadAsync(RecordingFacts facts, CancellationToken cancellation)
    {
        using var index = file.Open();
        var row = Find(index, facts.Id) ?? await BeginAsync(index, facts, cancellation);
        if (row is null || row.IsDone && row.Facts.Is(facts)) return (false, 0);
        var slice = new IndexSlice(row.Progress, row.Screen);
        var before = row.Progress.Next;
        bool broken = false;
        try
        {
            await slice.ReadAsync(shelf.ReadAsync(facts.Id, before, cancellation), cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            broken = true;
            Unread(facts.Id, exception.Message);
        }
        bool done = facts.State != RecordingState.Live && (slice.IsEnd || broken);
        if (row.Progress.Next != before || !row.Facts.Is(facts) || row.IsDone != done) Write(index, row, facts, slice, done);
        return (!slice.IsEnd && !broken, slice.Read);
    }

    /// <summary>Removes a recording from the index.</summary>
    public void Forget(string id)
    {
        using var index = file.Open();
        using var transaction = index.BeginTransaction(deferred: false);
        long number = index.Rows(row => row.GetInt64(0), "SELECT number FROM recordings WHERE id = $0", id).FirstOrDefault(-1);
        if (number < 0) return;
        foreach (string sql in (string[])["DELETE FROM words WHERE rowid BETWEEN $0 AND $1", "DELETE FROM blocks WHERE block BETWEEN $0 AND $1"])
            index.Run(sql, RecordingNumber.Block(number, 0), RecordingNumber.Block(number, RecordingNumber.MostBlocks - 1));
        foreach (string table in (string[])["markers", "keyframes", "recordings"]) index.Run($"DELETE FROM {table} WHERE number = $0", number);
        transaction.Commit();
    }

    /// <summary>Empties the index.</summary>
    public void Clear()
    {
        using var index = file.Open();
        using (var transaction = index.BeginTransaction(deferred: false))
        {
            index.Run("INSERT INTO words (words) VALUES ('delete-all')");
            foreach (string table in (string[])["blocks", "markers", "keyframes", "recordings", "scopes"]) index.Run($"DELETE FROM {table}");
            transaction.Commit();
        }
        index.Run("VACUUM");
    }

    /// <summary>The recordings that the index knows, and which of them have been read to their end.</summary>
    public IReadOnlyDictionary<string, (RecordingFacts Facts, bool IsDone)> Known()
    {
        using var index = file.Open();
        return index.Rows(row => (IsDone: row.GetBoolean(0), Facts: IndexedRecording.Read(row, 1)), $"SELECT done, {IndexedRecording.Columns} FROM recordings JOIN scopes USING (scope)")
            .ToDictionary(row => row.Facts.Id, row => (row.Facts, row.IsDone));
    }

    private static Row? Find(SqliteConnection index, string id) => index.Rows(
        row => new Row(row.GetInt64(0), row.GetInt64(1), row.GetBoolean(2), IndexProgress.Read(row.GetString(3)), (byte[])row.GetValue(4), IndexedRecording.Read(row, 5)),
        $"SELECT number, revision, done, progress, screen, {IndexedRecording.Columns} FROM recordings JOIN scopes USING (scope) WHERE id = $0", id).FirstOrDefault();

    private async Task<Row?> BeginAsync(SqliteConnection index, RecordingFacts facts, CancellationToken cancellation)
    {
        if (await shelf.SizeAsync(facts.Id, cancellation) is not { } size) return null;
        var progress = new IndexProgress { Columns = size.Columns, Rows = size.Rows, ScreenColumns = size.Columns, ScreenRows = size.Rows };
        using var transaction = index.BeginTransaction(deferred: false);
        if (Find(index, facts.Id) is { } there) return there;
        index.Run("INSERT OR IGNORE INTO scopes (owner, method, user, port) VALUES ($0, $1, $2, $3)", facts.Owner, facts.Method, facts.User, facts.Port);
        long number = RecordingNumber.From(facts.Started);
        while (index.Number("SELECT 1 FROM recordings WHERE number = $0", number) != 0) number++;
        index.Run("""
            INSERT INTO recordings (number, id, scope, name, domain, node, started, seconds, bytes, state, reason, done, revision, progress, screen, device, address)
            VALUES ($0, $1, (SELECT scope FROM scopes WHERE owner = $2 AND method = $3 AND user = $4 AND port = $5), $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, $14, x'', $15, $16)
            """, number, facts.Id, facts.Owner, facts.Method, facts.User, facts.Port, facts.Name, facts.Domain, facts.Node,
            facts.Started.UtcTicks, facts.Seconds, facts.Bytes, (int)facts.State, facts.EndReason, progress.ToString(), facts.Device, facts.Address);
        transaction.Commit();
        return new Row(number, 0, false, progress, [], facts);
    }

    private static void Write(SqliteConnection index, Row row, RecordingFacts facts, IndexSlice slice, bool done)
    {
        using var transaction = index.BeginTransaction(deferred: false);
        var progress = row.Progress;
        // One that another process has read further, or removed, in the meantime stays as it is.
        if (index.Number("SELECT 1 FROM recordings WHERE number = $0 AND id = $1 AND revision = $2", row.Number, facts.Id, row.Revision) == 0) return;
        using (var text = index.Command("INSERT INTO blocks (block, at, follows, lines) VALUES ($0, $1, $2, $3)", 0, 0, 0, 0))
        using (var words = index.Command("INSERT INTO words (rowid, tokens) VALUES ($0, $1)", 0, 0))
        {
            foreach (var block in slice.Blocks)
            {
                if (progress.Blocks == RecordingNumber.MostBlocks) break;
                long id = RecordingNumber.Block(row.Number, progress.Blocks++);
                (text.Parameters[0].Value, text.Parameters[1].Value, text.Parameters[2].Value, text.Parameters[3].Value) = (id, block.At, block.Follows, string.Join('\n', block.Lines));
                text.ExecuteNonQuery();
                (words.Parameters[0].Value, words.Parameters[1].Value) = (id, block.Tokens());
                words.ExecuteNonQuery();
            }
        }
        foreach (var marker in slice.Markers)
            index.Run("INSERT INTO markers (number, place, at, kind, label) VALUES ($0, $1, $2, $3, $4)", row.Number, progress.Markers++, marker.At, marker.Kind, marker.Label);
        foreach (var (frame, thins) in slice.Keyframes)
        {
            if (thins) index.Run("DELETE FROM keyframes WHERE rowid IN (SELECT rowid FROM (SELECT rowid, row_number() OVER (ORDER BY at, rowid) AS place FROM keyframes WHERE number = $0) WHERE place % 2 = 1)", row.Number);
            index.Run("INSERT INTO keyframes (number, at, segment, offset, columns, rows, data, person) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
                row.Number, frame.At, frame.Next.Segment, frame.Next.Offset, frame.Columns, frame.Rows, frame.Data, frame.Person);
        }
        index.Run("UPDATE recordings SET seconds = $1, bytes = $2, state = $3, reason = $4, done = $5, progress = $6, screen = $7, revision = revision + 1 WHERE number = $0",
            row.Number, facts.Seconds, facts.Bytes, (int)facts.State, facts.EndReason, done, progress.ToString(), slice.Screen);
        transaction.Commit();
    }

    [LoggerMessage(1, LogLevel.Warning, "Recording {Id} cannot be read to its end: {Reason}")]
    private partial void Unread(string id, string reason);
}
