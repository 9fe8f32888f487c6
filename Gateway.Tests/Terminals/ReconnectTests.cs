using System.Text;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Terminals;

/// <summary>A tab that comes back, a tab that is opened twice, and a page that is out of step.</summary>
public sealed class ReconnectTests(ReconnectTests.Devices devices) : IClassFixture<ReconnectTests.Devices>
{
    [Fact]
    public async Task Input_sent_again_after_a_reconnect_arrives_exactly_once()
    {
        await using var page = await OpenEchoAsync();
        byte[] input = Encoding.ASCII.GetBytes("abcdefghij");
        for (int cut = 1; cut < input.Length; cut++)
        {
            long accepted = page.Terminal.Input;
            // The page does not know how much of this arrives before the connection is gone.
            await page.Hub.InputAsync(accepted, input[..cut]);
            await page.ReconnectAsync();
            Assert.InRange(page.Terminal.Input, accepted, accepted + cut);
            await page.Hub.InputAsync(accepted, input); // all of it again, known or not
            await page.Hub.InputAsync(accepted, input);
            Assert.Equal("abcdefghij", await ReadAsync(page, input.Length));
            await page.ReconnectAsync();
            Assert.Equal(accepted + input.Length, page.Terminal.Input);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task A_gap_in_the_input_ends_the_connection_and_not_the_terminal(long offset)
    {
        await using var page = await OpenEchoAsync();
        await page.Hub.InputAsync(offset, "x"u8.ToArray());
        await page.Hub.Closed.WaitAsync(HubClient.Patience);
        await page.ReconnectAsync();
        Assert.Equal(0, page.Terminal.Input);
        await page.Hub.InputAsync(0, "still here"u8.ToArray());
        Assert.Equal("still here", await ReadAsync(page, 10));
    }

    [Fact]
    public async Task An_input_above_the_size_ends_the_connection()
    {
        await using var page = await OpenEchoAsync();
        await page.Hub.InputAsync(0, new byte[page.Terminal.InputSize + 1]);
        await page.Hub.Closed.WaitAsync(HubClient.Patience);
        await page.ReconnectAsync();
        Assert.Equal(0, page.Terminal.Input);
    }

    [Fact]
    public async Task Input_beyond_every_window_ends_the_connection()
    {
        // The program reads nothing, so nothing is ever taken.
        await using var page = await Follower.OpenAsync(devices.Gateway.Address, await devices.Gateway.VisitAsync(), "ssh", SshServer.User, devices.Deaf.Port);
        await page.PassAsync("START");
        byte[] piece = new byte[page.Terminal.InputSize];
        long most = 0;
        try
        {
            // ssh itself holds up to its channel window (2 MiB) and sshd as much again.
            for (; most < 16 * 1024 * 1024 && !page.Hub.Closed.IsCompleted; most += piece.Length) await page.Hub.InputAsync(most, piece);
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
        }
        await page.Hub.Closed.WaitAsync(HubClient.Patience);
    }

    [Fact]
    public async Task A_second_connection_takes_the_place_and_the_first_is_told()
    {
        await using var page = await OpenEchoAsync();
        await using var second = await HubClient.ConnectAsync(devices.Gateway.Address, page.Cookies);
        var pending = page.NextAsync(); // the first is following
        var taken = (await second.JoinAsync(page.Terminal.Id, page.Terminal.Viewer)).Terminal!;
        Assert.Equal(page.Terminal.Viewer, taken.Viewer);
        Assert.Null(await pending);
        while (await page.Hub.Events.ReadAsync(new CancellationTokenSource(HubClient.Patience).Token) is var (name, _) && name != "TakenOver") Assert.NotEqual("Ended", name);
        await page.Hub.InputAsync(0, "lost"u8.ToArray()); // its bytes count no more
        await page.Hub.InvokeAsync("Ping");
        await second.InputAsync(0, "mine"u8.ToArray());
        var frames = await second.OutputAsync(page.Offset);
        Assert.True(await frames.WaitToReadAsync().AsTask().WaitAsync(HubClient.Patience));
        Assert.True(frames.TryRead(out var frame));
        Assert.StartsWith("m", Encoding.ASCII.GetString(frame.Bytes), StringComparison.Ordinal);
        Assert.Equal(1, (await page.SummaryAsync()).Viewers);
    }

    [Fact]
    public async Task Two_viewers_of_one_terminal_see_the_same()
    {
        await using var page = await OpenEchoAsync();
        await using var second = await HubClient.ConnectAsync(devices.Gateway.Address, page.Cookies);
        var other = (await second.JoinAsync(page.Terminal.Id)).Terminal!;
        Assert.NotEqual(page.Terminal.Viewer, other.Viewer);
        await using var watcher = new Page(second, other);
        await page.TypeAsync("seen by both"u8.ToArray());
        await watcher.ExpectAsync("seen by both");
        Assert.Equal("seen by both", await ReadAsync(page, 12));
    }

    [Fact]
    public async Task A_connection_cut_while_it_opens_leaves_no_viewer_behind()
    {
        var cookies = await devices.Gateway.VisitAsync();
        string port = devices.Echo.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 0; i < 10; i++)
        {
            await using var hub = await HubClient.ConnectAsync(devices.Gateway.Address, cookies);
            var open = hub.OpenAsync("ssh", SshServer.User, port);
            hub.Abort();
            try
            {
                await open;
            }
            catch (Exception exception) when (exception is InvalidOperationException or System.Net.WebSockets.WebSocketException)
            {
                // As a rule; but the answer may have been faster than the cut.
            }
        }
        await using var list = await HubClient.ConnectAsync(devices.Gateway.Address, cookies);
        TerminalSummary[] terminals = [];
        await Wait.UntilAsync(async () =>
        {
            terminals = System.Text.Json.JsonSerializer.Deserialize<TerminalSummary[]>(await list.InvokeAsync("List"), System.Text.Json.JsonSerializerOptions.Web)!;
            return terminals.All(terminal => terminal.Viewers == 0);
        }, () => $"viewers to be gone: {string.Join(", ", terminals.Select(terminal => terminal.Viewers))}");
    }

    [Fact]
    public async Task A_hub_that_reads_from_a_negative_offset_gets_the_stream_from_its_start()
    {
        await using var page = await OpenEchoAsync();
        var frames = await page.Hub.OutputAsync(long.MinValue);
        Assert.True(await frames.WaitToReadAsync().AsTask().WaitAsync(HubClient.Patience));
        Assert.True(frames.TryRead(out var frame));
        Assert.Equal(0, frame.Offset);
    }

    private async Task<Follower> OpenEchoAsync()
    {
        var page = await Follower.OpenAsync(devices.Gateway.Address, await devices.Gateway.VisitAsync(), "ssh", SshServer.User, devices.Echo.Port);
        await page.PassAsync("START");
        return page;
    }

    private static async Task<string> ReadAsync(Follower page, int count)
    {
        var text = new StringBuilder();
        while (text.Length < count) text.Append(Encoding.Latin1.GetString((await page.NextAsync())!.Value.Span));
        return text.ToString();
    }

    public sealed class Devices : IAsyncLifetime
    {
        internal SshServer Echo { get; private set; } = null!;

        internal SshServer Deaf { get; private set; } = null!;

        internal TestGateway Gateway { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Echo = await SshServer.StartAsync("stty raw -echo; printf START; exec cat");
            Deaf = await SshServer.StartAsync("stty raw -echo; printf START; exec sleep 1000", sameKeyAs: Echo);
            Gateway = await TestGateway.StartAsync([Echo.Port, Deaf.Port], Echo.Identity);
        }

        public async Task DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Echo.DisposeAsync();
            await Deaf.DisposeAsync();
        }
    }
}
