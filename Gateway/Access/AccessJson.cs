using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Access;

[JsonSerializable(typeof(SignIn))]
[JsonSerializable(typeof(ApiToken))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
internal sealed partial class AccessJson : JsonSerializerContext
{
    /// <summary>What a record says; null for one that cannot be read, of a newer node perhaps: it counts for nobody then.</summary>
    public static T? Read<T>(string json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
