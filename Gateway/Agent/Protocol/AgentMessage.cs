using System.Text.Json.Serialization;

namespace Gateway.Agent.Protocol;

/// <summary>What the gateway and an agent say on the control connection, one JSON object in a text message of at most <see cref="AgentWire.LargestMessage"/> bytes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Challenge), "challenge")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(State), "state")]
[JsonDerivedType(typeof(AskLog), "askLog")]
[JsonDerivedType(typeof(LogLines), "log")]
public abstract record AgentMessage;

/// <summary>Gateway, first: what the agent has to sign.</summary>
/// <param name="Nonce">32 random bytes, base64.</param>
/// <param name="Version">The gateway's version.</param>
public sealed record Challenge(string Nonce, string Version) : AgentMessage;

/// <summary>Agent: who it is. A key with its signature, or a token.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Member"><c>master</c> or <c>clone</c>.</param>
/// <param name="Origin">Scheme, host and port that the agent dialed, "https://gateway.example": a challenge that was handed on from elsewhere is signed for elsewhere.</param>
/// <param name="Services">What it publishes: <c>ssh</c>, <c>http</c>, <c>app</c>.</param>
/// <param name="Version">The agent's version.</param>
public sealed record Hello(string Device, string Member, string Origin, string[] Services, string Version) : AgentMessage
{
    /// <summary>Its public key, "ecdsa-sha2-nistp256 AAAA…".</summary>
    public string? Key { get; init; }

    /// <summary>The signature over <see cref="AgentWire.ToSign"/>, ECDSA P-256 with SHA-256, 64 bytes (IEEE P1363), base64.</summary>
    public string? Signature { get; init; }

    /// <summary>A token in place of a key.</summary>
    public string? Token { get; init; }

    /// <summary>Public host keys of its ssh server, in OpenSSH's form; pinned by the gateway where none is on record.</summary>
    public string[] HostKeys { get; init; } = [];
}

/// <summary>Gateway: it is let in.</summary>
/// <param name="Node">Id of the node, which addresses of streams name.</param>
/// <param name="Ports">Port of the domain for each service that is published.</param>
/// <param name="KeepAlive">Seconds between pings; an agent that hears nothing for three times as long dials again.</param>
/// <param name="Stopped">Whether an administrator has stopped it.</param>
public sealed record Welcome(string Node, Dictionary<string, int> Ports, int KeepAlive, bool Stopped) : AgentMessage;

/// <summary>Gateway: it is not let in, or no longer. The connection ends.</summary>
/// <param name="Code"><c>unknown</c> (no such device, key or token), <c>ports</c>, <c>replaced</c>, <c>limit</c>, <c>stopping</c>, <c>version</c>, <c>unavailable</c>.</param>
/// <param name="Reason">For people.</param>
/// <param name="Retry">Seconds to wait at least before the next try.</param>
public sealed record Refused(string Code, string Reason, int Retry) : AgentMessage;

/// <summary>Gateway: open a stream to a service, by a WebSocket of its own to <see cref="AgentWire.StreamPath"/>.</summary>
public sealed record Open(string Stream, string Service) : AgentMessage;

/// <summary>Agent: that stream cannot be opened.</summary>
public sealed record Failed(string Stream, string Reason) : AgentMessage;

/// <summary>Either: are you there?</summary>
public sealed record Ping(long Id) : AgentMessage;

/// <summary>Either: yes.</summary>
public sealed record Pong(long Id) : AgentMessage;

/// <summary>Gateway: an administrator has stopped or started it. Connected it stays; its ports are closed meanwhile.</summary>
public sealed record State(bool Stopped) : AgentMessage;

/// <summary>Gateway: send the end of the log.</summary>
public sealed record AskLog(long Id, int Lines) : AgentMessage;

/// <summary>Agent: the end of its log, oldest line first.</summary>
public sealed record LogLines(long Id, string[] Lines) : AgentMessage;

/// <summary>How messages are read and written, without reflection, so that the agent can be trimmed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentMessage))]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(EnrolAnswer))]
public sealed partial class AgentJson : JsonSerializerContext;

/// <summary>Asks to enrol a key by a one-time code; POST <see cref="AgentWire.EnrolPath"/>.</summary>
public sealed record EnrolRequest(string Device, string Member, string Code, string Key, string[] HostKeys);

/// <summary>The answer: null for a reason if it was enrolled.</summary>
public sealed record EnrolAnswer(string? Reason);
