using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Recording;

/// <summary>Checks the lines of a chain, one after the other: their signatures, their order and what each says of the line before. Pure.</summary>
internal sealed class ChainVerifier : IDisposable
{
    private readonly string _id;
    private readonly List<RecordingFinding> _findings;
    private readonly ECDsa _key = ECDsa.Create();
    private readonly List<ChainSegment> _segments = [];
    private bool _hasKey;
    private string _hash = "";
    private bool _wrong; // the line before
    private long _line;

    private ChainVerifier(string id, List<RecordingFinding> findings) => (_id, _findings) = (id, findings);

    /// <summary>What the chain begins with.</summary>
    public ChainBegun? Begun { get; private set; }

    /// <summary>The sealed segments of which it tells.</summary>
    public IReadOnlyList<ChainSegment> Segments => _segments;

    /// <summary>Its end.</summary>
    public ChainEnded? Ended { get; private set; }

    /// <summary>Whether every line bears a signature.</summary>
    public bool IsSigned { get; private set; } = true;

    /// <summary>Checks a chain.</summary>
    /// <param name="id">The recording that it is found in.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static ChainVerifier Check(string id, ReadOnlyMemory<byte> bytes, List<RecordingFinding> findings)
    {
        var verifier = new ChainVerifier(id, findings);
        int length = 0;
        foreach (var line in RecordingChain.Lines(bytes))
        {
            verifier.Take(line);
            length += line.Length + 1;
        }
        verifier._line++;
        if (length < bytes.Length) verifier.Wrong("is not finished: the gateway was killed, the disk was full, or its end was cut off");
        if (verifier.Begun is null) verifier.IsSigned = false;
        return verifier;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private void Take(ReadOnlyMemory<byte> line)
    {
        _line++;
        bool wrong = !TakeLine(line);
        (_hash, _wrong) = (ChainLine.Hash(line.Span), wrong);
    }

    private bool TakeLine(ReadOnlyMemory<byte> line)
    {
        if (ChainLine.Read(line) is not var (entry, previous)) return Wrong("was changed: it is no line of a chain");
        if (_line == 1 && entry is ChainBegun first) ReadKey(first);
        bool good = IsGenuine(line.Span);
        // After a line that was changed the next one cannot fit; it is told once.
        if (good && !_wrong && previous != _hash) good = Wrong(_line == 1 ? "is not how a recording begins: lines before it were removed" : "does not follow the line before: one was removed, changed or put elsewhere");
        return Place(entry) && good;
    }

    private bool IsGenuine(ReadOnlySpan<byte> line)
    {
        if (ChainLine.Signature(line) is not var (signed, signature))
        {
            IsSigned = false;
            return Wrong("is not signed");
        }
        return !_hasKey || _key.VerifyData(signed, signature, HashAlgorithmName.SHA256) || Wrong("was changed: its signature is not of these words");
    }

    private bool Place(object entry)
    {
        bool good = Ended is null || Wrong("stands after the end");
        switch (entry)
        {
            case ChainBegun begun when _line == 1:
                Begun = begun;
                return begun.Id == _id || Wrong($"is of another recording: {begun.Id}");
            case ChainBegun:
                return Wrong("begins a recording a second time");
            case ChainSegment segment:
                bool next = segment.Number == _segments.Count + 1;
                _segments.Add(segment);
                return (next || _wrong || Wrong(Invariant($"tells of segment {segment.Number}, where {_segments.Count} should be"))) && good;
            case ChainEnded ended:
                Ended = ended;
                return (ended.Segments == _segments.Count || Wrong(Invariant($"ends {ended.Segments} segments; the lines before tell of {_segments.Count}"))) && good;
            default:
                return good;
        }
    }

    private void ReadKey(ChainBegun begun)
    {
        try
        {
            byte[] key = Convert.FromBase64String(begun.PublicKey);
            _key.ImportSubjectPublicKeyInfo(key, out int length);
            _hasKey = length == key.Length && _key.KeySize == 256;
            if (RecordingKey.FingerprintOf(key) != begun.Key) Wrong("names a key that is not the one in it");
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            Wrong("holds no key that its signatures could be checked with");
        }
    }

    private bool Wrong(string words)
    {
        _findings.Add(new RecordingFinding(RecordingPath.Chain, _line, words));
        return false;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
