using Gateway.Commands;
using Gateway.Telemetry;
using Xunit;

namespace Gateway.Tests.Commands;

public sealed class StatusTableTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly GatewayStatus Three = new(
        "a", "1.2.3", Start, new RedisStatus(RedisState.Up, "10.0.0.9:6379", Start),
        [Node("a", "gateway-in-the-cellar", NodeState.Up, 12), Node("b", "gw-2", NodeState.Draining, 3), Node("c", "gw-3", NodeState.Lost, 0)],
        new DrainStatus(Start.AddHours(1)));

    [Fact]
    public void Everything_is_said_where_there_is_room() => Assert.Equal(
        [
            "NODE                     STATE     TERMINALS  VIEWERS  FORWARDED  LOAD  MEMORY  VERSION  UP SINCE",
            "gateway-in-the-cellar *  up        12 of 500  5        1          0.25  90 MiB  1.2.3    2030-01-02 03:04Z",
            "gw-2                     draining  3 of 500   5        1          0.25  90 MiB  1.2.3    2030-01-02 03:04Z",
            "gw-3                     lost      0 of 500   5        1          0.25  90 MiB  1.2.3    2030-01-02 03:04Z",
            "",
            "Redis: up, 10.0.0.9:6379",
            "Draining: takes no new terminals; those that run are ended at 2030-01-02 04:04Z at the latest",
            "Problem: Node gw-3 is lost: it is dead, or cut off from Redis.",
        ],
        StatusTable.Lines(Three, int.MaxValue, colours: false));

    [Fact]
    public void Narrow_lines_leave_out_what_matters_least_and_then_cut_names()
    {
        for (int width = 120; width >= 32; width--)
        {
            string[] table = [.. StatusTable.Lines(Three, width, colours: false).TakeWhile(line => line.Length > 0)];
            Assert.All(table, line => Assert.InRange(line.Length, 1, width));
            Assert.All(table.Skip(1).Zip((string[])["12 of 500", "3 of 500", "0 of 500"]), line => Assert.Contains(line.Second, line.First, StringComparison.Ordinal));
        }
        Assert.Contains("gateway-in…", string.Join('\n', StatusTable.Lines(Three, 32, colours: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gateway_without_room_is_a_problem()
    {
        var full = Three with { Nodes = [Node("a", "gw-1", NodeState.Up, 500)], Drain = null };
        Assert.StartsWith("No more terminals can be opened: the node has as many", Assert.Single(full.Problems()), StringComparison.Ordinal);
        Assert.Empty((full with { Nodes = [.. full.Nodes, Node("b", "gw-2", NodeState.Up, 499)] }).Problems());
    }

    private static NodeStatus Node(string id, string name, NodeState state, int terminals) =>
        new(id, name, "http://10.0.0.1:5001", "1.2.3", Start, state, terminals, 5, 500, 0.25, 90 * 1024 * 1024, 1);
}
