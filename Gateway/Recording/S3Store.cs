using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Gateway.Recording;

/// <summary>
/// Recordings in a bucket, before those that still lie in the folder on their way there. What is read is kept in the folder
/// for a while, up to a limit.
/// </summary>
internal sealed class S3Store(FolderStore folder, S3Bucket bucket, RecordingCache cache, TimeProvider time) : IRecordingStore, IDisposable
{
    // Whoever asks for names that do not exist must not have the whole bucket listed each time.
    private static readonly TimeSpan SearchEvery = TimeSpan.FromSeconds(5);

    private const int MostKnown = 200_000;

    private readonly ConcurrentDictionary<string, string> _known = new();
    private readonly SemaphoreSlim _searching = new(1);
    private long? _searched;

    /// <summary>The bucket itself.</summary>
    public S3Bucket Bucket => bucket;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> PlacesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        HashSet<string> seen = [];
        foreach (string place in folder.Places())
            if (seen.Add(place)) yield return place;
        await foreach (string place in StoredAsync(cancellation))
            if (seen.Add(place)) yield return place;
    }

    /// <inheritdoc/>
    public async Task<string?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!RecordingPath.IsId(id)) return null;
        if (folder.Find(id) is { } place) return place;
        if (_known.TryGetValue(id, out place)) return place;
        await _searching.WaitAsync(cancellation);
        try
        {
            if (_known.TryGetValue(id, out place)) return place;
            if (_searched is { } before && time.GetElapsedTime(before) < SearchEvery) return null;
            await foreach (string found in StoredAsync(cancellation))
                if (found.EndsWith(id, StringComparison.Ordinal)) return found;
            _searched = time.GetTimestamp();
            return null;
        }
        finally
        {
            _searching.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredFile>> FilesAsync(string place, CancellationToken cancellation) =>
        folder.Files(place) is { Count: > 0 } waiting ? waiting : await bucket.FilesAsync(place, cancellation);

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string place, string file, CancellationToken cancellation)
    {
        if (RecordingFile.Read(folder.PathOf(place, file)) is { } waiting) return waiting;
        string name = $"{place}/{file}";
        if (cache.Open(name) is { } kept) return kept;
        if (await bucket.GetAsync(name, cancellation) is not { } bytes) return null;
        // A chain that has no end yet may have one the next time.
        if (file != RecordingPath.Chain || RecordingChain.Read(bytes)?.Ended is not null) cache.Keep(name, bytes);
        return new MemoryStream(bytes, writable: false);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string place, CancellationToken cancellation)
    {
        var files = await bucket.FilesAsync(place, cancellation);
        // The chain last: what was begun to be removed is found again by it.
        foreach (var file in files.OrderBy(file => file.Name == RecordingPath.Chain)) await bucket.DeleteAsync($"{place}/{file.Name}", cancellation);
        folder.Delete(place);
        foreach (var file in files) cache.Remove($"{place}/{file.Name}");
        _known.TryRemove(Path.GetFileName(place), out _);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _searching.Dispose();
        cache.Dispose();
    }

    // The files of a recording follow each other, so its place is told once.
    private async IAsyncEnumerable<string> StoredAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? before = null;
        await foreach (var file in bucket.ListAsync("", cancellation))
        {
            string? place = Path.GetDirectoryName(file.Name), id = Path.GetFileName(place);
            if (place is null || place == before || !RecordingPath.IsId(id)) continue;
            before = place;
            if (_known.Count >= MostKnown) _known.Clear();
            _known[id!] = place;
            yield return place;
        }
    }
}
