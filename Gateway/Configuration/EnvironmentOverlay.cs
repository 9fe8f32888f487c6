using System.Globalization;
using System.Text.Json;

namespace Gateway.Configuration;

/// <summary>Environment variables <c>GATEWAY__LIMITS__IDLETIMEOUT</c> that stand in for settings of the file. Letter case does not matter.</summary>
internal sealed class EnvironmentOverlay
{
    public const string Prefix = "GATEWAY__";

    private readonly SortedDictionary<string, SourceValue> untaken = new(StringComparer.OrdinalIgnoreCase);

    public EnvironmentOverlay(IReadOnlyDictionary<string, string> environment, ICollection<ConfigurationFault> faults)
    {
        foreach (var (name, text) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var value = new SourceValue
            {
                Kind = text.Length == 0 ? JsonValueKind.Null : JsonValueKind.String,
                Text = text,
                Origin = name,
                IsVariable = true,
            };
            if (!untaken.TryAdd(name[Prefix.Length..], value))
                faults.Add(new ConfigurationFault(name, null, "is set twice, in different letter case", "Keep one of the two variables."));
        }
    }

    /// <summary>Variables that no setting has taken.</summary>
    public IEnumerable<string> Untaken => untaken.Values.Select(value => value.Origin);

    /// <summary>The variable for a setting such as <c>limits.idleTimeout</c>, which is then taken.</summary>
    public SourceValue? Take(string key) =>
        untaken.Remove(key.Replace(".", "__", StringComparison.Ordinal), out var value) ? value : null;

    /// <summary>
    /// A list with its variables laid over it: <c>…__PORTS=6022,7000-7100</c> replaces it whole,
    /// <c>…__PORTS__0=6022</c> one item, or adds one at the end.
    /// </summary>
    public SourceValue? TakeList(string key, SourceValue? list)
    {
        if (Take(key) is { } whole)
        {
            list = new SourceValue
            {
                Kind = JsonValueKind.Array,
                Origin = whole.Origin,
                Items = [.. whole.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Item(whole, item))],
            };
        }
        for (var index = 0; index <= (list?.Items.Count ?? 0); index++)
        {
            if (Take(string.Create(CultureInfo.InvariantCulture, $"{key}__{index}")) is not { } item)
                continue;
            var items = list?.Items.ToList() ?? [];
            if (index < items.Count)
                items[index] = item;
            else
                items.Add(item);
            list = new SourceValue { Kind = JsonValueKind.Array, Origin = list?.Origin ?? item.Origin, Items = items };
        }
        return list;
    }

    private static SourceValue Item(SourceValue whole, string text) =>
        new() { Kind = JsonValueKind.String, Text = text, Origin = whole.Origin, IsVariable = true };
}
