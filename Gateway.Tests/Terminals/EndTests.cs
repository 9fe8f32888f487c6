using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Terminals;

/// <summary>Every way in which a terminal ends, with the words that the page shows.</summary>
public sealed class EndTests
{
    // A stop without limits of its own waits for thirty seconds, or for ever.
    private static readonly TimeSpan Unbounded = TimeSpan.FromSeconds(25);

    [Theory]
    [InlineData("ssh")]
    [InlineData("telnet")]
    public async Task A_port_where_nobody_listens_is_refused(string method)
    {
        int port = Ports.Free();
        await using var gateway = await TestGateway.StartAsync([port]);
        await using var page = await gateway.OpenAsync(method, "alice", port);
        var ended = await page.ExpectEndAsync();
        Assert.Equal(("refused", $"Connection refused by port {port}."), (ended.Reason, ended.Message));
        Assert.NotEmpty(ended.Hint);
    }

    [Theory]
    [InlineData("ssh")]
    [InlineData("telnet")]
    public async Task A_domain_without_an_address_is_unreachable(string method)
    {
        await using var gateway = await TestGateway.StartAsync([22], change: file => file["domain"] = "gateway-test.invalid");
        await using var page = await gateway.OpenAsync(method, "alice", 22);
        var ended = await page.ExpectEndAsync();
        Assert.Equal(("unreachable", "The name gateway-test.invalid could not be resolved."), (ended.Reason, ended.Message));
    }

    [Fact]
    public async Task A_changed_host_key_is_a_stop_that_names_the_new_one_and_an_unknown_key_one_under_strict()
    {
        await using var server = await SshServer.StartAsync("exit 3");
        await using var gateway = await TestGateway.StartAsync(server);
        await using (var first = await gateway.OpenAsync(server))
        {
            var ended = await first.ExpectEndAsync();
            Assert.Equal(("exited", "The session has ended with exit status 3.", 3), (ended.Reason, ended.Message, ended.ExitCode));
        }
        string known = Path.Combine(gateway.DataFolder, "known_hosts");
        Assert.StartsWith($"[127.0.0.1]:{server.Port} ", File.ReadAllText(known), StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(known)); // one entry a port

        await server.ChangeHostKeyAsync();
        string fingerprint = (await Tool.RunAsync("/usr/bin/ssh-keygen", ["-lf", server.HostKey + ".pub"])).Output.Split(' ')[1];
        await using (var changed = await gateway.OpenAsync(server))
        {
            var ended = await changed.ExpectEndAsync();
            Assert.Equal(("hostkey", $"Host key changed: port {server.Port} now shows {fingerprint}."), (ended.Reason, ended.Message));
            Assert.Contains($"[127.0.0.1]:{server.Port}", ended.Hint, StringComparison.Ordinal);
        }

        await using var strict = await TestGateway.StartAsync(server, file => ((JsonObject)file["ssh"]!)["hostKeys"] = "strict");
        await using var page = await strict.OpenAsync(server);
        Assert.Equal(("hostkey", $"The key of port {server.Port} is not known here."), Words(await page.ExpectEndAsync()));
    }

    [Fact]
    public async Task Under_ask_the_person_is_asked_and_may_say_no()
    {
        await using var server = await SshServer.StartAsync("exit 0");
        await using var gateway = await TestGateway.StartAsync(server, file => ((JsonObject)file["ssh"]!)["hostKeys"] = "ask");
        await using (var page = await gateway.OpenAsync(server))
        {
            await page.ExpectAsync("(yes/no/[fingerprint])? ");
            await page.TypeAsync("no\r");
            Assert.Equal(("hostkey", $"The key of port {server.Port} was not accepted."), Words(await page.ExpectEndAsync()));
        }
        await using var again = await gateway.OpenAsync(server);
        await again.ExpectAsync("(yes/no/[fingerprint])? ");
        await again.TypeAsync("yes\r");
        Assert.Equal("exited", (await again.ExpectEndAsync()).Reason);
    }

    [Fact]
    public async Task A_key_that_the_device_does_not_take_is_told()
    {
        await using var server = await SshServer.StartAsync();
        await using var other = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync([server.Port], other.Identity);
        await using var page = await gateway.OpenAsync(server);
        Assert.Equal(("authentication", "The device did not accept the user or the password."), Words(await page.ExpectEndAsync()));
    }

    [Fact]
    public async Task A_device_that_vanishes_is_a_broken_connection()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        await server.StopAsync(); // with the processes of its sessions
        var ended = await page.ExpectEndAsync();
        Assert.Equal(("disconnected", "The device closed the connection."), Words(ended));
    }

    [Fact]
    public async Task A_signal_to_the_client_is_told()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        using (var client = Process.GetProcessById(ClientsOf(server.Port).Single())) client.Kill();
        var ended = await page.ExpectEndAsync();
        Assert.Equal(("failed", "The client was ended by SIGKILL.", null, "SIGKILL"), (ended.Reason, ended.Message, ended.ExitCode, ended.Signal));
    }

    [Fact]
    public async Task A_telnet_device_that_hangs_up_is_told()
    {
        // It waits to be answered: telnetd itself now and then throws away what a program printed just before its end.
        await using var server = await TelnetServer.StartAsync("echo bye; read line");
        await using var gateway = await TestGateway.StartAsync([server.Port]);
        await using var page = await gateway.OpenAsync("telnet", "bob", server.Port);
        await page.ExpectAsync("bye");
        await page.TypeAsync("\r");
        Assert.Equal(("exited", "The device closed the session."), Words(await page.ExpectEndAsync()));
    }

    [Fact]
    public async Task Closing_ends_the_client_and_tells_the_page()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        await page.Hub.InvokeAsync("Close", page.Terminal.Id);
        Assert.Equal(("closed", "You closed this terminal."), Words(await page.ExpectEndAsync()));
        Assert.Empty(ClientsOf(server.Port));
        Assert.Equal("missing", (await page.Hub.JoinAsync(page.Terminal.Id)).Refusal?.Code);
    }

    [Fact]
    public async Task A_shutdown_tells_every_page_ends_every_client_and_takes_less_than_five_seconds()
    {
        using var scratch = new Scratch();
        // One that does not listen to SIGHUP: it has to be killed.
        string stubborn = scratch.Write("stubborn", "#!/bin/sh\ntrap '' HUP\necho ready\nwhile :; do sleep 0.2; done\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, file => file["clients"] = new JsonObject { ["telnet"] = stubborn });
        var cookies = await gateway.VisitAsync();
        var pages = new List<Page>();
        for (int i = 0; i < 5; i++) pages.Add(await gateway.OpenAsync(server));
        pages.Add(await Page.OpenAsync(gateway.Address, cookies, "telnet", "alice", server.Port));
        foreach (var page in pages) await page.ExpectAsync(page == pages[^1] ? "ready" : "$ ");
        var clients = ClientsOf(server.Port);
        Assert.Equal(6, clients.Count);

        var ends = pages.Select(page => page.ExpectEndAsync()).ToList();
        await AssertStopsAsync(gateway);
        Assert.All(await Task.WhenAll(ends), ended => Assert.Equal(("shutdown", "The gateway is stopping."), Words(ended)));
        Assert.Empty(ClientsOf(server.Port));
        foreach (var page in pages) await page.DisposeAsync();
    }

    [Fact]
    public async Task A_page_that_does_not_read_and_a_client_that_does_not_listen_hold_a_shutdown_up_less_than_five_seconds()
    {
        using var scratch = new Scratch();
        string stubborn = scratch.Write("stubborn", "#!/bin/sh\ntrap '' HUP\nwhile :; do echo 0123456789012345678901234567890123456789012345678901234567890123456789; done\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, file => file["clients"] = new JsonObject { ["telnet"] = stubborn });
        var cookies = await gateway.VisitAsync();
        await using var stalled = await HubClient.ConnectAsync(gateway.Address, cookies);
        await stalled.OpenAsync("telnet", "alice", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await stalled.OutputAsync(0);
        await using var home = await HubClient.ConnectAsync(gateway.Address, cookies);
        // Acknowledged but never read, until its socket takes no more.
        for (long bytes = 0; bytes < 24 << 20; await Task.Delay(1))
        {
            bytes = (await home.InvokeAsync("List"))[0].GetProperty("bytes").GetInt64();
            await stalled.AcknowledgeAsync(bytes);
        }
        await AssertStopsAsync(gateway);
        Assert.Empty(ClientsOf(server.Port));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task The_process_stops_cleanly_on_a_signal_and_leaves_nothing_behind(string signal)
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync([server.Port], server.Identity);
        await using var page = await gateway.OpenAsync("ssh", SshServer.User, server.Port);
        await page.ExpectAsync("$ ");
        var client = gateway.Client;
        var end = page.ExpectEndAsync();
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, (await Tool.RunAsync("/bin/kill", [$"-{signal}", gateway.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])).ExitCode);
        Assert.Equal("shutdown", (await end).Reason);
        await gateway.Tool.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        Assert.Equal(0, gateway.Tool.Process.ExitCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Unbounded);
        Assert.False(client.Exists);
    }

    // The two limits that a stop waits for, and that it waits for nothing else; what the rest takes is this machine's affair.
    private static async Task AssertStopsAsync(TestGateway gateway)
    {
        var services = gateway.Services;
        Assert.InRange(services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + services.GetRequiredService<TerminalOptions>().HangUpTimeout, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        var watch = Stopwatch.StartNew();
        await gateway.StopAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Unbounded);
    }

    private static (string, string) Words(Ended ended) => (ended.Reason, ended.Message);

    private static IReadOnlyList<int> ClientsOf(int port) => Child.ChildrenOf(Environment.ProcessId, port.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
