namespace Gateway.Recording;

/// <summary>Something in a recording that is not as it was written.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it, from 1; 0 for the file as a whole.</param>
/// <param name="Words">What is wrong; it goes on after the file and the line: <c>was changed</c>.</param>
/// <param name="IsHarmless">Whether nobody need have changed anything: the end of what is being written.</param>
public sealed record RecordingFinding(string File, long Line, string Words, bool IsHarmless = false);

/// <summary>Whose signature a recording bears.</summary>
public enum RecordingSigner
{
    /// <summary>It is not signed, or not all of it.</summary>
    Nobody,

    /// <summary>This node's key.</summary>
    ThisNode,

    /// <summary>A key that is trusted.</summary>
    Trusted,

    /// <summary>Another key: whoever has that key may have written anything.</summary>
    Unknown,
}

/// <summary>What a check of a recording came to.</summary>
/// <param name="Id">The recording.</param>
/// <param name="Findings">What is wrong; the first few of many.</param>
/// <param name="Signer">Whose signature it bears.</param>
/// <param name="Key">The signing key's fingerprint; empty if there is none.</param>
/// <param name="Segments">Segments that were read.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record RecordingVerdict(string Id, IReadOnlyList<RecordingFinding> Findings, RecordingSigner Signer, string Key, int Segments, long Bytes)
{
    /// <summary>Whether everything is as it was written, and signed by a key that is trusted.</summary>
    public bool IsGood => Signer is RecordingSigner.ThisNode or RecordingSigner.Trusted && Findings.All(finding => finding.IsHarmless);

    /// <summary>Whose signature it is, in words.</summary>
    public string SignerWords => Signer switch
    {
        RecordingSigner.ThisNode => "signed by this node's key",
        RecordingSigner.Trusted => $"signed by the trusted key {Key}",
        RecordingSigner.Unknown => $"signed by another key {Key}",
        _ => "not signed",
    };
}
