using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Gateway.Terminals;

/// <summary>Counts by the values of a closed list. All are told from the start, since a rate needs a zero to begin from.</summary>
/// <param name="label">The label under which the values are told.</param>
/// <param name="values">The closed list.</param>
internal sealed class Tally<T>(string label, IEnumerable<T> values)
    where T : notnull
{
    private readonly FrozenDictionary<T, Count> _counts = values.ToFrozenDictionary(
        value => value,
        value => new Count(new KeyValuePair<string, object?>(label, JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()!))));

    /// <summary>Counts one; a value that is not in the list is nobody's.</summary>
    public void Add(T value) => _counts.GetValueOrDefault(value)?.Add();

    /// <summary>All counts so far.</summary>
    public IEnumerable<Measurement<long>> Read() => _counts.Values.Select(count => count.Read());

    private sealed class Count(KeyValuePair<string, object?> label)
    {
        private long _count;

        public void Add() => Interlocked.Increment(ref _count);

        public Measurement<long> Read() => new(Volatile.Read(ref _count), label);
    }
}
