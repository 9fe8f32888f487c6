using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>The arrows between the rooms, and what only one room may touch.</summary>
public sealed class RoomTests
{
    private static readonly IReadOnlySet<Reference> All = References.Of(typeof(TerminalHub).Assembly.Location);

    /// <summary>Who may use whom. The composition root, namespace <c>Gateway</c> itself, may use every room.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Configuration"] = [],
        ["Methods"] = [],
        ["Inventory"] = [],
        ["Screens"] = [],
        ["Terminals"] = ["Methods", "Screens"],
        ["Recording"] = ["Terminals", "Screens", "Methods"],
        // Keys and announcements are shared records; sshd is started as the clients of terminals are; the protocol is the agent's.
        ["Tunnels"] = ["Inventory", "Access", "Terminals", "Agent"],
        // The device's side, which is published as a program of its own.
        ["Agent"] = [],
        ["Access"] = ["Methods", "Inventory"],
        ["Credentials"] = ["Access", "Methods", "Inventory"],
        ["HostKeys"] = ["Methods", "Access"],
        ["Cluster"] = ["Terminals", "Methods", "Access"],
        // What it tells of other rooms the root hands in.
        ["Telemetry"] = [],
        ["Web"] = ["Cluster", "Telemetry", "Terminals", "Recording", "Inventory", "Tunnels", "Access", "Methods", "Credentials", "HostKeys", "Agent"],
        // The command line is part of the root: it reads the configuration and starts the whole.
        ["Commands"] = ["Configuration", "Demo", "Telemetry", "Access", "Recording", "Inventory", "Credentials", "HostKeys", "Methods", "Tunnels", "Agent", ""],
        ["Demo"] = ["Configuration", "Commands", "Agent", ""],
    };

    [Fact]
    public void Every_arrow_between_rooms_is_one_of_the_plan()
    {
        var wrong = All
            .Where(used => IsOurs(used.FromNamespace) && IsOurs(used.ToNamespace))
            .Select(used => (used, From: Room(used.FromNamespace), To: Room(used.ToNamespace)))
            .Where(arrow => arrow.From != "" && arrow.From != arrow.To && !(Arrows.TryGetValue(arrow.From, out var allowed) && allowed.Contains(arrow.To)))
            .Select(arrow => $"{arrow.used.From} -> {arrow.used.To}");
        Assert.Equal([], wrong.Order());
    }

    [Fact]
    public void The_walk_sees_what_is_there()
    {
        Assert.Contains(new Reference("Gateway.Web.Opening", "Gateway.Terminals.TerminalTable"), All);
        Assert.Contains(new Reference("Gateway.Web.Opening", "Gateway.Methods.MethodCatalog"), All);
        Assert.Contains(new Reference("Gateway.GatewayServer", "Gateway.Web.WebRoom"), All);
        Assert.Contains(new Reference("Gateway.Terminals.Pty", "Gateway.Terminals.Libc"), All);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.", "Web", "Access", "Cluster", "")]
    [InlineData("Microsoft.AspNetCore.SignalR", "Web")]
    // The framework's sign-in handlers work on the request itself.
    [InlineData("Microsoft.AspNetCore.Http", "Web", "Cluster", "Access")]
    [InlineData("Microsoft.IdentityModel", "Access")]
    // The command asks the gateway's socket; Vault is asked over HTTP.
    [InlineData("System.Net.Http", "Web", "Cluster", "Access", "Commands", "Credentials", "Agent")]
    [InlineData("System.Net.WebSockets", "Web", "Tunnels", "Agent")]
    [InlineData("Microsoft.Data.Sqlite", "Access", "Recording")]
    [InlineData("Amazon.", "Recording")]
    [InlineData("Yarp.", "Cluster")]
    [InlineData("OpenTelemetry", "Telemetry")]
    [InlineData("YamlDotNet", "Inventory")]
    [InlineData("Serilog", "Configuration")]
    [InlineData("System.CommandLine", "Commands", "Demo", "Configuration", "Agent", "")]
    public void A_technique_stays_in_its_room(string space, params string[] rooms)
    {
        var wrong = All
            .Where(used => IsOurs(used.FromNamespace) && used.ToNamespace.StartsWith(space, StringComparison.Ordinal) && !rooms.Contains(Room(used.FromNamespace)))
            // The builder of the application is the root's own tool.
            .Where(used => !(Room(used.FromNamespace) == "Commands" && used.ToNamespace == "Microsoft.AspNetCore.Builder"))
            .Select(used => $"{used.From} -> {used.To}");
        Assert.Equal([], wrong.Order());
    }

    [Fact]
    public void Only_files_named_Redis_touch_Redis() =>
        Assert.Equal([], SourceTree.Product().Where(file => file.Text.Contains("StackExchange", StringComparison.Ordinal) && !file.Name.StartsWith("Redis", StringComparison.Ordinal)).Select(file => file.Path));

    [Fact]
    public void Processes_are_started_by_the_terminals_the_demo_the_credentials_and_the_look_at_host_keys_only()
    {
        // The credentials start ssh-agent, ssh-add and ssh-keygen: nobody else's code is to touch a private key.
        var wrong = All.Where(used => used.To is "System.Diagnostics.Process" or "System.Diagnostics.ProcessStartInfo" && Room(used.FromNamespace) is not ("Demo" or "Credentials") && used.From != "Gateway.HostKeys.HostKeyLook").Select(used => used.From);
        Assert.Equal([], wrong.Order());
    }

    private static bool IsOurs(string space) => space == "Gateway" || space.StartsWith("Gateway.", StringComparison.Ordinal);

    private static string Room(string space) => space.Split('.') is [_, var room, ..] ? room : "";
}
