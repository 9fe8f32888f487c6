using System.Net;
using System.Text.Json;
using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>Brings the device's public key to the gateway, by a code that counts once.</summary>
internal static class AgentEnrolment
{
    private const int LongestAnswer = 16 * 1024;

    /// <summary>The line that an operator pastes at the gateway where there is no code.</summary>
    public static string Line(AgentSettings settings, string key) => $"gateway device enrol {settings.Name}{(settings.IsClone ? " --clone" : "")} --key '{key}'";

    /// <summary>Enrols a key.</summary>
    /// <returns>Null if it is done; otherwise why the gateway refused it.</returns>
    /// <exception cref="AgentException">The gateway cannot be reached, or does not answer so.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static async Task<string?> SendAsync(AgentSettings settings, string key, string code, CancellationToken cancellation)
    {
        using var dialer = new AgentDialer(settings);
        var question = new EnrolRequest(settings.Name, settings.Member, code, key, LocalHostKeys.Read(settings));
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, AgentJson.Default.EnrolRequest)) { Headers = { ContentType = new("application/json") } };
        using var response = await dialer.PostAsync(AgentWire.EnrolPath, content, cancellation);
        if (await AnswerAsync(response, cancellation) is { } answer) return answer.Reason ?? (response.IsSuccessStatusCode ? null : $"the gateway answered {(int)response.StatusCode}");
        throw new AgentException(response.StatusCode == HttpStatusCode.OK ? "What answers is no gateway for devices." : $"{settings.Gateway()} did not take it: {DialWords.Of(response.StatusCode)}");
    }

    private static async Task<EnrolAnswer?> AnswerAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json") return null;
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellation);
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), AgentJson.Default.EnrolAnswer);
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException)
        {
            return null;
        }
    }
}
