using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Recording;

/// <summary>
/// Checks that a recording is as it was written: the chain's signatures and hashes, and every segment against it. It works
/// while a recording is written; what is not sealed yet is only read.
/// </summary>
/// <param name="storage">Where recordings are.</param>
/// <param name="trusted">Files with keys of other nodes, private or public, as PEM.</param>
/// <param name="recorders">Those of this process; null in a process that records nothing.</param>
public sealed class RecordingVerifier(RecordingStorage storage, IReadOnlyList<string> trusted, Recorders? recorders = null)
{
    private const int MostFindings = 50;

    private readonly IRecordingStore _store = storage.All;
    private readonly RecordingShelf _shelf = new(storage, recorders);
    private readonly string? _own = RecordingKey.FingerprintOf(storage.Options.KeyFile);
    private readonly HashSet<string> _trusted = [.. trusted.Select(RecordingKey.FingerprintOf).OfType<string>()];

    /// <summary>Checks a recording.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="progress">Told of bytes that were read, now and then.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>What came of it; null if there is no such recording.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<RecordingVerdict?> VerifyAsync(string id, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        if (await _store.FindAsync(id, cancellation) is not { } place) return null;
        List<RecordingFinding> findings = [];
        // Before the chain, which then tells of all but the last of them, however fast it is written.
        var files = await _store.FilesAsync(place, cancellation);
        byte[] bytes = await _shelf.ChainAsync(id, cancellation) is { } found ? found.Chain : [];
        if (bytes.Length == 0) findings.Add(new RecordingFinding(RecordingPath.Chain, 0, "is missing"));
        using var chain = ChainVerifier.Check(id, bytes, findings);
        long read = 0;
        foreach (var segment in chain.Segments)
        {
            read += await SegmentAsync(place, segment, findings, cancellation);
            progress?.Report(read);
        }
        await OpenEndAsync(place, chain, files, findings, cancellation);
        string key = chain is { IsSigned: true, Begun: { } begun } ? begun.Key : "";
        var signer = key == "" ? RecordingSigner.Nobody : key == _own ? RecordingSigner.ThisNode : _trusted.Contains(key) ? RecordingSigner.Trusted : RecordingSigner.Unknown;
        return new RecordingVerdict(id, [.. findings.Take(MostFindings)], signer, key, chain.Segments.Count, read);
    }

    private async Task<long> SegmentAsync(string place, ChainSegment segment, List<RecordingFinding> findings, CancellationToken cancellation)
    {
        string name = RecordingPath.Segment(segment.Number);
        await using var file = await _store.OpenAsync(place, name, cancellation);
        if (file is null)
        {
            findings.Add(new RecordingFinding(name, 0, "is missing"));
            return 0;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[64 * 1024];
        long length = 0;
        for (int count; (count = await file.ReadAsync(chunk, cancellation)) > 0; length += count) hash.AppendData(chunk, 0, count);
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) == segment.Sha256) return length;
        var (line, events, words) = await WrongLineAsync(file, cancellation);
        findings.Add(new RecordingFinding(name, line, words
            ?? (length != segment.Bytes ? Invariant($"was changed: it has {length} bytes and {events} events, and had {segment.Bytes} and {segment.Events}") : "was changed: its hash is not the one in the chain")));
        return length;
    }

    // What is not in the chain: nothing, or the one segment that is being written.
    private async Task OpenEndAsync(string place, ChainVerifier chain, IReadOnlyList<StoredFile> files, List<RecordingFinding> findings, CancellationToken cancellation)
    {
        bool live = chain.Ended is null && chain.Begun is { } begun && _shelf.IsLive(begun, place) && await HasNextAsync(place, chain.Segments.Count + 1, cancellation);
        if (live) findings.Add(new RecordingFinding(RecordingPath.Chain, 0, "has no end yet: it is being written", IsHarmless: true));
        else if (chain.Ended is null) findings.Add(new RecordingFinding(RecordingPath.Chain, 0, "has no end: its node was killed and has not come back, or the end was cut off"));
        foreach (var file in files)
        {
            int number = RecordingPath.NumberOf(file.Name);
            if (number == 0 || chain.Segments.Any(segment => segment.Number == number)) continue;
            if (chain.Ended is not null || number > chain.Segments.Count + 1)
            {
                findings.Add(new RecordingFinding(file.Name, 0, "is not in the chain"));
                continue;
            }
            await using var open = await _store.OpenAsync(place, file.Name, cancellation);
            if (open is not null && await WrongLineAsync(open, cancellation) is (var line, _, { } words)) findings.Add(new RecordingFinding(file.Name, line, words, IsHarmless: line > 0 && words == Unfinished));
        }
    }

    // One that is written always has an open segment, but for the moment between two.
    private async Task<bool> HasNextAsync(string place, int number, CancellationToken cancellation)
    {
        for (int tries = 0; tries < 2; tries++)
        {
            await using var open = await _store.OpenAsync(place, RecordingPath.Segment(number), cancellation);
            if (open is not null) return true;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
        return false;
    }

    private const string Unfinished = "is not finished: it is being written, or its end was cut off";

    // The first line that is none, and how many events there are before it.
    private static async Task<(long Line, long Events, string? Words)> WrongLineAsync(Stream file, CancellationToken cancellation)
    {
        var reader = new CastReader(file, 0);
        long line = 0, events = 0;
        try
        {
            while (await reader.NextAsync(cancellation) is { } bytes)
            {
                line++;
                if (CastReader.Event(bytes.Span) is not null) events++;
            }
        }
        catch (InvalidDataException)
        {
            return (line, events, "was changed: it is no event");
        }
        return reader.Offset < file.Length ? (line + 1, events, Unfinished) : (0, events, null);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
