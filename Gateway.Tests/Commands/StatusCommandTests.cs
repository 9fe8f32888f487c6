using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Commands;

public sealed class StatusCommandTests
{
    [Fact]
    public async Task A_gateway_that_is_well_is_a_table_and_the_exit_code_0()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        var (exitCode, output) = await Operator.StatusAsync(gateway.Folder);
        Assert.Equal(0, exitCode);
        string[] lines = output.Split('\n');
        Assert.Matches(@"\ANODE +STATE +TERMINALS +VIEWERS +LOAD +MEMORY +VERSION +UP SINCE\z", lines[0]);
        Assert.Matches(@"\A\S+ \*  up     0 of 500   0        \d+\.\d\d  \d+ MiB +\d+\.\d+\.\d+    \d{4}-\d\d-\d\d \d\d:\d\dZ\z", lines[1]);
        Assert.Contains("Redis: not used, this is one node", lines);
        Assert.DoesNotContain('\e', output);
    }

    [Fact]
    public async Task Json_is_what_the_gateway_answers()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        var (exitCode, output) = await Operator.StatusAsync(gateway.Folder, "--json");
        Assert.Equal(0, exitCode);
        Assert.Equal("up", JsonElement.Parse(output).GetProperty("nodes")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_lost_node_and_a_redis_that_is_down_are_told_in_words_with_the_exit_code_1()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        await using (var second = await GatewayProcess.StartAsync([22], change: file => TestCluster.Join(file, "gw-dead", cluster.Redis)))
        {
            await Wait.UntilAsync(() => cluster.Nodes[0].Cluster.Others.Count == 1, "the second node");
            await Wait.UntilAsync(async () => (await Operator.StatusAsync(cluster.Nodes[0].Folder)).ExitCode == 0, () => "both to be well");
        }
        await Wait.UntilAsync(() => cluster.Nodes[0].Cluster.Others.Any(node => node.State == Gateway.Cluster.NodeState.Lost), "the second node to be lost");
        var (exitCode, output) = await Operator.StatusAsync(cluster.Nodes[0].Folder);
        Assert.Equal(1, exitCode);
        Assert.Contains("Problem: Node gw-dead is lost", output, StringComparison.Ordinal);
        Assert.Contains($"Redis: up, {cluster.Redis.Address}", output, StringComparison.Ordinal);

        await cluster.Redis.KillAsync();
        await Wait.UntilAsync(
            async () =>
            {
                (exitCode, output) = await Operator.StatusAsync(cluster.Nodes[0].Folder);
                return output.Contains($"Redis: down, {cluster.Redis.Address}", StringComparison.Ordinal);
            },
            () => $"words about Redis in\n{output}");
        Assert.Equal(1, exitCode);
        Assert.Contains($"Problem: Redis at {cluster.Redis.Address} does not answer since ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_drains_says_so_everywhere_and_until_when()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync([server.Port], server.Identity, change: file => file["limits"]!["drainTimeout"] = "00:10:00");
        await using var page = await gateway.OpenAsync("ssh", SshServer.User, server.Port);
        await Tool.RunAsync("/bin/kill", ["-TERM", gateway.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await Wait.UntilAsync(async () => (await Operator.ScrapeAsync(gateway.DataFolder))["gateway_node_draining"] == 1, () => "the metric to say that the node drains");
        var (exitCode, output) = await Operator.StatusAsync(Path.GetDirectoryName(gateway.DataFolder)!);
        Assert.Equal(0, exitCode);
        Assert.Contains(" *  draining  1 of 500 ", output, StringComparison.Ordinal);
        Assert.Contains("Draining: takes no new terminals", output, StringComparison.Ordinal);
        using var client = Operator.Client(gateway.DataFolder);
        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal((System.Net.HttpStatusCode.ServiceUnavailable, "draining\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_gateway_that_does_not_run_is_the_exit_code_2_and_says_which_socket()
    {
        using var scratch = new Scratch();
        scratch.Write("gateway.json", """{ "domain": "127.0.0.1", "data": "state" }""");
        var (exitCode, output) = await Operator.StatusAsync(scratch.Folder);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"{scratch.PathOf("state/operations.sock")}: there is no such socket; the gateway is not running", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configuration_it_says_where_it_looked()
    {
        using var scratch = new Scratch();
        var (exitCode, output) = await Operator.StatusAsync(scratch.Folder);
        Assert.Equal(2, exitCode);
        Assert.Contains("gateway.json: there is no such file", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_only_the_gateway_may_read_are_not_asked_for()
    {
        using var scratch = new Scratch();
        scratch.Write("gateway.json", """{ "domain": "127.0.0.1", "data": "state", "ssh": { "identity": "/nowhere/key" }, "clients": { "ssh": "/nowhere/ssh" } }""");
        Assert.Contains("operations.sock: there is no such socket", (await Operator.StatusAsync(scratch.Folder)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_states_have_colours_and_lines_fit()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        string wide = await OnTerminalAsync(gateway.Folder, 200), narrow = await OnTerminalAsync(gateway.Folder, 40);
        Assert.Contains("\e[32mup", wide, StringComparison.Ordinal);
        Assert.Contains("VERSION", wide, StringComparison.Ordinal);
        Assert.Contains("TERMINALS", narrow, StringComparison.Ordinal);
        Assert.DoesNotContain("VERSION", narrow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_asks_again()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        await using var watching = Tool.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "status", "--watch", "--config", Path.Combine(gateway.Folder, "gateway.json")]);
        await Wait.UntilAsync(() => watching.Output.Split("NODE").Length > 2, () => $"a second table after\n{watching.Output}");
    }

    private static async Task<string> OnTerminalAsync(string folder, int columns)
    {
        var environment = ImmutableDictionary<string, string>.Empty.Add("PATH", Environment.GetEnvironmentVariable("PATH")!).Add("HOME", folder).Add("TERM", "xterm");
        string program = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(place => Path.Combine(place, "dotnet")).First(File.Exists);
        using var pty = Pty.Spawn(new CommandLine(program, [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "status", "--config", Path.Combine(folder, "gateway.json")], environment, folder), new TerminalSize(columns, 24));
        var log = new OutputLog(1024 * 1024);
        var pump = new OutputPump(pty, log, new FlowGate(1024 * 1024, 1024, () => 0), () => 0, new EchoClock(TimeProvider.System, _ => { }));
        await pump.RunAsync().WaitAsync(HubClient.Patience);
        return Encoding.UTF8.GetString(log.Tail(64 * 1024));
    }
}
