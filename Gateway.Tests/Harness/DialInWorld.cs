using System.Net;
using System.Net.Sockets;
using Gateway.Methods;
using Gateway.Tests.Methods;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Gateway.Web.Tunnels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Harness;

/// <summary>What one node knows of devices that dial in, without the node: real records, real ports, tunnels of the test's own.</summary>
internal sealed class DialInWorld : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordShelf _shelf;

    private DialInWorld(TimeProvider time)
    {
        _shelf = new RecordShelf(_scratch.PathOf("records.db"), time);
        Book = new DialInBook(_shelf.Records, time, NullLogger<DialInBook>.Instance);
        Roads = new LiveRoads(Tunnels, Book, (road, _, _) => throw new TunnelException($"{road.Node} is not there")) { Node = "here" };
        History = new TunnelHistory(time) { Node = "here" };
        Options = Of(_scratch.Folder);
        Ports = new PublishedPorts(Book, Tunnels, Roads, Options, time, NullLogger<PublishedPorts>.Instance);
    }

    public LiveTunnels Tunnels { get; } = new();

    public DialInBook Book { get; }

    public LiveRoads Roads { get; }

    public TunnelHistory History { get; }

    public TunnelOptions Options { get; }

    public PublishedPorts Ports { get; }

    public RecordShelf Shelf => _shelf;

    public static async Task<DialInWorld> StartAsync(TimeProvider? time = null, params DialIn[] devices)
    {
        var world = new DialInWorld(time ?? TimeProvider.System);
        foreach (var device in devices) await world.Book.TryWriteAsync(device, null);
        await world.Book.LoadAsync();
        await world.Ports.StartAsync(default);
        return world;
    }

    /// <summary>A device on free ports, or the first of a pair with a service port for both.</summary>
    public static DialIn Device(string name, bool isPair = false) => new()
    {
        Name = name,
        Master = new DialInMember { Ssh = Harness.Ports.Free(), Http = Harness.Ports.Free() },
        CloneMember = isPair ? new DialInMember { Ssh = Harness.Ports.Free() } : null,
        ServicePort = isPair ? Harness.Ports.Free() : null,
    };

    /// <summary>The way for terminals where no device dials in.</summary>
    public static DialInRoads NoDevices(TimeProvider time)
    {
        var (tunnels, book, options) = (new LiveTunnels(), new DialInBook(null!, time, NullLogger<DialInBook>.Instance), Of("/") with { IsOn = false });
        var roads = new LiveRoads(tunnels, book, (_, _, _) => throw new TunnelException("there is no other node"));
        return new DialInRoads(book, roads, new PublishedPorts(book, tunnels, roads, options, time, NullLogger<PublishedPorts>.Instance), new TunnelHistory(time), options, new MethodCatalog(Catalogs.Options), time);
    }

    /// <summary>The way for terminals.</summary>
    public DialInRoads Terminals(MethodCatalog methods, TimeProvider? time = null) => new(Book, Roads, Ports, History, Options, methods, time ?? TimeProvider.System);

    /// <summary>A tunnel comes up that leads to a port of 127.0.0.1.</summary>
    public TestTunnel Up(DialIn device, int to, Member member = Member.Master, Road road = Road.WebSocket)
    {
        var tunnel = new TestTunnel(device.Name, member, road, to);
        Tunnels.Add(tunnel);
        return tunnel;
    }

    /// <summary>Changes a device in the book.</summary>
    public async Task<DialIn> ChangeAsync(DialIn device, Func<DialIn, DialIn> change)
    {
        var now = change(device);
        if (!await Book.TryWriteAsync(now, device)) throw new InvalidOperationException("It is not as it was.");
        return now;
    }

    /// <summary>Connects to a port of this node; null where it is refused.</summary>
    public static async Task<NetworkStream?> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(HubClient.Patience);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            socket.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Ports.StopAsync(default);
        Ports.Dispose();
        Book.Dispose();
        _shelf.Dispose();
        _scratch.Dispose();
    }

    private static TunnelOptions Of(string folder) => new() { IsOn = true, SshHostKey = Path.Combine(folder, "host_key"), Folder = folder };
}
