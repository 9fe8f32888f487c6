namespace Gateway.Recording;

/// <summary>What a chain says, as far as it can be read. Whether it is true is the verifier's question.</summary>
/// <param name="Begun">What is recorded.</param>
/// <param name="Segments">The sealed segments, in order.</param>
/// <param name="Ended">The end; null if there is none yet.</param>
/// <param name="LastHash">Hash of the last whole line.</param>
/// <param name="Length">Bytes up to its end.</param>
internal sealed record RecordingChain(ChainBegun Begun, IReadOnlyList<ChainSegment> Segments, ChainEnded? Ended, string LastHash, long Length)
{
    /// <summary>Reads a chain up to its last whole line; null if not even its beginning can be read.</summary>
    public static RecordingChain? Read(ReadOnlyMemory<byte> bytes)
    {
        ChainBegun? begun = null;
        ChainEnded? ended = null;
        List<ChainSegment> segments = [];
        string hash = "";
        long length = 0;
        foreach (var line in Lines(bytes))
        {
            length += line.Length + 1;
            hash = ChainLine.Hash(line.Span);
            switch (ChainLine.Read(line)?.Entry)
            {
                case ChainBegun first:
                    begun ??= first;
                    break;
                case ChainSegment segment:
                    segments.Add(segment);
                    break;
                case ChainEnded last:
                    ended = last;
                    break;
            }
        }
        return begun is null ? null : new RecordingChain(begun, segments, ended, hash, length);
    }

    /// <summary>The whole lines.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> bytes)
    {
        for (int at; (at = bytes.Span.IndexOf((byte)'\n')) >= 0; bytes = bytes[(at + 1)..]) yield return bytes[..at];
    }
}
