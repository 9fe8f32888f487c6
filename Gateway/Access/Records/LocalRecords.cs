namespace Gateway.Access.Records;

/// <summary>Records of a gateway that is one node.</summary>
internal sealed class LocalRecords(RecordCopies copies, TimeProvider time) : IRecords
{
    /// <inheritdoc/>
    public event Action<RecordKind, string>? Changed;

    /// <inheritdoc/>
    public Task<StoredRecord?> ReadAsync(RecordKind kind, string id) => Task.FromResult(copies.Find(kind, id)?.Stored);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, StoredRecord>> ReadManyAsync(RecordKind kind, IReadOnlyCollection<string> ids) =>
        Task.FromResult<IReadOnlyDictionary<string, StoredRecord>>(ids.Distinct().Select(id => copies.Find(kind, id)?.Stored).OfType<StoredRecord>().ToDictionary(record => record.Id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordKind kind, string? owner) =>
        Task.FromResult<IReadOnlyList<StoredRecord>>([.. copies.All().Where(record => record.Kind == kind && (owner is null || record.Owner == owner)).Select(record => record.Stored).OfType<StoredRecord>()]);

    /// <inheritdoc/>
    public async Task WriteAsync(RecordKind kind, StoredRecord record)
    {
        RecordLimits.Check(record);
        if (!await WriteAsync(kind, record, _ => true) && copies.Known(kind, record.Id) is not { IsRemoved: true })
            throw new RecordsUnavailableException($"{record.Owner} has as many as may be kept.");
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(RecordKind kind, StoredRecord record, StoredRecord? before)
    {
        RecordLimits.Check(record);
        return WriteAsync(kind, record, known => known?.Stored == before);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(RecordKind kind, string id)
    {
        bool removed = false;
        await copies.ChangeAsync(() =>
        {
            var known = copies.Known(kind, id);
            removed = known is { IsRemoved: false };
            return removed ? [known!.Removed(KeptRecord.VersionAt(time.GetUtcNow()))] : [];
        });
        if (removed) Changed?.Invoke(kind, id);
        return removed;
    }

    private async Task<bool> WriteAsync(RecordKind kind, StoredRecord record, Func<KeptRecord?, bool> may)
    {
        KeptRecord[] rows = [];
        await copies.ChangeAsync(() => rows = Rows(kind, record, may));
        foreach (var row in rows) Changed?.Invoke(row.Kind, row.Id);
        return rows.Length > 0;
    }

    private KeptRecord[] Rows(RecordKind kind, StoredRecord record, Func<KeptRecord?, bool> may)
    {
        var known = copies.Known(kind, record.Id);
        if (known is { IsRemoved: true } && RecordLimits.IsFinal(kind) || !may(known)) return [];
        long now = KeptRecord.VersionAt(time.GetUtcNow());
        var written = new KeptRecord(kind, record.Id, record.Owner, record.Json, record.Expires, Math.Max(now, (known?.Version ?? 0) + 1));
        int most = RecordLimits.Of(kind);
        if (most == 0 || known is { IsRemoved: false }) return [written];
        var others = copies.Of(kind, record.Owner).ToList();
        if (others.Count < most) return [written];
        return RecordLimits.MakesRoom(kind) ? [written, others.MinBy(other => other.Expires)!.Removed(now)] : [];
    }
}
