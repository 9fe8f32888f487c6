using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Web;

internal static class HubAnswers
{
    /// <summary>Calls a method and returns the whole answer as JSON; empty for none.</summary>
    public static async Task<string> Answer(this HubClient hub, string method, params object?[] arguments)
    {
        var answer = await hub.InvokeAsync(method, arguments);
        return answer.ValueKind == JsonValueKind.Undefined ? "" : answer.GetRawText();
    }
}
