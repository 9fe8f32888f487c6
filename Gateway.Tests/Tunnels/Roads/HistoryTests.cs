using System.Text;
using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Tunnels.Roads;

/// <summary>What happened to a device is known on every node, and after a restart.</summary>
public sealed class HistoryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Lines_of_two_nodes_come_together_and_outlive_both()
    {
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(_time, device);
        var (one, other) = (new TunnelHistory(_time) { Node = "gw-1" }, new TunnelHistory(_time) { Node = "gw-2" });
        using HistoryKeeper first = Keeper(one, world), second = Keeper(other, world);
        await first.StartAsync(default);
        await second.StartAsync(default);
        one.Note("sop001", TunnelEvent.Up, Member.Master, Road.Ssh, "192.0.2.7", "");
        one.Note("nobody", TunnelEvent.Refused, Member.Master, Road.Ssh, "192.0.2.66", "no such device");
        _time.Advance(TimeSpan.FromMilliseconds(10));
        other.Note("sop001", TunnelEvent.Refused, Member.Clone, Road.WebSocket, "192.0.2.8", "another's ports");
        await PassAsync(() => one.Of("sop001").Count == 2 && other.Of("sop001").Count == 2, "both lines on both nodes");
        Assert.Equal(["gw-1", "gw-2"], one.Of("sop001").Select(line => line.Node));
        Assert.Equal(one.Of("sop001"), other.Of("sop001"));
        _time.Advance(TimeSpan.FromMilliseconds(10));
        one.Note("sop001", TunnelEvent.Down, Member.Master, Road.Ssh, "192.0.2.7", "it has gone");
        await first.StopAsync(default); // writes what is left
        await second.StopAsync(default);

        var again = new TunnelHistory(_time);
        using var third = Keeper(again, world);
        await third.StartAsync(default);
        Assert.Equal([TunnelEvent.Up, TunnelEvent.Refused, TunnelEvent.Down], again.Of("sop001").Select(line => line.Event));
        Assert.Equal(("another's ports", 1, 0, TunnelEvent.Down), (again.LastRefusal("sop001")!.Reason, again.Flaps("sop001"), again.Flaps("sop001", Member.Clone), again.LastSeen("sop001")!.Event));
        Assert.Null(again.LastSeen("sop001", Member.Clone));
        Assert.Empty(again.Of("nobody")); // a name that somebody made up is not kept
        _time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(0, again.Flaps("sop001"));
        await third.StopAsync(default);
    }

    [Fact]
    public async Task A_device_that_flaps_is_written_once_in_two_seconds_and_never_grows_beyond_a_record()
    {
        var device = DialInWorld.Device("sop001");
        await using var world = await DialInWorld.StartAsync(_time, device);
        int written = 0;
        world.Shelf.Records.Changed += (kind, _) => written += kind == RecordKind.DialInHistory ? 1 : 0;
        var history = new TunnelHistory(_time) { Node = "gw-1" };
        using var keeper = Keeper(history, world);
        await keeper.StartAsync(default);
        for (int line = 0; line < 500; line++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            history.Note("sop001", TunnelEvent.Refused, Member.Master, Road.WebSocket, "2001:db8::7", new string('ä', 300));
        }
        Assert.Equal((TunnelHistory.Most, TunnelHistory.LongestReason), (history.Of("sop001").Count, history.Of("sop001")[0].Reason.Length));
        await PassAsync(() => written == 1, "the lines to be written");
        var record = (await world.Shelf.Records.ReadAsync(RecordKind.DialInHistory, "sop001"))!;
        Assert.InRange(Encoding.UTF8.GetByteCount(record.Json), RecordLimits.Size / 2, RecordLimits.Size);
        await keeper.StopAsync(default);
        Assert.Equal(1, written);
    }

    private HistoryKeeper Keeper(TunnelHistory history, DialInWorld world) => new(history, world.Book, world.Shelf.Records, _time, NullLogger<HistoryKeeper>.Instance);

    // Lets rounds of two seconds pass until it is so; what a round does is done in the background.
    private Task PassAsync(Func<bool> condition, string what) => Wait.UntilAsync(() =>
    {
        if (condition()) return true;
        _time.Advance(TimeSpan.FromSeconds(2));
        return false;
    }, what);
}
