using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Configuration;

/// <summary>One setting as <c>config/gateway.schema.json</c> describes it.</summary>
internal sealed record Setting(string Key, JsonObject Rules)
{
    public string Meaning => (string)Rules["description"]!;

    public bool HasDefault => Rules.ContainsKey("default");

    /// <summary>The default as it is written in the file; empty for a required setting.</summary>
    public string Default => HasDefault ? Rules["default"]?.ToJsonString(Schema.Plain) ?? "null" : "";

    /// <summary>The file's text with this setting alone.</summary>
    public string As(string value) => Key.Split('.').Reverse().Aggregate(value, (inner, name) => $"{{ \"{name}\": {inner} }}");
}

/// <summary>The schema of <c>gateway.json</c>, and what can be made of it.</summary>
internal static class Schema
{
    public static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All settings in the schema's order, without <c>$schema</c>.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [.. Below("", Root)];

    public static JsonObject Root => JsonNode.Parse(File.ReadAllText(Repository.File("config/gateway.schema.json")))!.AsObject();

    /// <summary>The settings as a Markdown table for the README: key, default, meaning.</summary>
    public static string MarkdownTable() => string.Join('\n',
        Settings.Select(setting => $"| `{setting.Key}` | {(setting.HasDefault ? $"`{setting.Default}`" : "*required*")} | {setting.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |")
            .Prepend("| --- | --- | --- |")
            .Prepend("| Setting | Default | Meaning |"));

    private static IEnumerable<Setting> Below(string path, JsonObject node) =>
        from member in node["properties"]!.AsObject()
        where member.Key != "$schema"
        let key = path.Length == 0 ? member.Key : $"{path}.{member.Key}"
        let rules = member.Value!.AsObject()
        from setting in rules.ContainsKey("properties") ? Below(key, rules) : [new Setting(key, rules)]
        select setting;
}

/// <summary>Finds files of the repository.</summary>
internal static class Repository
{
    public static string File(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Gateway.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return Path.Combine(folder, path);
    }
}
