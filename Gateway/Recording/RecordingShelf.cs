using System.Runtime.CompilerServices;

namespace Gateway.Recording;

/// <summary>All recordings, to list and to read, also while they are written.</summary>
/// <param name="storage">Where they are.</param>
/// <param name="recorders">Those of this process; null in a process that records nothing.</param>
public sealed class RecordingShelf(RecordingStorage storage, Recorders? recorders = null)
{
    private readonly IRecordingStore _store = storage.All;

    /// <inheritdoc cref="ListAsync(Action{string, Exception}?, CancellationToken)"/>
    public IAsyncEnumerable<RecordingFacts> ListAsync(CancellationToken cancellation = default) => ListAsync(null, cancellation);

    /// <summary>All recordings, in no certain order. One that cannot be read keeps back no other.</summary>
    /// <param name="unread">Told the name of each that cannot be read, and why; null has the first of them thrown after the last that can.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The recordings cannot be listed, or one cannot be read.</exception>
    public async IAsyncEnumerable<RecordingFacts> ListAsync(Action<string, Exception>? unread, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IOException? first = null;
        await foreach (string place in _store.PlacesAsync(cancellation))
        {
            RecordingFacts? facts;
            string id = Path.GetFileName(place);
            try
            {
                facts = await FactsAsync(place, cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (unread is not null) unread(id, exception);
                else first ??= new IOException($"The recording {id} cannot be read: {exception.Message}", exception);
                continue;
            }
            if (facts is not null) yield return facts;
        }
        if (first is not null) throw first;
    }

    /// <summary>A recording; null if there is none of that name.</summary>
    public async Task<RecordingFacts?> FindAsync(string id, CancellationToken cancellation = default) =>
        await _store.FindAsync(id, cancellation) is { } place ? await FactsAsync(place, cancellation) : null;

    /// <summary>The size of a recording's terminal at its start; null if there is none of that name.</summary>
    public async Task<(int Columns, int Rows)?> SizeAsync(string id, CancellationToken cancellation = default) =>
        await ChainAsync(id, cancellation) is var (_, bytes) && RecordingChain.Read(bytes) is { Begun: { } begun } ? (begun.Columns, begun.Rows) : null;

    /// <summary>
    /// The events from a place on, up to the last that is whole. Of one that is being written, come again with the last
    /// event's <see cref="CastEvent.Next"/>. Events follow without a gap; a damaged one ends where it is damaged.
    /// </summary>
    /// <exception cref="InvalidDataException">A line is none of a recording, or a segment is missing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async IAsyncEnumerable<CastEvent> ReadAsync(string id, CastPosition from = default, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (await _store.FindAsync(id, cancellation) is not { } place) yield break;
        int number = Math.Max(1, from.Segment);
        var (offset, at) = (from.Offset, from.At);
        while (true)
        {
            // Looked for before the segment is read: where there is a next one, this one is whole.
            int last = await LastAsync(place, cancellation);
            await using var file = await _store.OpenAsync(place, RecordingPath.Segment(number), cancellation);
            if (file is null)
            {
                if (number < last) throw new InvalidDataException($"Segment {number} is missing.");
                yield break;
            }
            var reader = new CastReader(file, offset);
            while (await reader.NextAsync(cancellation) is { } line)
            {
                if (CastReader.Event(line.Span) is not var (interval, code, data)) continue;
                at = Math.Round(at + interval, 3);
                if (at > CastReader.MostSeconds) throw new InvalidDataException("A line is of a time that no recording has.");
                yield return new CastEvent(at, code, data, new CastPosition(number, reader.Offset, at));
            }
            if (number >= last) yield break;
            (number, offset) = (number + 1, 0);
        }
    }

    /// <summary>Removes a recording for good; nothing happens if there is none.</summary>
    /// <exception cref="InvalidOperationException">It is being written.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        if (await _store.FindAsync(id, cancellation) is not { } place) return;
        if (await FactsAsync(place, cancellation) is { State: RecordingState.Live }) throw new InvalidOperationException($"The recording {id} is being written.");
        await _store.DeleteAsync(place, cancellation);
    }

    /// <summary>A recording's chain, as it is; null if there is none.</summary>
    internal async Task<(string Place, byte[] Chain)?> ChainAsync(string id, CancellationToken cancellation) =>
        await _store.FindAsync(id, cancellation) is { } place && await BytesAsync(place, RecordingPath.Chain, cancellation) is { } bytes ? (place, bytes) : null;

    /// <summary>Whether somebody writes it: this process, or the one that holds its lock. Of this node's own, only those on its list.</summary>
    internal bool IsLive(ChainBegun begun, string place)
    {
        bool own = begun.Node == storage.Options.Node;
        if (own && recorders is not null) return recorders.IsLive(begun.Id);
        return (!own || new OpenRecordings(storage.Options).Contains(begun.Id)) && RecordingLock.IsWritten(storage.Folder.PathOf(place));
    }

    private async Task<int> LastAsync(string place, CancellationToken cancellation) =>
        (await _store.FilesAsync(place, cancellation)).Select(file => RecordingPath.NumberOf(file.Name)).DefaultIfEmpty().Max();

    private async Task<RecordingFacts?> FactsAsync(string place, CancellationToken cancellation)
    {
        if (await BytesAsync(place, RecordingPath.Chain, cancellation) is not { } bytes || RecordingChain.Read(bytes) is not { } chain) return null;
        var files = await _store.FilesAsync(place, cancellation);
        var begun = chain.Begun;
        bool whole = chain.Segments.All(segment => files.Any(file => file.Name == RecordingPath.Segment(segment.Number) && file.Length == segment.Bytes)) && begun.Id == Path.GetFileName(place);
        var state = !whole ? RecordingState.Damaged
            : chain.Ended is { } ended ? ended.Recovered ? RecordingState.CutOff : RecordingState.Complete
            : IsLive(begun, place) ? RecordingState.Live : RecordingState.CutOff;
        double seconds = chain.Ended?.Seconds ?? (state == RecordingState.Live ? Math.Max(0, (DateTimeOffset.UtcNow - begun.Started).TotalSeconds) : chain.Segments is [.., var last] ? last.To : 0);
        return new RecordingFacts(
            begun.Id, begun.Owner, begun.Name, begun.Method, begun.User, begun.Port, begun.Domain, begun.Node, begun.Started, seconds,
            files.Where(file => file.Name != RecordingPath.Chain).Sum(file => file.Length), state, chain.Ended?.Reason, begun.Device, begun.Address);
    }

    private async Task<byte[]?> BytesAsync(string place, string file, CancellationToken cancellation)
    {
        await using var stream = await _store.OpenAsync(place, file, cancellation);
        if (stream is null) return null;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }
}
