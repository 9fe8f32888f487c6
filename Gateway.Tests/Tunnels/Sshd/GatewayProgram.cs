using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Tunnels.Sshd;

/// <summary>The gateway's program at the command line.</summary>
internal static class GatewayProgram
{
    /// <summary>How it is started.</summary>
    public static string[] Words { get; } = [Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "/usr/bin/dotnet", Path.Combine(AppContext.BaseDirectory, "gateway.dll")];

    public static JsonObject Configuration(string data, int listen, int port) => new()
    {
        ["domain"] = "127.0.0.1",
        ["ports"] = new JsonArray(port),
        ["listen"] = new JsonArray("http://127.0.0.1:8080"),
        ["data"] = data,
        ["tunnels"] = new JsonObject { ["enabled"] = true, ["ssh"] = new JsonObject { ["listen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{listen}") } },
    };

    public static Task<(int ExitCode, string Output)> RunAsync(string config, params string[] words) => Tool.RunAsync(Words[0], [.. Words[1..], .. words, "--config", config]);
}
