using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Access;

[JsonSerializable(typeof(SignIn))]
[JsonSerializable(typeof(ApiToken))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
internal sealed partial class AccessJson : JsonSerializerContext;
