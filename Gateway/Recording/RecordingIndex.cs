using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gateway.Recording;

/// <summary>
/// Finds recordings, and the text that stood on their screens. All of it was read from the recordings by the
/// <see cref="RecordingFollower"/> and can be read again.
/// </summary>
public sealed class RecordingIndex
{
    /// <summary>Most recordings or hits of a page.</summary>
    public const int LargestPage = 200;

    private readonly IndexFile _file;
    private readonly IndexWriter _writer;
    private readonly IndexReading _reading;

    internal RecordingIndex(IndexFile file, IndexWriter writer, IndexReading reading) => (_file, _writer, _reading) = (file, writer, reading);

    /// <summary>The index of a shelf in a file, for a process that does not follow it all the time.</summary>
    /// <param name="path">Absolute path of the file; it is begun if there is none.</param>
    /// <param name="shelf">The recordings.</param>
    /// <param name="logging">Where is said what could not be read.</param>
    public static RecordingIndex Open(string path, RecordingShelf shelf, ILoggerFactory logging)
    {
        var file = new IndexFile(path, logging.CreateLogger<IndexFile>());
        var writer = new IndexWriter(file, shelf, logging.CreateLogger<IndexWriter>());
        return new RecordingIndex(file, writer, new IndexReading(writer, shelf));
    }

    /// <summary>Recordings, the newest first.</summary>
    /// <param name="filter">Which; its words do not matter here.</param>
    /// <param name="visibility">Which may be seen.</param>
    /// <param name="cursor">The next page's <see cref="RecordingPage.Next"/>; null, or what is none, begins.</param>
    /// <param name="limit">How many at most, 1 to <see cref="LargestPage"/>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public Task<RecordingPage> ListAsync(RecordingFilter filter, RecordingVisibility visibility, string? cursor, int limit, CancellationToken cancellation = default) => ReadAsync(index =>
    {
        limit = Math.Clamp(limit, 1, LargestPage);
        var selection = new IndexSelection(index, filter, visibility);
        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long before)) selection.Add("number < {0}", before);
        var rows = index.Rows(row => (Number: row.GetInt64(0), Facts: IndexedRecording.Read(row, 1)),
            $"SELECT number, {IndexedRecording.Columns} FROM recordings JOIN scopes USING (scope) WHERE {selection.Condition} ORDER BY number DESC LIMIT {limit + 1}", selection.Values).ToList();
        return new RecordingPage([.. rows.Take(limit).Select(row => row.Facts)], [.. rows.Take(limit).Select(row => Place(row.Number + 1))], rows.Count > limit ? Place(rows[limit - 1].Number) : null);

        // What is before it.
        static string Place(long number) => number.ToString(CultureInfo.InvariantCulture);
    }, cancellation);

    /// <summary>Lines that stood on a screen: of the newest recordings first, of each the latest few.</summary>
    /// <param name="filter">Words, and in which recordings.</param>
    /// <param name="visibility">Which may be seen.</param>
    /// <param name="cursor">The next page's <see cref="SearchPage.Next"/>; null, or what is none, begins.</param>
    /// <param name="limit">How many at most, 1 to <see cref="LargestPage"/>.</param>
    /// <param name="perRecording">How many of one recording at most, unless the filter names one.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public Task<SearchPage> SearchAsync(
        RecordingFilter filter, RecordingVisibility visibility, string? cursor, int limit, int perRecording = 5, CancellationToken cancellation = default) =>
        ReadAsync(index =>
        {
            limit = Math.Clamp(limit, 1, LargestPage);
            return new RecordingSearch(index, filter, limit, filter.Recording is null ? Math.Clamp(perRecording, 1, LargestPage) : int.MaxValue).Run(visibility, SearchCursor.Read(cursor), cancellation);
        }, cancellation);

    /// <summary>The last keyframe not later than a moment; null if the recording has none so early: it begins without.</summary>
    /// <param name="id">The recording.</param>
    /// <param name="at">The moment, in seconds from its start.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public Task<Keyframe?> KeyframeAsync(string id, double at, CancellationToken cancellation = default) => ReadAsync(index => index.Rows(
        row => new Keyframe(row.GetDouble(0), row.GetInt32(1), row.GetInt32(2), ScreenKeeping.Unpack((byte[])row.GetValue(3)), new CastPosition(row.GetInt32(4), row.GetInt64(5), row.GetDouble(0)), row.IsDBNull(6) ? null : row.GetString(6)),
        """
        SELECT at, columns, rows, data, segment, offset, person FROM keyframes
        WHERE number = (SELECT number FROM recordings WHERE id = $0) AND at <= $1 ORDER BY at DESC, rowid DESC LIMIT 1
        """, id, at).FirstOrDefault(), cancellation);

    /// <summary>What is known of a recording; null if the index does not have it (yet).</summary>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public Task<RecordingDetail?> DetailAsync(string id, CancellationToken cancellation = default) => ReadAsync(index =>
    {
        var (number, written, facts) = index.Rows(row => (row.GetInt64(0), row.GetString(1), IndexedRecording.Read(row, 2)),
            $"SELECT number, progress, {IndexedRecording.Columns} FROM recordings JOIN scopes USING (scope) WHERE id = $0", id).FirstOrDefault();
        if (facts is null) return null;
        var progress = IndexProgress.Read(written);
        var markers = index.Rows(row => new RecordingMarker(row.GetDouble(0), row.GetString(1), row.GetString(2)), "SELECT at, kind, label FROM markers WHERE number = $0 ORDER BY place", number);
        return new RecordingDetail(facts, progress.Columns, progress.Rows, progress.Activity.Over(facts.Seconds), [.. markers], progress.Text.LeftOut, progress.Text.LeftOutFrom, progress.Next.At);
    }, cancellation);

    /// <summary>How large the index is: recordings, pieces of text, and bytes of its file.</summary>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public Task<(long Recordings, long Blocks, long Bytes)> SizeAsync(CancellationToken cancellation = default) => ReadAsync(index =>
        (index.Number("SELECT count(*) FROM recordings"), index.Number("SELECT count(*) FROM blocks"), index.Number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")), cancellation);

    /// <summary>Takes in what is new, of all recordings, and drops those that are gone.</summary>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="cancellation">Ends it; what was read by then stays.</param>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public async Task UpdateAsync(IProgress<IndexingProgress>? progress, CancellationToken cancellation = default)
    {
        try
        {
            await _reading.AllAsync(progress, cancellation);
        }
        catch (SqliteException exception) when (IndexFile.IsDamage(exception))
        {
            _file.Remove(exception.Message);
            await WriteAsync(() => _reading.AllAsync(progress, cancellation));
        }
        catch (SqliteException exception)
        {
            throw Unusable(exception);
        }
    }

    /// <summary>Empties the index and reads all recordings anew. Meanwhile it can be asked, and knows what was read so far.</summary>
    /// <inheritdoc cref="UpdateAsync"/>
    public async Task RebuildAsync(IProgress<IndexingProgress>? progress, CancellationToken cancellation = default)
    {
        try
        {
            _writer.Clear();
        }
        catch (SqliteException exception) when (IndexFile.IsDamage(exception))
        {
            _file.Remove(exception.Message);
        }
        catch (SqliteException exception)
        {
            throw Unusable(exception);
        }
        await UpdateAsync(progress, cancellation);
    }

    /// <summary>Drops a recording that was removed.</summary>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public Task ForgetAsync(string id) => WriteAsync(() => Task.Run(() => _writer.Forget(id)));

    private async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (SqliteException exception)
        {
            if (IndexFile.IsDamage(exception)) _file.Remove(exception.Message);
            throw Unusable(exception);
        }
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation) => Task.Run(() =>
    {
        try
        {
            using var index = _file.Open();
            // One state of it for all that is read.
            using var transaction = index.BeginTransaction(deferred: true);
            return read(index);
        }
        catch (SqliteException exception)
        {
            if (IndexFile.IsDamage(exception)) _file.Remove(exception.Message);
            throw Unusable(exception);
        }
    }, cancellation);

    private IOException Unusable(SqliteException exception) => new($"The index of recordings, {_file.Path}, cannot be used: {exception.Message}", exception);
}
