namespace Gateway.Recording;

/// <summary>Which recordings the index has to read, and which it has to drop.</summary>
internal sealed class IndexReading(IndexWriter writer, RecordingShelf shelf)
{
    /// <summary>Drops what is gone, and says what there is to read: the newest first, and those that are live apart.</summary>
    public async Task<(IReadOnlyList<RecordingFacts> Live, IReadOnlyList<RecordingFacts> Unread)> LookAsync(CancellationToken cancellation)
    {
        var known = writer.Known();
        Dictionary<string, RecordingFacts> there = [];
        HashSet<string> unreadable = []; // they are there, and may be readable the next time
        await foreach (var facts in shelf.ListAsync((id, _) => unreadable.Add(id), cancellation)) there[facts.Id] = facts;
        foreach (string gone in known.Keys.Where(id => !there.ContainsKey(id) && !unreadable.Contains(id))) writer.Forget(gone);
        var unread = there.Values.Where(facts => !known.TryGetValue(facts.Id, out var read) || !read.IsDone || !read.Facts.Is(facts)).OrderByDescending(facts => facts.Started).ToList();
        return ([.. unread.Where(facts => facts.State == RecordingState.Live)], [.. unread.Where(facts => facts.State != RecordingState.Live)]);
    }

    /// <inheritdoc cref="IndexWriter.Hold"/>
    public IDisposable Hold() => writer.Hold();

    /// <summary>Reads all that there is to read, as fast as it goes.</summary>
    public async Task AllAsync(IProgress<IndexingProgress>? progress, CancellationToken cancellation)
    {
        using var held = writer.Hold();
        var (live, unread) = await LookAsync(cancellation);
        long bytes = 0;
        int looked = 0;
        foreach (var facts in live.Concat(unread))
        {
            for (bool more = true; more;)
            {
                (more, long read) = await writer.ReadAsync(facts, cancellation);
                progress?.Report(new IndexingProgress(looked, live.Count + unread.Count, bytes += read));
            }
            progress?.Report(new IndexingProgress(++looked, live.Count + unread.Count, bytes));
        }
    }

    /// <summary>Reads on in a recording that is being written.</summary>
    /// <returns>Whether it goes on; false as well if it is gone.</returns>
    public async Task<bool> LiveAsync(string id, CancellationToken cancellation)
    {
        if (await shelf.FindAsync(id, cancellation) is not { } facts)
        {
            writer.Forget(id);
            return false;
        }
        while ((await writer.ReadAsync(facts, cancellation)).IsMore) cancellation.ThrowIfCancellationRequested();
        return facts.State == RecordingState.Live;
    }

    /// <summary>Reads one piece of a recording that is not written on.</summary>
    /// <returns>Whether there is more of it.</returns>
    public async Task<bool> PieceAsync(RecordingFacts facts, CancellationToken cancellation) => (await writer.ReadAsync(facts, cancellation)).IsMore;
}
