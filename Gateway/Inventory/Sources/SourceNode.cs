namespace Gateway.Inventory.Sources;

/// <summary>What a value is.</summary>
internal enum SourceKind
{
    Object,
    Array,

    /// <summary>Text for certain: between quotes.</summary>
    Text,

    /// <summary>Text that may be meant as a number or as true or false: a cell of CSV, a word of YAML without quotes.</summary>
    Word,
    Number,
    True,
    False,
    Null,
}

/// <summary>A value as it stands in a file, with the line where it begins.</summary>
internal sealed record SourceNode(SourceKind Kind, int Line)
{
    private const int LongestShown = 60;

    /// <summary>The text of a text, a word or a number.</summary>
    public string Text { get; init; } = "";

    /// <summary>What an array holds.</summary>
    public IReadOnlyList<SourceNode> Items { get; init; } = [];

    /// <summary>What an object holds, in the file's order; a name may stand twice.</summary>
    public IReadOnlyList<SourceMember> Members { get; init; } = [];

    public bool IsText => Kind is SourceKind.Text or SourceKind.Word;

    /// <summary>The value for a message: short, and without what a terminal would obey.</summary>
    public string Shown => Kind switch
    {
        SourceKind.Object => "{ … }",
        SourceKind.Array => "[ … ]",
        SourceKind.Text => $"\"{Printable(Text)}\"",
        SourceKind.Word or SourceKind.Number => Printable(Text),
        SourceKind.True => "true",
        SourceKind.False => "false",
        _ => "null",
    };

    /// <summary>Text of a file for a message.</summary>
    public static string Printable(string text) => TextRule.Plain(text.Length <= LongestShown ? text : $"{text.AsSpan(0, LongestShown)}…");
}

/// <summary>A name with its value, and the line where the name stands.</summary>
internal readonly record struct SourceMember(string Name, int Line, SourceNode Value);

/// <summary>A file, or what kept it from being read on.</summary>
internal readonly record struct SourceResult(SourceNode? Root, InventoryFault? Fault);
