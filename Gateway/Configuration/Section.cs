using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>
/// One group of settings. Each method names a key, takes its value from the environment or the file, and adds a fault
/// and gives the default where that value is wrong. Asking for a key is what makes it known.
/// </summary>
internal sealed partial class Section
{
    private readonly Reading reading;
    private readonly string path;
    private readonly SourceValue? group;

    public Section(Reading reading, string path, SourceValue? group)
    {
        this.reading = reading;
        this.path = path;
        this.group = group;
        reading.KnowGroup(path, group);
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public Section Group(string key)
    {
        var value = InFile(key);
        if (value is { Kind: not JsonValueKind.Object })
            Fault(key, value, "is not a group of settings", $"Write \"{key}\": {{ … }}, or leave it out.");
        return new Section(reading, Join(path, key), value);
    }

    /// <summary>A group that is an item of a list. It has no variables.</summary>
    public Section Item(string key, SourceValue value) => new(reading, Join(path, key), value);

    /// <summary>A value as written; null if it was left out.</summary>
    public SourceValue? Find(string key)
    {
        var value = reading.Environment.Take(Join(path, key)) ?? InFile(key);
        reading.Know(Join(path, key), value);
        return value;
    }

    /// <summary>A list's items with their keys; null if it was left out or is no list.</summary>
    public IReadOnlyList<(string Key, SourceValue Value)>? List(string key, string example)
    {
        var list = reading.Environment.TakeList(Join(path, key), InFile(key));
        reading.Know(Join(path, key), list);
        if (list is { Kind: not JsonValueKind.Array })
            Fault(key, list, "is not a list", $"Write {example}.");
        return list is not { Kind: JsonValueKind.Array } ? null
            : [.. list.Items.Select((item, index) => (string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]"), item))];
    }

    /// <summary>Text of a certain shape; null if it was left out, is null or is wrong.</summary>
    public string? Text(string key, Regex shape, string problem, string repair)
    {
        if (Find(key) is not { IsNull: false } value)
            return null;
        if (value.IsText && shape.IsMatch(value.Text))
            return value.Text;
        Fault(key, value, value.IsText ? problem : "is not text", repair);
        return null;
    }

    public int Integer(string key, int fallback, int lowest, int highest) => (int)Long(key, fallback, lowest, highest);

    public long Long(string key, long fallback, long lowest, long highest)
    {
        if (Find(key) is not { } value)
            return fallback;
        var repair = string.Create(CultureInfo.InvariantCulture, $"Write a whole number from {lowest} to {highest}; {fallback} is the default.");
        if (!value.IsNumber || !WholeNumber().IsMatch(value.Text))
            Fault(key, value, "is not a whole number", repair);
        else if (!long.TryParse(value.Text, CultureInfo.InvariantCulture, out var number) || number < lowest || number > highest)
            Fault(key, value, "is out of range", repair);
        else
            return number;
        return fallback;
    }

    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan lowest, TimeSpan highest, string? zero = null)
    {
        if (Find(key) is not { } value)
            return fallback;
        var zeroNote = zero is null ? "" : $"; \"00:00:00\" {zero}";
        var repair = $"Write \"hours:minutes:seconds\" or \"days.hours:minutes:seconds\" from \"{lowest:c}\" to \"{highest:c}\"{zeroNote}; \"{fallback:c}\" is the default.";
        if (!value.IsText || !DurationShape().IsMatch(value.Text) || !TimeSpan.TryParseExact(value.Text, "c", CultureInfo.InvariantCulture, out var duration))
            Fault(key, value, "is not a length of time", repair);
        else if (duration > highest || duration < lowest && !(zero is not null && duration == TimeSpan.Zero))
            Fault(key, value, "is out of range", repair);
        else
            return duration;
        return fallback;
    }

    public bool Flag(string key, bool fallback)
    {
        var value = Find(key);
        switch (value)
        {
            case null:
                return fallback;
            case { Kind: JsonValueKind.True or JsonValueKind.False }:
                return value.Kind == JsonValueKind.True;
            case { IsVariable: true } when bool.TryParse(value.Text, out var flag):
                return flag;
            default:
                Fault(key, value, "is neither true nor false", $"Write true or false without quotes; {(fallback ? "true" : "false")} is the default.");
                return fallback;
        }
    }

    public T Choice<T>(string key, T fallback, Func<T, string> spell) where T : struct, Enum
    {
        if (Find(key) is not { } value)
            return fallback;
        foreach (var choice in Enum.GetValues<T>())
        {
            if (value.IsText && string.Equals(spell(choice), value.Text, StringComparison.OrdinalIgnoreCase))
                return choice;
        }
        Fault(key, value, "is none of the choices", $"Write one of {string.Join(", ", Enum.GetValues<T>().Select(choice => $"\"{spell(choice)}\""))}; \"{spell(fallback)}\" is the default.");
        return fallback;
    }

    public void Fault(string key, SourceValue? value, string problem, string repair) =>
        reading.Fault(Join(path, key), value, problem, repair);

    private SourceValue? InFile(string key) =>
        group?.Members.FirstOrDefault(member => member.Key == key).Value;

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"\A([0-9]{1,4}\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}\z")]
    private static partial Regex DurationShape();
}
