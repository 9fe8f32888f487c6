using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Methods;
using Gateway.Tests.Architecture;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>The page and the hub speak of the same things by the same names: protocol.ts beside the C# types.</summary>
public sealed partial class ProtocolMirrorTests
{
    private static readonly string Source = Comment().Replace(string.Concat(new[] { "protocol.ts", "tunnels/messages.ts" }.Select(file => File.ReadAllText(SourceTree.PathOf($"wwwroot/src/{file}")))), "");

    [Fact]
    public void The_hubs_methods() => Assert.Equal(
        typeof(TerminalHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition().DeclaringType == typeof(TerminalHub))
            .Select(method => Signature(method, parameter => parameter.ParameterType != typeof(CancellationToken))).Order(),
        Members("HubMethods").Order());

    [Fact]
    public void The_events() => Assert.Equal(
        typeof(ITerminalClient).GetMethods().Select(method => Signature(method, _ => true)).Order(),
        Members("HubEvents").Order());

    [Theory]
    [InlineData(typeof(OpenRequest))]
    [InlineData(typeof(JoinRequest))]
    [InlineData(typeof(Reply))]
    [InlineData(typeof(Attached))]
    [InlineData(typeof(Refusal))]
    [InlineData(typeof(Ended))]
    [InlineData(typeof(TerminalSummary))]
    [InlineData(typeof(PageData))]
    [InlineData(typeof(Presence))]
    [InlineData(typeof(Ending))]
    [InlineData(typeof(Company))]
    [InlineData(typeof(Member))]
    [InlineData(typeof(InvitationRequest))]
    [InlineData(typeof(InvitationReply))]
    [InlineData(typeof(Invitation))]
    [InlineData(typeof(Watcher))]
    [InlineData(typeof(WatchRequest))]
    [InlineData(typeof(Message))]
    [InlineData(typeof(Overview))]
    [InlineData(typeof(AdminTerminal))]
    [InlineData(typeof(AdminNode))]
    [InlineData(typeof(Gateway.Web.Desktop.DesktopRequest))]
    [InlineData(typeof(Gateway.Web.Desktop.DesktopOffer))]
    [InlineData(typeof(Gateway.Web.Desktop.DesktopFile))]
    [InlineData(typeof(Gateway.Web.Desktop.DesktopSummary))]
    [InlineData(typeof(Gateway.Web.Settings.SettingsOverview))]
    [InlineData(typeof(Gateway.Web.Settings.SettingRow))]
    [InlineData(typeof(Gateway.Web.Settings.RuleRow))]
    [InlineData(typeof(SignInWays))]
    [InlineData(typeof(Gateway.Web.Devices.DeviceStateChange))]
    [InlineData(typeof(Gateway.Web.HostKeys.HostKeyList))]
    [InlineData(typeof(Gateway.Web.HostKeys.ShownHostKey))]
    [InlineData(typeof(Gateway.Web.HostKeys.ChangedHostKey))]
    [InlineData(typeof(Gateway.Web.HostKeys.HostKeyImport))]
    [InlineData(typeof(PageLink))]
    [InlineData(typeof(ConnectOptions))]
    [InlineData(typeof(TerminalTraitsMessage))]
    [InlineData(typeof(Gateway.Web.Recordings.RecordingSummary))]
    [InlineData(typeof(Gateway.Web.Recordings.RecordingHit))]
    [InlineData(typeof(Gateway.Web.Recordings.RecordingHits))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelList))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelRow))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelMember))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelRoad))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelLine))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelDetail))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelPort))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelSetup))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelRequest))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelAnnounced))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelToken))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelEnrolment))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelCode))]
    [InlineData(typeof(Gateway.Web.Tunnels.TunnelLogLines))]
    public void A_record_has_the_same_properties_of_the_same_kinds(Type type)
    {
        var expected = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"{Camel(property.Name)}: {Kind(property.PropertyType)}");
        Assert.Equal(expected.Order(), Properties(type.Name).Order());
    }

    [Fact]
    public void The_reasons_of_an_end() => Assert.Equal(
        Enum.GetNames<EndReason>().Select(name => name.ToLowerInvariant()).Order(), Words("reason").Order());

    [Fact]
    public void Every_refusal_has_a_code_that_the_page_knows()
    {
        var used = Code().Matches(string.Concat(SourceTree.Product("Gateway/Web").Select(file => file.Text))).Select(match => match.Groups[1].Value).Distinct();
        Assert.Equal(Words("code").Order(), used.Order());
    }

    private static IEnumerable<string> Members(string name) =>
        Member().Matches(Body(name)).Select(match => $"{match.Groups[1].Value}({string.Join(", ", match.Groups[2].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split(':')[0].Trim()))})");

    private static IEnumerable<string> Properties(string name) => Property().Matches(Body(name)).Select(match =>
        $"{match.Groups[1].Value}: {Kind(match.Groups[2].Value.Replace(" | null", "", StringComparison.Ordinal).Trim())}");

    private static string Body(string name) => Regex.Match(Source, $@"export interface {name} \{{(.*?)\n\}}", RegexOptions.Singleline).Groups[1].Value;

    private static IEnumerable<string> Words(string property) =>
        Regex.Match(Source, $@"\b{property}: ((?:'\w+'(?: \| )?)+);").Groups[1].Value.Split(" | ").Select(word => word.Trim('\''));

    private static string Signature(MethodInfo method, Func<ParameterInfo, bool> sent) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Where(sent).Select(parameter => parameter.Name))})";

    private static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type == typeof(DateTimeOffset)) return "string";
        if (type == typeof(int) || type == typeof(long) || type == typeof(double)) return "number";
        if (type == typeof(bool)) return "boolean";
        return typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? "list" : "object";
    }

    private static string Kind(string type) => type switch
    {
        "string" or "number" or "boolean" => type,
        _ when type.StartsWith('\'') => "string",
        _ when type.EndsWith("[]", StringComparison.Ordinal) => "list",
        _ => "object",
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"/\*\*.*?\*/|^//.*?$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*(\w+)\(([^)]*)\):", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^\s*(\w+): ([^\n]+);\s*$", RegexOptions.Multiline)]
    private static partial Regex Property();

    [GeneratedRegex(@"(?:Refusal|new)\(""(\w+)"", ")]
    private static partial Regex Code();
}
