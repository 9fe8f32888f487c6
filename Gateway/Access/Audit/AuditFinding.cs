namespace Gateway.Access.Audit;

/// <summary>Something about a record that is not as it was written.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it, from 1; 0 for the whole file.</param>
/// <param name="Words">What is wrong.</param>
/// <param name="IsHarmless">Whether it only has to be known: nothing that was on record is missing.</param>
public sealed record AuditFinding(string File, long Line, string Words, bool IsHarmless = false);

/// <summary>What <see cref="AuditVerifier"/> found.</summary>
/// <param name="Findings">Everything that is not as it was written, in the order of the lines.</param>
/// <param name="Files">Files that were read.</param>
/// <param name="Lines">Lines that were read.</param>
/// <param name="First">Number of the first; 0 if there is none.</param>
/// <param name="Last">Number of the last.</param>
/// <param name="More">Findings that are not listed because there are too many.</param>
public sealed record AuditVerdict(IReadOnlyList<AuditFinding> Findings, int Files, long Lines, long First, long Last, long More)
{
    /// <summary>Whether the record is as it was written.</summary>
    public bool IsWhole => More == 0 && Findings.All(finding => finding.IsHarmless);
}
