using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Access.Identity;

/// <summary>A person of the gateway's own file, as it stands there.</summary>
public sealed record LocalPerson
{
    /// <summary>The name that is typed, in small letters.</summary>
    public required string Name { get; init; }

    /// <summary>The name for other people to read; empty for the name.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The groups that the policy knows the person by.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Hash of the password (<see cref="PasswordHashing"/>).</summary>
    public required string Password { get; init; }

    /// <summary>Secret of the one-time codes in base32 (RFC 4648, 6); null if none are asked for.</summary>
    public string? Totp { get; init; }

    /// <summary>Whether the person is kept out.</summary>
    public bool Disabled { get; init; }

    /// <summary>When the password, the one-time codes or <see cref="Disabled"/> last changed. Who signed in before has to do so again.</summary>
    public required DateTimeOffset Changed { get; init; }

    /// <summary>The person as the rest of the gateway knows one.</summary>
    [JsonIgnore]
    public Person Person => new(SignInWay.Local, Name, DisplayName.Length > 0 ? DisplayName : Name, Groups);

    /// <summary>Without the password and the secret, which no log may have.</summary>
    public override string ToString() => Name;
}

/// <summary>The file of local people.</summary>
/// <param name="People">All of them, each name once.</param>
public sealed record PeopleDocument(IReadOnlyList<LocalPerson> People);

[JsonSerializable(typeof(PeopleDocument))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class PeopleJson : JsonSerializerContext;
