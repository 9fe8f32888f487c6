using System.Net;
using Gateway.Inventory;
using Gateway.Inventory.States;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>What is looked at when, by whom, and what is made of it.</summary>
public sealed class ProbeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(1, 50)]
    [InlineData(5, 10)]
    public void No_more_is_looked_at_in_a_second_than_this_nodes_share(int nodes, int most)
    {
        var schedule = new ProbeSchedule(new ProbeOptions { Interval = Minute, PerSecond = 5 }, _time, new Random(1));
        schedule.Follow(Targets(2_000), nodes, _ => false);
        _time.Advance(Minute); // all are due, and nothing was saved up meanwhile
        int taken = 0;
        for (int tick = 0; tick < 50; tick++)
        {
            taken += schedule.Take().Count;
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }
        Assert.InRange(taken, most - 1, most + 5);
    }

    [Fact]
    public void What_is_up_is_looked_at_at_each_interval_and_what_is_down_ever_more_rarely()
    {
        var schedule = new ProbeSchedule(new ProbeOptions { Interval = Minute }, _time, new Random(1));
        schedule.Follow(Targets(1), 1, _ => true);

        Assert.All(Gaps(PortWord.Up, 5).Skip(1), gap => Assert.InRange(gap, 0.88, 1.12));
        double[] down = Gaps(PortWord.Down, 7);
        Assert.InRange(Gaps(PortWord.NeverSeen, 7)[^1], down[^1] * 0.8, down[^1] * 1.25);
        double[] expected = [1, 1, 2, 4, 8, 10, 10];
        Assert.All(down.Zip(expected), pair => Assert.InRange(pair.First / pair.Second, 0.88, 1.12));
        Assert.InRange(Gaps(PortWord.Up, 2)[1], 0.88, 1.12);

        double[] Gaps(PortWord found, int count)
        {
            List<double> gaps = [];
            while (gaps.Count < count)
            {
                var from = _time.GetUtcNow();
                while (schedule.Take().Count == 0) _time.Advance(TimeSpan.FromSeconds(1));
                gaps.Add((_time.GetUtcNow() - from) / Minute);
                schedule.Done(Targets(1)[0], found);
            }
            return [.. gaps];
        }
    }

    [Fact]
    public void What_is_new_is_looked_at_soon_what_is_known_within_its_interval_and_what_is_gone_no_more()
    {
        var schedule = new ProbeSchedule(new ProbeOptions { Interval = Minute, PerSecond = 1_000 }, _time, new Random(1));
        schedule.Follow(Targets(100), 1, target => target.Port % 2 == 0);
        _time.Advance(TimeSpan.FromSeconds(6));
        var soon = schedule.Take();

        Assert.Equal(50, soon.Count(target => target.Port % 2 == 1));
        Assert.InRange(soon.Count(target => target.Port % 2 == 0), 0, 25);
        Assert.Empty(schedule.Take()); // what is under way is not begun again
        schedule.Follow(Targets(10), 1, _ => true);
        foreach (var target in soon) schedule.Done(target, PortWord.Up);
        _time.Advance(3 * Minute);
        Assert.All(schedule.Take(), target => Assert.InRange(target.Port, 6000, 6009));
    }

    [Fact]
    public void Each_device_is_one_nodes_and_stays_where_it_is_when_another_goes()
    {
        string[] nodes = [.. Enumerable.Range(0, 5).Select(node => $"node-{node}")];
        string[] devices = [.. Enumerable.Range(0, 1_000).Select(device => $"sw-{device}")];
        string[] before = [.. devices.Select(device => OwnerOf(device, nodes))];

        Assert.All(before.CountBy(owner => owner), share => Assert.InRange(share.Value, 130, 270));
        string[] after = [.. devices.Select(device => OwnerOf(device, nodes[1..]))];
        Assert.All(before.Zip(after).Where(pair => pair.First != nodes[0]), pair => Assert.Equal(pair.First, pair.Second));
        Assert.All(after.CountBy(owner => owner), share => Assert.InRange(share.Value, 170, 330));

        static string OwnerOf(string device, string[] all) => Assert.Single(all, node => ProbeShare.IsMine(device, node, [.. all.Where(other => other != node)]));
    }

    [Fact]
    public void Ports_of_the_domain_and_addresses_that_are_reached_straight_are_looked_at_once_for_each_protocol()
    {
        var inventory = new DeviceInventory(
        [
            new Device { Name = "both", Ssh = 6022, Telnet = 7022, Ip = "10.0.0.1", Via = Via.Direct },
            new Device { Name = "jump", Ip = "10.0.0.2" },
            new Device { Name = "straight", Ip = "10.0.0.3", NameIsAddress = true, Via = Via.Direct, TelnetPort = 0 },
        ]);
        Assert.Equal(
            [new("both", "ssh", null, 6022), new("both", "telnet", null, 7022), new("straight", "ssh", "10.0.0.3", 22)], ProbeTarget.Of(inventory));
    }

    [Fact]
    public void A_state_has_the_time_of_its_last_change_and_tells_only_changes()
    {
        var states = new DeviceStates(_time);
        List<string> told = [];
        states.Changed += changes => told.AddRange(changes.Select(change => $"{change.Device} {change.State.Word}"));
        var began = _time.GetUtcNow();
        Assert.NotNull(states.Found("a", "ssh", PortWord.Down));
        _time.Advance(Minute);
        Assert.Null(states.Found("a", "ssh", PortWord.Down));
        Assert.Equal(new PortState(PortWord.NeverSeen, began), states.Of("a", "ssh")); // what never answered is not down
        Assert.Equal(PortWord.Unknown, states.Of("a", "telnet").Word);
        states.Take([new("a", "ssh", new(PortWord.NeverSeen, began)), new("b", "ssh", new(PortWord.Up, began))]);
        Assert.NotNull(states.Found("a", "ssh", PortWord.Up));
        Assert.Equal(PortWord.Down, states.Found("a", "ssh", PortWord.Down)?.State.Word);
        states.Keep(new HashSet<(string, string)> { ("b", "ssh") });

        Assert.Equal(["a NeverSeen", "b Up", "a Up", "a Down"], told);
        Assert.Equal(("b", "ssh"), Assert.Single(states.Current).Key);
        // A look that ends after its device was removed does not bring that back.
        Assert.Null(states.Found("a", "ssh", PortWord.Up));
        Assert.Single(states.Current);
    }

    [Theory]
    [InlineData("ssh", "SSH-2.0-OpenSSH_9.9\r\n", PortWord.Up)]
    [InlineData("ssh", "a word of warning\r\nSSH-1.99-Cisco-1.25\n", PortWord.Up)]
    [InlineData("ssh", "\r\nlogin: ", PortWord.Other)]
    [InlineData("ssh", "HTTP/1.1 400 Bad Request\r\n", PortWord.Other)]
    [InlineData("ssh", "", PortWord.Down)]
    [InlineData("ssh", null, PortWord.Other)]
    [InlineData("telnet", "\u00ff\u00fd\u0018", PortWord.Up)]
    [InlineData("telnet", "", PortWord.Down)]
    [InlineData("telnet", null, PortWord.Up)]
    public async Task A_port_is_known_by_what_it_says_first_and_is_left_without_a_word(string protocol, string? greeting, PortWord expected)
    {
        await using var greeter = new Greeter(greeting);
        // Where words are missing the look ends by its time, which is short then.
        bool ends = greeting is "" or "\u00ff\u00fd\u0018" || greeting?.Contains("SSH-", StringComparison.Ordinal) == true;
        Assert.Equal(expected, await PortProbe.LookAsync(IPAddress.Loopback, greeter.Port, protocol, HubClient.Patience, ends ? HubClient.Patience : TimeSpan.FromMilliseconds(200), CancellationToken.None));
        // The end of the stream and no reset, and not a byte before it.
        Assert.Equal(0, await greeter.Heard.WaitAsync(HubClient.Patience));
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_down() =>
        Assert.Equal(PortWord.Down, await PortProbe.LookAsync(IPAddress.Loopback, Ports.Free(), "ssh", HubClient.Patience, HubClient.Patience, CancellationToken.None));

    private static ProbeTarget[] Targets(int count) => [.. Enumerable.Range(6000, count).Select(port => new ProbeTarget($"sw-{port}", "ssh", null, port))];
}
