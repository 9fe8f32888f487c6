namespace Gateway.Configuration;

/// <summary>Words a result for the operator.</summary>
public static class FaultReport
{
    /// <summary>The lines to print when the gateway cannot start with it: the reason why no file was read, or every fault as one block.</summary>
    public static IReadOnlyList<string> Lines(ConfigurationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Unread is { } unread)
            return unread.ReplaceLineEndings("\n").Split('\n');
        var lines = new List<string> { $"{result.File}: {result.Faults.Count} {(result.Faults.Count == 1 ? "fault" : "faults")}" };
        foreach (var fault in result.Faults)
        {
            lines.Add("");
            lines.Add(fault.Origin is null ? $"  {fault.Key}" : $"  {fault.Key}  ({fault.Origin})");
            if (fault.Value is not null)
                lines.Add($"    value   {fault.Value}");
            lines.Add($"    fault   {fault.Problem}");
            lines.Add($"    repair  {fault.Repair}");
        }
        return lines;
    }
}
