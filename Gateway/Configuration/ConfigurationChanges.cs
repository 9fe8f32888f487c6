using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Configuration;

/// <summary>Compares two configurations.</summary>
public static class ConfigurationChanges
{
    private static readonly JsonSerializerOptions Content = new() { Converters = { new Words<IPNetwork>(network => network.ToString()), new Words<IPEndPoint>(end => end.ToString()), new Words<TimeZoneInfo>(zone => zone.Id) } };

    private static readonly PropertyInfo[] Settings =
        [.. typeof(GatewayConfiguration).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.Name != nameof(GatewayConfiguration.SourceFile))];

    /// <summary>The settings and groups at the top of the file that mean something else, such as <c>policy</c> and <c>limits</c>.</summary>
    public static IReadOnlyList<string> Between(GatewayConfiguration before, GatewayConfiguration after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return [.. Settings.Where(setting => Written(setting, before) != Written(setting, after)).Select(setting => JsonNamingPolicy.CamelCase.ConvertName(setting.Name))];
    }

    // Records compare their lists by identity.
    private static string Written(PropertyInfo setting, GatewayConfiguration configuration) => JsonSerializer.Serialize(setting.GetValue(configuration), setting.PropertyType, Content);

    private sealed class Words<T>(Func<T, string> spell) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(spell(value));
    }
}
