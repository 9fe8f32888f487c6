using System.Text;
using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>Configurations as somebody would write them.</summary>
internal static class Written
{
    public const string File = "/srv/gateway/gateway.json";

    public static ConfigurationResult Parse(string json, params (string Name, string Value)[] variables) =>
        ConfigurationLoader.Parse(File, Encoding.UTF8.GetBytes(json), variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    /// <summary>Settings beside the required domain.</summary>
    public static ConfigurationResult With(string settings, params (string Name, string Value)[] variables) =>
        Parse($$"""{ "domain": "host.example", {{settings}} }""", variables);

    public static GatewayConfiguration Good(string settings = "", params (string Name, string Value)[] variables)
    {
        var result = With(settings, variables);
        Assert.Empty(FaultReport.Lines(result).Skip(1));
        return result.Configuration!;
    }

    /// <summary>The only fault there is.</summary>
    public static ConfigurationFault Fault(string settings, params (string Name, string Value)[] variables) =>
        Assert.Single(With(settings, variables).Faults);

    /// <summary>Everything a configuration says, for comparing two.</summary>
    public static string Content(GatewayConfiguration configuration) => System.Text.Json.JsonSerializer.Serialize(
        configuration with { TrustedProxies = [] }) + string.Join(',', configuration.TrustedProxies);
}
