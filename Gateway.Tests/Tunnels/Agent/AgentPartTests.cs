using Gateway.Agent;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>The agent's parts that need no network.</summary>
public sealed class AgentPartTests
{
    [Fact]
    public void The_wait_doubles_up_to_thirty_seconds_and_starts_anew_after_a_good_minute()
    {
        var (least, most) = (new Backoff(() => 0), new Backoff(() => 1));
        foreach (double seconds in (double[])[1, 2, 4, 8, 16, 30, 30])
        {
            Assert.Equal(seconds / 2, least.After(TimeSpan.FromSeconds(59), TimeSpan.Zero).TotalSeconds);
            Assert.Equal(seconds, most.After(TimeSpan.Zero, TimeSpan.Zero).TotalSeconds);
        }
        Assert.Equal(1, most.After(TimeSpan.FromMinutes(1), TimeSpan.Zero).TotalSeconds);
        Assert.Equal(60, least.After(TimeSpan.Zero, TimeSpan.FromSeconds(60)).TotalSeconds);
        Assert.Equal(75, most.After(TimeSpan.Zero, TimeSpan.FromSeconds(60)).TotalSeconds);
        Assert.Equal(3600, least.After(TimeSpan.Zero, TimeSpan.FromDays(9)).TotalSeconds);
    }

    [Fact]
    public void A_connection_is_lost_after_three_silent_turns()
    {
        var time = new ManualTime();
        var pulse = new LinkPulse(TimeSpan.FromSeconds(10), time);
        Assert.Equal(Beat.Rest, Next(9));
        Assert.Equal(Beat.Ask, Next(1));
        Assert.Equal(Beat.Rest, Next(1));
        pulse.Heard();
        Assert.Equal(Beat.Ask, Next(9));
        Assert.Equal(Beat.Ask, Next(10));
        Assert.Equal(Beat.Rest, Next(9));
        Assert.Equal(Beat.Lost, Next(2));

        Beat Next(int seconds)
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            return pulse.Look();
        }
    }

    [Fact]
    public void After_sleep_it_asks_at_once_and_waits_five_seconds_for_the_answer()
    {
        var time = new SleepyTime();
        var pulse = new LinkPulse(TimeSpan.FromSeconds(100), time);
        time.Sleep(TimeSpan.FromHours(1));
        Assert.Equal(Beat.Ask, Next(1));
        Assert.Equal(Beat.Rest, Next(4));
        pulse.Heard();
        Assert.Equal(Beat.Rest, Next(2));
        time.Sleep(TimeSpan.FromHours(1));
        Assert.Equal(Beat.Ask, Next(1));
        Assert.Equal(Beat.Lost, Next(5));

        Beat Next(int seconds)
        {
            time.Awake(TimeSpan.FromSeconds(seconds));
            return pulse.Look();
        }
    }

    [Theory]
    [InlineData("https://gateway.example", "https://gateway.example", "wss://gateway.example/agent")]
    [InlineData("wss://gateway.example:443/", "https://gateway.example", "wss://gateway.example/agent")]
    [InlineData("https://Gateway.example:8443/base/", "https://gateway.example:8443", "wss://gateway.example:8443/base/agent")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000", "ws://[::1]:5000/agent")]
    public void An_address_of_a_gateway_is_read(string text, string origin, string dialed)
    {
        var address = GatewayAddress.Read(text, insecure: false);
        Assert.Equal((origin, dialed), (address.Origin, address.Socket("/agent").AbsoluteUri));
    }

    [Theory]
    [InlineData("gateway.example")]
    [InlineData("ssh://gateway.example")]
    [InlineData("http://gateway.example")]
    [InlineData("https://alice:secret@gateway.example")]
    [InlineData("https://gateway.example/?a=b")]
    public void Other_addresses_are_refused(string text)
    {
        var refused = Assert.Throws<AgentException>(() => GatewayAddress.Read(text, insecure: false));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:22", "ssh at 127.0.0.1:22")]
    [InlineData("22", "ssh at 127.0.0.1:22")]
    [InlineData("[::1]:22", "ssh at [::1]:22")]
    [InlineData("camera.local:554", "ssh at camera.local:554")]
    [InlineData("::1:22", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("host:0", null)]
    [InlineData("host:65536", null)]
    [InlineData("a b:22", null)]
    public void A_service_is_host_and_port(string text, string? read)
    {
        if (read is null) Assert.Throws<AgentException>(() => LocalService.Read("ssh", text));
        else Assert.Equal(read, LocalService.Read("ssh", text).ToString());
    }

    [Fact]
    public void The_log_is_bounded_and_what_others_say_stays_one_line()
    {
        using var scratch = new Scratch();
        string file = scratch.PathOf("agent.log");
        var log = new AgentLog(file, TextWriter.Null, new ManualTime());
        for (int turn = 0; turn < 6000; turn++) log.Write($"{turn}\r\n2030-01-01 forged\e[2J{new string('x', 5000)}");
        Assert.InRange(new FileInfo(file).Length, 1, 1024 * 1024 + 1000);
        Assert.InRange(new FileInfo(file + ".1").Length, 1, 1024 * 1024 + 1000);
        Assert.Equal(2, Directory.GetFiles(scratch.Folder).Length);
        var end = AgentLog.End(file, 2500);
        Assert.Equal(1000, end.Count);
        Assert.StartsWith("2030-01-01T00:00:00Z 5999  2030-01-01 forged [2Jxx", end[^1], StringComparison.Ordinal);
        Assert.Equal(["3", "ü4"], AgentLog.Fitting(["1", "2", "3", "ü4"], 4 + 10));
    }

    // Its clock goes on while it sleeps, its time since the start does not.
    private sealed class SleepyTime : TimeProvider
    {
        private long _awake = 1000;
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _awake;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Sleep(TimeSpan by) => _now += by;

        public void Awake(TimeSpan by) => (_awake, _now) = (_awake + by.Ticks, _now + by);
    }
}
