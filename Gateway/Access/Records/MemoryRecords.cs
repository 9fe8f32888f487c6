using System.Collections.Concurrent;

namespace Gateway.Access.Records;

/// <summary>Records of this process.</summary>
public sealed class MemoryRecords(TimeProvider time) : IRecords
{
    private readonly ConcurrentDictionary<(RecordKind, string), StoredRecord> _all = new();

    /// <inheritdoc/>
    public event Action<RecordKind, string>? Changed;

    /// <inheritdoc/>
    public Task<StoredRecord?> ReadAsync(RecordKind kind, string id) =>
        Task.FromResult(_all.TryGetValue((kind, id), out var record) && record.Expires > time.GetUtcNow() ? record : null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordKind kind, string? owner) => Task.FromResult<IReadOnlyList<StoredRecord>>(
        [.. _all.Where(one => one.Key.Item1 == kind && (owner is null || one.Value.Owner == owner) && one.Value.Expires > time.GetUtcNow()).Select(one => one.Value)]);

    /// <inheritdoc/>
    public Task WriteAsync(RecordKind kind, StoredRecord record)
    {
        _all[(kind, record.Id)] = record;
        Changed?.Invoke(kind, record.Id);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(RecordKind kind, StoredRecord record, StoredRecord? before)
    {
        bool written = before is null ? _all.TryAdd((kind, record.Id), record) : _all.TryUpdate((kind, record.Id), record, before);
        if (written) Changed?.Invoke(kind, record.Id);
        return Task.FromResult(written);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(RecordKind kind, string id)
    {
        bool removed = _all.TryRemove((kind, id), out _);
        if (removed) Changed?.Invoke(kind, id);
        return Task.FromResult(removed);
    }
}
