using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

/// <summary>What time does to a terminal, on a clock that the test puts forward.</summary>
public sealed class TimeTests
{
    [Fact]
    public async Task An_idle_terminal_is_announced_then_closed_and_typing_takes_it_back()
    {
        var time = new ManualTime();
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, Limits("idleTimeout", "00:10:00"), time);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        Forward(TimeSpan.FromSeconds(9 * 60 + 30));
        Assert.Equal(30, (await page.ExpectEventAsync("Idle"))[0].GetInt32());
        await page.TypeAsync("echo he''re\r");
        await page.ExpectAsync("here");
        Assert.Equal(0, (await page.ExpectEventAsync("Idle"))[0].GetInt32());

        Forward(TimeSpan.FromSeconds(8 * 60));
        Forward(TimeSpan.FromSeconds(60 + 15));
        Assert.Equal(45, (await page.ExpectEventAsync("Idle"))[0].GetInt32());
        Forward(TimeSpan.FromSeconds(45));
        var ended = await page.ExpectEndAsync();
        Assert.Equal(("idle", "Closed for inactivity: nobody typed for 10 minutes."), (ended.Reason, ended.Message));

        void Forward(TimeSpan by)
        {
            time.Advance(by);
            gateway.Terminals.Tick();
        }
    }

    [Fact]
    public async Task The_gateways_own_clock_ends_an_idle_terminal()
    {
        var time = new ManualTime();
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, Limits("idleTimeout", "00:10:00"), time);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        time.Advance(TimeSpan.FromMinutes(10)); // nobody calls Tick but the clock's timer
        Assert.Equal("idle", (await page.ExpectEndAsync()).Reason);
    }

    [Fact]
    public async Task A_terminal_that_nobody_comes_back_to_is_closed()
    {
        var time = new ManualTime();
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, Limits("detachedTimeout", "00:30:00"), time);
        await using var page = await Follower.OpenAsync(gateway, server);
        await page.PassAsync("$ ");
        await page.Hub.DisposeAsync();
        await Wait.UntilAsync(async () => (await page.SummaryAsync()).Viewers == 0, () => "the viewer to be gone");
        time.Advance(TimeSpan.FromSeconds(30 * 60 - 1));
        gateway.Terminals.Tick();
        Assert.Null((await page.SummaryAsync()).Ended);
        time.Advance(TimeSpan.FromSeconds(1));
        gateway.Terminals.Tick();
        await Wait.UntilAsync(async () => (await page.SummaryAsync()).Ended is not null, () => "the end");
        var ended = (await page.SummaryAsync()).Ended!;
        Assert.Equal(("closed", "Closed: nobody came back to it for 30 minutes."), (ended.Reason, ended.Message));

        // Its last lines can be read for a while, then it is forgotten.
        await page.ReconnectAsync();
        time.Advance(TimeSpan.FromMinutes(5));
        gateway.Terminals.Tick();
        Assert.Equal("missing", (await page.Hub.JoinAsync(page.Terminal.Id)).Refusal?.Code);
    }

    [Fact]
    public async Task A_lost_viewer_holds_the_program_for_the_grace_then_the_log_keeps_the_tail_and_says_where_it_begins()
    {
        const int length = 16 * 1024 * 1024;
        using var data = new DataFile(length, 7);
        var time = new ManualTime();
        await using var server = await SshServer.StartAsync($"{data.Sending}; exec sleep 1000");
        await using var gateway = await TestGateway.StartAsync(server, time: time);
        await using var page = await Follower.OpenAsync(gateway, server);
        page.Acknowledges = false;
        await page.PassAsync("START");
        long asked = page.Offset;
        await page.Hub.DisposeAsync();
        await Wait.UntilAsync(async () => await page.SummaryAsync() is { Viewers: 0, Bytes: > 384 * 1024 }, () => "the gate to shut");
        time.Advance(TimeSpan.FromSeconds(29));
        gateway.Terminals.Tick();
        Assert.InRange((await page.SummaryAsync()).Bytes, 0, 384 * 1024 + 128 * 1024);

        time.Advance(TimeSpan.FromSeconds(1));
        gateway.Terminals.Tick();
        await Wait.UntilAsync(async () => (await page.SummaryAsync()).Bytes >= length, () => "the program to run on");
        page.Acknowledges = true;
        await page.ReconnectAsync();
        Assert.True(page.Terminal.Start > asked);
        // Everything from there to the end is the file's own end, so the first byte's place in it is known.
        var frame = (await page.FrameAsync())!.Value;
        Assert.Equal(page.Terminal.Start, frame.Offset);
        await page.TakeAsync(frame);
        var rest = new List<byte>(frame.Bytes);
        while (!rest.TakeLast(6).SequenceEqual("THEEND"u8.ToArray())) rest.AddRange((await page.NextAsync())!.Value.Span);
        rest.RemoveRange(rest.Count - 6, 6);
        Assert.InRange(rest.Count, 1024 * 1024, 2 * 1024 * 1024);
        Assert.Equal(DataFile.Hash(data.Bytes.AsSpan(length - rest.Count)), DataFile.Hash([.. rest]));
    }

    [Fact]
    public async Task A_viewer_that_never_acknowledges_is_dropped_and_one_that_had_nothing_to_acknowledge_is_not()
    {
        using var data = new DataFile(2 * 1024 * 1024, 8);
        var time = new ManualTime();
        await using var server = await SshServer.StartAsync($"stty raw -echo; printf READY; head -c 1 >/dev/null; {data.Sending}; exec sleep 1000");
        await using var gateway = await TestGateway.StartAsync(server, Limits("stallTimeout", "00:00:30"), time);
        await using var page = await Follower.OpenAsync(gateway, server);
        await page.PassAsync("READY");
        page.Acknowledges = false;
        time.Advance(TimeSpan.FromHours(1)); // long quiet, all acknowledged
        await page.TypeAsync([13]);
        var reading = ReadOnAsync(); // the page takes what comes, so that it notices the end of its connection
        await Wait.UntilAsync(() => Held(page), () => "the gate to shut");
        time.Advance(TimeSpan.FromSeconds(29));
        gateway.Terminals.Tick();
        await page.Hub.InvokeAsync("Ping");
        Assert.Equal(1, (await page.SummaryAsync()).Viewers);
        time.Advance(TimeSpan.FromSeconds(1));
        gateway.Terminals.Tick();
        await page.Hub.Closed.WaitAsync(HubClient.Patience);
        await reading;
        // The program runs on without it.
        await Wait.UntilAsync(async () => (await page.SummaryAsync()).Bytes > data.Bytes.Length, () => "the program to run on");

        async Task ReadOnAsync()
        {
            while (await page.NextAsync() is not null)
            {
            }
        }
    }

    // The gate is shut once much was sent and no more comes.
    private static async Task<bool> Held(Follower page)
    {
        long before = (await page.SummaryAsync()).Bytes;
        for (int i = 0; i < 5; i++)
            if ((await page.SummaryAsync()).Bytes != before) return false;
        return before > 384 * 1024;
    }

    private static Action<JsonObject> Limits(string name, string value) => file => ((JsonObject)file["limits"]!)[name] = value;
}
