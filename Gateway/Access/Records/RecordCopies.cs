using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Gateway.Access.Records;

/// <summary>What this node knows of the records: in memory, so that looking costs nothing, and in its file.</summary>
internal sealed partial class RecordCopies : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(RecordKind, string), KeptRecord> _all = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly RecordFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger<RecordCopies> _logger;
    private long _looked;

    /// <summary>With what the file holds.</summary>
    public RecordCopies(RecordFile file, TimeProvider time, ILogger<RecordCopies> logger)
    {
        (_file, _time, _logger, _looked) = (file, time, logger, time.GetTimestamp());
        Load();
    }

    /// <summary>What is known of a record, also that it was removed; null for nothing.</summary>
    public KeptRecord? Find(RecordKind kind, string id)
    {
        Look();
        return Known(kind, id);
    }

    /// <summary>Everything that is known.</summary>
    public IReadOnlyList<KeptRecord> All()
    {
        Look();
        var now = _time.GetUtcNow();
        return [.. _all.Values.Where(record => record.Expires > now)];
    }

    /// <summary>Changes something in one step, also where another process uses the file. On the disk when it is done.</summary>
    /// <param name="decide">What to write; asked while nobody else writes, so that <see cref="Known"/> and <see cref="Of"/> tell the latest.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be written; nothing has changed.</exception>
    public async Task ChangeAsync(Func<IReadOnlyList<KeptRecord>> decide)
    {
        await _writing.WaitAsync();
        try
        {
            await Task.Run(() => Change(decide));
        }
        catch (SqliteException exception)
        {
            Failed(exception);
            throw new RecordsUnavailableException($"The node's file of records cannot be written: {exception.Message}", exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Takes over what the shared store says, as far as it is news. A file that cannot be written does not matter then.</summary>
    public async Task TakeAsync(IEnumerable<KeptRecord> records)
    {
        List<KeptRecord> news = [.. records.Where(record => record.Replaces(Known(record.Kind, record.Id)))];
        if (news.Count == 0) return;
        try
        {
            await ChangeAsync(() => [.. news.Where(record => record.Replaces(Known(record.Kind, record.Id)))]);
        }
        catch (RecordsUnavailableException)
        {
            foreach (var record in news) _all.AddOrUpdate((record.Kind, record.Id), record, (_, known) => record.Replaces(known) ? record : known);
        }
    }

    /// <summary>Drops what has expired.</summary>
    public async Task PruneAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var record in _all.Values.Where(record => record.Expires <= now)) _all.TryRemove(KeyValuePair.Create((record.Kind, record.Id), record));
        await _writing.WaitAsync();
        try
        {
            await Task.Run(() =>
            {
                lock (_lock) _file.Prune(now);
            });
        }
        catch (SqliteException exception)
        {
            Failed(exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>What is known in memory.</summary>
    internal KeptRecord? Known(RecordKind kind, string id) => _all.TryGetValue((kind, id), out var record) && record.Expires > _time.GetUtcNow() ? record : null;

    /// <summary>Those in memory that an owner, or anybody (null), has now.</summary>
    internal IEnumerable<KeptRecord> Of(RecordKind kind, string? owner)
    {
        var now = _time.GetUtcNow();
        return _all.Values.Where(record => record.Kind == kind && !record.IsRemoved && record.Expires > now && (owner is null || record.Owner == owner));
    }

    private void Change(Func<IReadOnlyList<KeptRecord>> decide)
    {
        lock (_lock)
        {
            var written = _file.Change(() =>
            {
                if (_file.IsChanged) Load();
                return decide();
            });
            foreach (var record in written) _all[(record.Kind, record.Id)] = record;
        }
    }

    // Another process may have the file open too, as while one takes over from the other.
    private void Look()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _looked)) < LookEvery || !_lock.TryEnter()) return;
        try
        {
            Volatile.Write(ref _looked, _time.GetTimestamp());
            if (_file.IsChanged) Load();
        }
        catch (SqliteException exception)
        {
            Failed(exception); // what is in memory serves
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Load()
    {
        var all = _file.ReadAll();
        var there = all.Select(record => (record.Kind, record.Id)).ToHashSet();
        foreach (var record in all) _all[(record.Kind, record.Id)] = record;
        foreach (var gone in _all.Keys.Where(key => !there.Contains(key))) _all.TryRemove(gone, out _);
    }

    [LoggerMessage(1, LogLevel.Error, "The node's file of sign-ins and tokens cannot be used")]
    private partial void Failed(Exception exception);
}
