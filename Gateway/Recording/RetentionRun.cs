using System.Globalization;

namespace Gateway.Recording;

/// <summary>Told of each recording that was removed, and why.</summary>
/// <param name="recording">The recording, as it was.</param>
/// <param name="reason">Why, in words.</param>
public delegate void RecordingRemoved(RecordingFacts recording, string reason);

/// <summary>
/// Removes recordings of this node that are too old or too many, by the first rule that fits their port. One that is being
/// written is never removed, though it counts.
/// </summary>
public sealed class RetentionRun(RecordingStorage storage, RecordingShelf shelf, TimeProvider time)
{
    /// <summary>Removes what is due; one that cannot be read or removed keeps no other, and is told of in the end.</summary>
    /// <param name="removed">Told of each one that is gone, or would be.</param>
    /// <param name="rehearsal">Whether nothing is removed, only told.</param>
    /// <param name="cancellation">Ends the run between two recordings.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="IOException">The recordings cannot be listed, or one can be neither read nor removed.</exception>
    public async Task<int> RunAsync(RecordingRemoved removed, bool rehearsal = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(removed);
        var rules = storage.Options.Retention;
        if (!rehearsal) storage.Folder.Sweep();
        if (rules.Count == 0) return 0;
        List<RecordingFacts> own = [];
        Exception? first = null;
        await foreach (var facts in shelf.ListAsync((_, exception) => first ??= exception, cancellation))
            if (facts.Node == storage.Options.Node) own.Add(facts);
        int count = 0;
        foreach (var (facts, reason) in Due(own, rules, time.GetUtcNow()))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (!rehearsal) await shelf.DeleteAsync(facts.Id, cancellation);
            }
            catch (InvalidOperationException)
            {
                continue; // it is being written again after all
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                first ??= exception;
                continue;
            }
            removed(facts, reason);
            count++;
        }
        return first is null ? count : throw new IOException(first.Message, first);
    }

    /// <summary>What is due, the oldest first. Pure.</summary>
    internal static IEnumerable<(RecordingFacts Facts, string Reason)> Due(IEnumerable<RecordingFacts> recordings, IReadOnlyList<RetentionRule> rules, DateTimeOffset now)
    {
        var byRule = recordings.GroupBy(facts => rules.FirstOrDefault(rule => rule.Ports?.Contains(facts.Port) ?? true), ReferenceEqualityComparer.Instance);
        foreach (var group in byRule)
        {
            if (group.Key is not RetentionRule rule) continue;
            long bytes = group.Sum(facts => facts.Bytes);
            foreach (var facts in group.OrderBy(facts => facts.Started))
            {
                if (facts.State == RecordingState.Live) continue;
                string? reason = rule.Age is { } age && now - facts.Started.AddSeconds(facts.Seconds) > age ? string.Create(CultureInfo.InvariantCulture, $"It was older than {age.TotalDays:0.##} days.")
                    : bytes > rule.Bytes ? string.Create(CultureInfo.InvariantCulture, $"Recordings of its ports had more than {rule.Bytes} bytes together.") : null;
                if (reason is null) continue;
                bytes -= facts.Bytes;
                yield return (facts, reason);
            }
        }
    }
}
