using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Credentials;

[JsonSerializable(typeof(Credential))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
internal sealed partial class CredentialJson : JsonSerializerContext
{
    /// <summary>What a record says; null for one of a newer version.</summary>
    public static Credential? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.Credential);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
