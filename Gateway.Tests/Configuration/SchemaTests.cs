using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>Schema, sample, records and reader say the same.</summary>
public sealed class SchemaTests
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static string Sample => File.ReadAllText(Repository.File("gateway.json.sample"));

    [Fact]
    public void The_sample_loads_without_a_fault()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("gateway.json", Sample);

        Assert.Empty(ConfigurationLoader.Load(file, new Dictionary<string, string>(), prepare: false).Faults);
    }

    [Fact]
    public void The_sample_shows_every_setting_with_its_default()
    {
        var shown = Leaves("", JsonNode.Parse(Sample, documentOptions: Commented)!.AsObject()).ToDictionary();

        Assert.Equal(Schema.Settings.Select(setting => setting.Key).Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(Schema.Settings.Where(setting => setting.Key is not ("domain" or "ports")), setting => Assert.Equal(setting.Default, shown[setting.Key]));
    }

    [Fact]
    public void The_sample_explains_every_setting_in_place()
    {
        // A comment stands on the line before, or before the first of neighbours that share it.
        var lines = Sample.Split('\n').Select(line => line.Trim()).ToList();
        var unexplained = lines.Where((line, index) => line.StartsWith('"') && !IsExplained(lines, index));

        Assert.Empty(unexplained);
    }

    [Fact]
    public void The_sample_names_the_range_of_every_number() => Assert.All(
        Schema.Settings.Where(setting => setting.Rules.ContainsKey("maximum")),
        setting => Assert.Contains($"{setting.Rules["maximum"]}.", Comment(setting.Key), StringComparison.Ordinal));

    [Fact]
    public void The_schemas_defaults_are_the_programs()
    {
        var defaults = Schema.Settings.Where(setting => setting.HasDefault).Aggregate(new JsonObject { ["domain"] = "host.example" }, Set);

        Assert.Equal(Written.Content(Written.Good()), Written.Content(Written.Parse(defaults.ToJsonString()).Configuration!));
    }

    [Fact]
    public void The_program_knows_every_setting_of_the_schema() => Assert.All(Schema.Settings, setting =>
        Assert.DoesNotContain(Written.Parse(setting.As("{}")).Faults, fault => fault.Problem == "is not a setting"));

    [Fact]
    public void The_schema_knows_every_setting_of_the_program() => Assert.Equal(
        Properties("", typeof(GatewayConfiguration)).Order(StringComparer.Ordinal),
        Schema.Settings.Select(setting => setting.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void The_schemas_numbers_have_the_programs_limits() => Assert.All(Schema.Settings.Where(setting => setting.Rules.ContainsKey("minimum")), setting =>
    {
        var (lowest, highest) = ((long)setting.Rules["minimum"]!, (long)setting.Rules["maximum"]!);
        Assert.False(IsOutOfRange(setting, lowest));
        Assert.False(IsOutOfRange(setting, highest));
        Assert.True(IsOutOfRange(setting, lowest - 1));
        Assert.True(IsOutOfRange(setting, highest + 1));
    });

    [Fact]
    public void The_schemas_choices_are_the_programs() => Assert.All(Schema.Settings.Where(setting => setting.Rules.ContainsKey("enum")), setting =>
    {
        var listed = string.Join(", ", setting.Rules["enum"]!.AsArray().Select(choice => choice!.ToJsonString()));
        var fault = Assert.Single(Written.Parse(setting.As("\"?\"")).Faults, fault => fault.Key == setting.Key);
        Assert.StartsWith($"Write one of {listed};", fault.Repair, StringComparison.Ordinal);
    });

    [Fact]
    public void The_schema_explains_everything_and_allows_nothing_else()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)Schema.Root["$schema"]);
        Assert.All(Schema.Settings, setting => Assert.NotEmpty(setting.Meaning));
        var groups = Schema.Root["properties"]!.AsObject().Select(member => member.Value!).Where(group => group["properties"] is not null).Append(Schema.Root);
        Assert.All(groups, group => Assert.False((bool?)group["additionalProperties"]));
    }

    [Fact]
    public void The_settings_table_has_a_row_for_every_setting()
    {
        var rows = Schema.MarkdownTable().Split('\n');

        Assert.Equal(Schema.Settings.Count + 2, rows.Length);
        Assert.Contains("| `limits.terminalsPerVisitor` | `20` | Terminals of one visitor at once. |", rows);
    }

    private static bool IsOutOfRange(Setting setting, long value) =>
        Written.Parse(setting.As($"{value}")).Faults.Any(fault => fault.Key == setting.Key && fault.Problem == "is out of range");

    private static JsonObject Set(JsonObject root, Setting setting)
    {
        var path = setting.Key.Split('.');
        var group = root;
        foreach (var name in path[..^1])
            group = (group[name] ??= new JsonObject()).AsObject();
        group[path[^1]] = setting.Rules["default"]?.DeepClone();
        return root;
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string path, JsonObject node) =>
        from member in node
        where member.Key != "$schema"
        let key = path.Length == 0 ? member.Key : $"{path}.{member.Key}"
        from leaf in member.Value is JsonObject inner ? Leaves(key, inner) : [new(key, member.Value?.ToJsonString(Schema.Plain) ?? "null")]
        select leaf;

    private static IEnumerable<string> Properties(string path, Type type) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite && property.Name != nameof(GatewayConfiguration.SourceFile)
        let name = JsonNamingPolicy.CamelCase.ConvertName(property.Name)
        let key = path.Length == 0 ? name : $"{path}.{name}"
        let isGroup = property.PropertyType.Name.EndsWith("Settings", StringComparison.Ordinal)
        from leaf in isGroup ? Properties(key, property.PropertyType) : [key]
        select leaf;

    private static bool IsExplained(List<string> lines, int index)
    {
        while (index > 0 && lines[index - 1].StartsWith('"') && !lines[index - 1].EndsWith('{'))
            index--;
        return index > 0 && (lines[index - 1].StartsWith("//", StringComparison.Ordinal)
            || lines[index - 1].EndsWith('{') && index > 1 && lines[index - 2].StartsWith("//", StringComparison.Ordinal));
    }

    private static string Comment(string key)
    {
        var lines = Sample.Split('\n').Select(line => line.Trim()).ToList();
        int index = 0;
        foreach (string name in key.Split('.')) index = lines.FindIndex(index, line => line.StartsWith($"\"{name}\":", StringComparison.Ordinal));
        var comment = lines.Take(index).Reverse().TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)).Reverse();
        return string.Join(' ', comment);
    }
}
