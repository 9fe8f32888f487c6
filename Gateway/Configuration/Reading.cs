namespace Gateway.Configuration;

/// <summary>One pass over a file and its environment: the faults so far, and which settings exist, so that unknown ones can be told at the end.</summary>
internal sealed class Reading
{
    private readonly Dictionary<string, SourceValue?> settings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceValue?> groups = new(StringComparer.Ordinal);

    public Reading(IReadOnlyDictionary<string, string> environment) => Environment = new EnvironmentOverlay(environment, Faults);

    public List<ConfigurationFault> Faults { get; } = [];

    public EnvironmentOverlay Environment { get; }

    /// <summary>Notes that a setting exists, and its value as written, if any.</summary>
    public void Know(string key, SourceValue? value) => settings[key] = value;

    /// <summary>Notes a group, whose keys are looked through at the end.</summary>
    public void KnowGroup(string path, SourceValue? group) => groups[path] = group;

    /// <summary>Where a setting was written; null if it was left out.</summary>
    public string? OriginOf(string key) => settings.GetValueOrDefault(key)?.Origin;

    /// <summary>Where each setting that was written down was.</summary>
    public IReadOnlyDictionary<string, string> Origins() => settings.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value!.Origin);

    /// <summary>A setting's value for a message; null if it was left out.</summary>
    public string? ShownOf(string key) => settings.GetValueOrDefault(key)?.Shown;

    /// <summary>Whether a setting, or an item of it, has a fault already.</summary>
    public bool IsFaulty(string key) => Faults.Any(fault => fault.Key == key || fault.Key.StartsWith(key + "[", StringComparison.Ordinal));

    public void Fault(string key, SourceValue? value, string problem, string repair) =>
        Faults.Add(new ConfigurationFault(key, value?.Shown, problem, repair, value?.Origin));

    /// <summary>Adds a fault for every repeated or unknown key and every unknown variable. To be called once, when all settings are known.</summary>
    public void RejectUnknown()
    {
        foreach (var (path, group) in groups)
            RejectUnknown(path, group?.Members ?? []);
        foreach (var name in Environment.Untaken)
            Faults.Add(new ConfigurationFault(Printable(name), null, "names no setting", SuggestVariable(name)));
    }

    private void RejectUnknown(string path, IEnumerable<KeyValuePair<string, SourceValue>> members)
    {
        var seen = new Dictionary<string, SourceValue>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            var key = Section.Join(path, name);
            if (!seen.TryAdd(name, value))
                Faults.Add(new ConfigurationFault(Printable(key), null, $"is written twice, first on {seen[name].Origin}", "Keep one of the two.", value.Origin));
            else if (!settings.ContainsKey(key) && !groups.ContainsKey(key))
                Faults.Add(new ConfigurationFault(Printable(key), null, "is not a setting", Suggest(key), value.Origin));
        }
    }

    private string Suggest(string key) => Spelling.Nearest(key, settings.Keys.Concat(groups.Keys)) is { } near
        ? $"Did you mean \"{near}\"?"
        : "Remove it; gateway.json.sample explains every setting.";

    private string SuggestVariable(string name)
    {
        var key = name[EnvironmentOverlay.Prefix.Length..].Replace("__", ".", StringComparison.Ordinal);
        if (int.TryParse(key[(key.LastIndexOf('.') + 1)..], out _))
            return "Number the items of a list from 0, without gaps.";
        return Spelling.Nearest(key, settings.Keys.Where(known => !known.Contains('['))) is { } near
            ? $"Did you mean {EnvironmentOverlay.Prefix}{near.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()}?"
            : "Unset it: every variable that starts so has to name one setting.";
    }

    private static string Printable(string key) =>
        new([.. key.Take(80).Select(SourceValue.Printable)]);
}
