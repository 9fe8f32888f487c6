using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>A setting as it counts, and where that was said.</summary>
/// <param name="Key">Its name, such as <c>limits.idleTimeout</c>.</param>
/// <param name="Value">Its value as it would be written, without quotes; empty for none. Never a secret.</param>
/// <param name="Source"><c>default</c>, <c>file</c> or <c>environment</c>.</param>
/// <param name="Where">The line or the variable; empty for a default.</param>
public sealed partial record SettingInForce(string Key, string Value, string Source, string Where)
{
    /// <summary>Every setting of a configuration, in the order of its groups.</summary>
    public static IReadOnlyList<SettingInForce> All(GatewayConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return [.. Of("", configuration, configuration.Origins)];
    }

    private static IEnumerable<SettingInForce> Of(string path, object group, IReadOnlyDictionary<string, string> origins)
    {
        foreach (var property in group.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanWrite || property.Name == nameof(GatewayConfiguration.SourceFile)) continue;
            string key = Section.Join(path, JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            object? value = property.GetValue(group);
            if (value is not null && property.PropertyType.Name.EndsWith("Settings", StringComparison.Ordinal))
            {
                foreach (var inner in Of(key, value, origins)) yield return inner;
                continue;
            }
            string? origin = origins.GetValueOrDefault(key);
            string source = origin is null ? "default" : origin.StartsWith(EnvironmentOverlay.Prefix, StringComparison.OrdinalIgnoreCase) ? "environment" : "file";
            yield return new SettingInForce(key, Words(value), source, origin ?? "");
        }
    }

    private static string Words(object? value) => value switch
    {
        null => "",
        string text => Plain(text),
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        HostKeyPolicy policy => policy.Spelled(),
        LoggingLevel level => level.ToString(),
        Enum choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()),
        IEnumerable<RuleSettings> rules => Count(rules.Count(), "rule"),
        IEnumerable<PortRange> ranges => PortRange.Describe(ranges),
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(Item)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Plain(value.ToString() ?? ""),
    };

    // A group within a list has no short words of its own.
    private static string Item(object item) => item.GetType().Name.EndsWith("Settings", StringComparison.Ordinal)
        ? string.Join(' ', item.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => Words(property.GetValue(item))).Where(words => words.Length > 0))
        : Words(item);

    // Secrets stand in files of their own, but somebody may have pasted one where a name belongs.
    private static string Plain(string text) => text.Contains("-----BEGIN", StringComparison.Ordinal) ? "(set)"
        : new string([.. UserInfo().Replace(text, "://***@").Select(SourceValue.Printable)]);

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    [GeneratedRegex("://[^/]*@")]
    private static partial Regex UserInfo();
}
