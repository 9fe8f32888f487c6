using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Inventory.Sources;

/// <summary>
/// One object of a file. Each method names a key, takes its value, and adds a fault and gives the default where that value
/// is wrong. Asking for a key is what makes it known.
/// </summary>
internal sealed partial class Fields(string file, FaultList faults, SourceNode node, string path)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Fields> _groups = new(StringComparer.Ordinal);

    public int Line => node.Line;

    private IReadOnlyList<SourceMember> Members => node.Members;

    /// <summary>A value as written; null if it was left out or is null.</summary>
    public SourceNode? Find(string key)
    {
        _known.Add(key);
        foreach (var member in Members)
            if (member.Name == key) return member.Value.Kind == SourceKind.Null ? null : member.Value;
        return null;
    }

    /// <summary>A group of keys; an empty one if it was left out or is none.</summary>
    public Fields Group(string key)
    {
        if (_groups.TryGetValue(key, out var asked)) return asked;
        var value = Find(key);
        if (value is { Kind: not SourceKind.Object }) Fault(key, value, "is not a group of keys", $"Write \"{key}\": {{ … }}, or leave it out.");
        var group = new Fields(file, faults, value is { Kind: SourceKind.Object } ? value : new SourceNode(SourceKind.Object, node.Line), Join(key));
        return _groups[key] = group;
    }

    /// <summary>Text of one line; empty if it was left out or is wrong.</summary>
    public string Text(string key, int longest)
    {
        if (Find(key) is not { } value) return "";
        string repair = string.Create(CultureInfo.InvariantCulture, $"Write text of one line, up to {longest} characters, or leave it out.");
        if (!value.IsText) Fault(key, value, "is not text", value.Kind == SourceKind.Number ? "Put it in quotes." : repair);
        else if (TextRule.ProblemOf(value.Text, longest) is { } problem) Fault(key, value, problem, repair);
        else return value.Text;
        return "";
    }

    /// <summary>Text that is not empty; null if it was left out, is empty or is wrong.</summary>
    public string? Optional(string key, int longest) => Text(key, longest) is { Length: > 0 } text ? text : null;

    /// <summary>Text of a certain shape; null if it was left out or is wrong.</summary>
    public string? Shaped(string key, Func<string, bool> fits, string problem, string repair)
    {
        if (Find(key) is not { } value) return null;
        if (value.IsText && fits(value.Text)) return value.Text;
        Fault(key, value, value.IsText ? problem : "is not text", repair);
        return null;
    }

    /// <summary>A whole number; null if it was left out or is wrong.</summary>
    public int? Whole(string key, int lowest, int highest, string problem)
    {
        if (Find(key) is not { } value) return null;
        if (value.Kind is SourceKind.Number or SourceKind.Word && WholeNumber().IsMatch(value.Text) && int.TryParse(value.Text, CultureInfo.InvariantCulture, out int number) && number >= lowest && number <= highest) return number;
        Fault(key, value, problem, string.Create(CultureInfo.InvariantCulture, $"Write a whole number from {lowest} to {highest}{(value.Kind == SourceKind.Text ? ", without quotes" : "")}."));
        return null;
    }

    /// <summary>A port; null if it was left out or is wrong.</summary>
    public int? Port(string key, int lowest = 1) => Whole(key, lowest, 65535, "is not a port");

    /// <summary>A number; null if it was left out or is wrong.</summary>
    public double? Number(string key, double lowest, double highest)
    {
        if (Find(key) is not { } value) return null;
        if (value.Kind is SourceKind.Number or SourceKind.Word && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= lowest && number <= highest) return number;
        Fault(key, value, "is not a number in range", string.Create(CultureInfo.InvariantCulture, $"Write a number from {lowest} to {highest}, with a point and without quotes."));
        return null;
    }

    /// <summary>Whether; false if it was left out or is wrong.</summary>
    public bool Flag(string key)
    {
        switch (Find(key))
        {
            case null: return false;
            case { Kind: SourceKind.True or SourceKind.False } value: return value.Kind == SourceKind.True;
            case { Kind: SourceKind.Word } word when bool.TryParse(word.Text, out bool flag): return flag;
            case var wrong:
                Fault(key, wrong, "is neither true nor false", "Write true or false, without quotes.");
                return false;
        }
    }

    /// <summary>One of some words; the fallback if it was left out or is wrong.</summary>
    public T Choice<T>(string key, T fallback, params (string Word, T Value)[] choices)
    {
        if (Find(key) is not { } value) return fallback;
        if (value.IsText)
            foreach (var (word, choice) in choices)
                if (word == value.Text) return choice;
        Fault(key, value, "is none of the choices", $"Write one of {string.Join(", ", choices.Select(choice => $"\"{choice.Word}\""))}.");
        return fallback;
    }

    /// <summary>The items of a list; none if it was left out or is wrong.</summary>
    public IReadOnlyList<SourceNode> List(string key, int most, string example)
    {
        if (Find(key) is not { } value) return [];
        if (value.Kind != SourceKind.Array) Fault(key, value, "is not a list", $"Write {example}.");
        else if (value.Items.Count > most) Fault(key, value, string.Create(CultureInfo.InvariantCulture, $"has more than {most} items"), "Remove some.");
        else return value.Items;
        return [];
    }

    /// <summary>All members of a group whose keys are the operator's; none if it was left out or is wrong.</summary>
    public IReadOnlyList<SourceMember> Free(string key, int most)
    {
        if (Find(key) is not { } value) return [];
        if (value.Kind != SourceKind.Object) Fault(key, value, "is not a group of keys", $"Write \"{key}\": {{ \"name\": \"text\" }}.");
        else if (value.Members.Count > most) Fault(key, value, string.Create(CultureInfo.InvariantCulture, $"has more than {most} keys"), "Remove some.");
        else return value.Members;
        return [];
    }

    /// <summary>Adds a fault about a key, on the line of its value or, without one, of the object.</summary>
    public void Fault(string key, SourceNode? value, string problem, string repair) =>
        faults.Add(new InventoryFault(file, value?.Line ?? node.Line, Join(key), value?.Shown, problem, repair));

    /// <summary>Adds a fault for every key that is written twice or was never asked for, here and in the groups.</summary>
    public void RejectUnknown()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (name, line, _) in Members)
        {
            if (!seen.Add(name)) faults.Add(new InventoryFault(file, line, Join(name), null, "is written twice", "Keep one of the two."));
            else if (!_known.Contains(name)) faults.Add(new InventoryFault(file, line, Join(name), null, "is not a key of the inventory", faults.IsFull ? "" : Suggest(name)));
        }
        foreach (var group in _groups.Values) group.RejectUnknown();
    }

    private string Suggest(string name) => Spelling.Nearest(name, _known) is { } near ? $"Did you mean \"{near}\"?"
        : path.Contains('.', StringComparison.Ordinal) ? $"Remove it; known are {string.Join(", ", _known)}."
        : "Remove it, or write it into \"properties\", where names are your own.";

    private string Join(string key) => path.Length == 0 ? SourceNode.Printable(key) : $"{path}.{SourceNode.Printable(key)}";

    [GeneratedRegex(@"\A(0|-?[1-9][0-9]{0,9})\z")]
    private static partial Regex WholeNumber();
}
