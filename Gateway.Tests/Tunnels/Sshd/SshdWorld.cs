using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Sshd;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Tunnels.Sshd;

/// <summary>The gateway's sshd without the gateway, a service that devices publish, and devices that are real ssh clients.</summary>
internal sealed class SshdWorld : IAsyncDisposable
{
    public const string Greeting = "hello from behind";

    private readonly Scratch _scratch = new();
    private readonly RecordShelf _shelf;
    private readonly AuditLog _audit = new(new AuditOptions { Node = "n" }, TimeProvider.System, NullLogger<AuditLog>.Instance);
    private readonly TcpListener _service = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Tool> _tools = [];

    private SshdWorld(Func<TunnelOptions, TunnelOptions>? change)
    {
        _shelf = new RecordShelf(_scratch.PathOf("records.db"));
        Book = new DialInBook(_shelf.Records, TimeProvider.System, NullLogger<DialInBook>.Instance);
        var options = new TunnelOptions { IsOn = true, SshListen = new IPEndPoint(IPAddress.Loopback, Ports.Free()), SshHostKey = _scratch.PathOf("tunnels/host_key"), Folder = _scratch.PathOf("tunnels") };
        Options = change?.Invoke(options) ?? options;
        History = new TunnelHistory(TimeProvider.System) { Node = "n" };
        Log = new ListLogger<SshdDoor>();
        Door = new SshdDoor(Options, Book, Live, History, _audit, TimeProvider.System, Log);
        _service.Start();
        _ = GreetAsync();
    }

    public TunnelOptions Options { get; }

    public DialInBook Book { get; }

    public LiveTunnels Live { get; } = new();

    public TunnelHistory History { get; }

    public SshdDoor Door { get; }

    public ListLogger<SshdDoor> Log { get; }

    public int ServicePort => ((IPEndPoint)_service.LocalEndpoint).Port;

    public int ListenPort => Options.SshListen!.Port;

    public static async Task<SshdWorld> StartAsync(Func<TunnelOptions, TunnelOptions>? change = null)
    {
        var world = new SshdWorld(change);
        await world.Door.StartAsync(CancellationToken.None);
        return world;
    }

    /// <summary>Announces a device with a key of its own, whose private half is a file of that name.</summary>
    public async Task<DialIn> AddAsync(string name)
    {
        await KeyAsync(name);
        var device = new DialIn { Name = name, Master = new DialInMember { Ssh = Ports.Free(), Http = Ports.Free(), Key = KeyOf(name) } };
        await ChangeAsync(null, device);
        return device;
    }

    public async Task KeyAsync(string name) => await Tool.RunAsync("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", PathOf(name)]);

    public string KeyOf(string name) => string.Join(' ', File.ReadAllText(PathOf(name) + ".pub").Split(' ')[..2]);

    public async Task ChangeAsync(DialIn? before, DialIn after) => Xunit.Assert.True(await Book.TryWriteAsync(after, before));

    public string PathOf(string name) => _scratch.PathOf(name);

    /// <summary>Arguments of ssh with a device's key to the gateway.</summary>
    public string[] Arguments(string key, params string[] more) =>
        ["-F", "/dev/null", "-i", PathOf(key), "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "ExitOnForwardFailure=yes",
         "-p", ListenPort.ToString(CultureInfo.InvariantCulture), .. more];

    public static string Account => $"{Environment.UserName}@127.0.0.1";

    /// <summary>Dials in and stays, with both of a device's ports.</summary>
    public Tool Dial(DialIn device, string? key = null, string from = "127.0.0.1") => Run(Arguments(key ?? device.Name, "-b", from, "-N", "-R", $"{device.Master.Ssh}:127.0.0.1:{ServicePort}", "-R", $"{device.Master.Http}:127.0.0.1:{ServicePort}", Account));

    /// <summary>Dials in while another connection of the device is there, and again where the wish for the ports was faster than that one's end: ssh ends then, and a device's unit starts it anew.</summary>
    public async Task<(Tool Ssh, ITunnel Tunnel)> TakeOverAsync(DialIn device, ITunnel before, string from = "127.0.0.1")
    {
        var ssh = Dial(device, from: from);
        ITunnel? tunnel = null;
        await Wait.UntilAsync(() =>
        {
            if (ssh.Process.HasExited) ssh = Dial(device, from: from);
            return (tunnel = Live.Of(device.Name, Member.Master).FirstOrDefault(one => one != before)) is not null;
        }, () => $"another tunnel of {device.Name}; the log says {string.Join('\n', Log.Lines)}", Longer);
        return (ssh, tunnel!);
    }

    public Tool Run(IEnumerable<string> arguments)
    {
        var tool = Tool.Start("/usr/bin/ssh", arguments);
        _tools.Add(tool);
        return tool;
    }

    public async Task<ITunnel> UpAsync(DialIn device, ITunnel? after = null)
    {
        await Wait.UntilAsync(() => Live.Of(device.Name, Member.Master).Any(tunnel => tunnel != after), () => $"the tunnel of {device.Name}; the log says {string.Join('\n', Log.Lines)}", Longer);
        return Live.Of(device.Name, Member.Master).First();
    }

    public Task DownAsync(ITunnel tunnel) => Wait.UntilAsync(() => !Live.All.Contains(tunnel), "the tunnel's end", Longer);

    /// <summary>Waits for a line of a device's history.</summary>
    public Task NotedAsync(DialIn device, TunnelEvent what, string reason) =>
        Wait.UntilAsync(() => History.Of(device.Name).Any(line => line.Event == what && line.Reason.Contains(reason, StringComparison.Ordinal)), () => $"{what} {reason} among {string.Join('\n', History.Of(device.Name))}", Longer);

    // Several processes start and end for each step, on a machine that runs other tests.
    public static TimeSpan Longer { get; } = 3 * HubClient.Patience;

    public static async Task<string> ReadAsync(ITunnel tunnel, Service service)
    {
        using var patience = new CancellationTokenSource(Longer);
        await using var stream = await tunnel.ConnectAsync(service, patience.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Door.StopAsync(CancellationToken.None);
        Door.Dispose();
        foreach (var tool in _tools) await tool.DisposeAsync();
        _service.Dispose();
        await _audit.DisposeAsync();
        _shelf.Dispose();
        _scratch.Dispose();
    }

    private async Task GreetAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _service.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Greeting));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
