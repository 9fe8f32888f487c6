using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Gateway.Access;
using Gateway.Access.Sharing;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Web.Tunnels;

namespace Gateway.Web.Devices;

/// <summary>
/// From a visitor's wish to where it leads: a port that the operator allows, or a way that the inventory has to a device. A
/// visitor chooses among what is there; no word of his becomes an address, a port of an address, or an option.
/// </summary>
public sealed class Destinations(MethodCatalog methods, InventoryInForce inventory, Authorizer authorizer, DestinationOptions options, SharingOptions sharing, DialInRoads dialIns, TimeProvider time)
{
    /// <summary>Longest password, in characters.</summary>
    public const int LongestPassword = 1024;

    private static readonly TimeSpan ToResolve = TimeSpan.FromSeconds(5);

    // What was opened goes with its terminal.
    private readonly ConditionalWeakTable<Terminal, Destination> _opened = new();

    /// <summary>Finds out where a wish leads. Nothing is looked up outside, and nobody's right is decided about but to see the device.</summary>
    /// <param name="caller">Whose wish.</param>
    /// <param name="wish">The wish.</param>
    /// <param name="refusal">Why it leads nowhere; a device that is not to be seen is answered like one that is not there.</param>
    public Destination? Find(Caller caller, OpenRequest? wish, out Refusal? refusal)
    {
        var found = wish?.Device is { } device ? OfDevice(caller, wish, device, out refusal) : OfLink(wish, out refusal);
        if (found is not null) found = dialIns.Mark(found, out refusal);
        if (found is null) return null;
        var defaults = found.Device?.Defaults ?? new ConnectDefaults();
        var said = wish!.Options ?? new ConnectOptions();
        bool automatic = said.Automatic ?? defaults.Automatic, oneClient = said.OneClient ?? defaults.OneClient;
        CredentialChoice? credentials = said.Credentials switch { null => defaults.Credentials, "mine" => CredentialChoice.Mine, "device" => CredentialChoice.Device, "custom" => CredentialChoice.Custom, _ => null };
        bool isPassword = said.Password is not { } password || automatic && said.Credentials == "custom" && password.Length is > 0 and <= LongestPassword && !password.Any(char.IsControl);
        bool isMissing = automatic && credentials == CredentialChoice.Custom && said.Password is null && found.Remote.Method.Name == "ssh";
        if (credentials is null || !isPassword || isMissing)
        {
            refusal = isMissing ? Refusals.NoPassword : Refusals.NoSuchOptions;
            return null;
        }
        return found with
        {
            Automatic = automatic,
            AutomaticIsChosen = said.Automatic is not null,
            Credentials = credentials.Value,
            Password = said.Password,
            UserIsCredentials = automatic && credentials != CredentialChoice.Custom && string.IsNullOrEmpty(wish.User),
            OneClient = oneClient,
            // One browser only, and everybody: the narrower counts.
            Share = (said.Share ?? defaults.Share) && !oneClient && sharing.IsOn,
        };
    }

    /// <summary>The same with another remote user; as it was, if that is none.</summary>
    public Destination As(Destination destination, string user) =>
        methods.Read(destination.Remote.Method.Name, user, destination.Remote.Target, out var remote) == LinkVerdict.Allowed ? destination with { Remote = remote! } : destination;

    /// <summary>Whether somebody may open or watch at least one way to a device.</summary>
    public bool MaySee(Caller caller, Device device) => Usable(device).Any(way => authorizer.MaySee(caller, device, way));

    /// <summary>The ways to a device that this gateway can go.</summary>
    public IEnumerable<Way> Usable(Device device) => device.Ways().Where(way => methods.Names.Contains(way.Protocol)
        && (way.Address is null ? methods.Options.Ports.Contains(way.Port) : device.Via == Via.Direct || options.Jump is not null));

    /// <summary>
    /// Looks up the address of a device that is reached directly, once: the client is handed the IP address that was found
    /// and judged here, so that a name cannot mean another host a moment later. Of a device that dials in it is found out where it is.
    /// </summary>
    /// <param name="destination">Where it leads; the policy has allowed it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The same with its IP address, or why it is not to be reached.</returns>
    public async Task<(Destination? Pinned, Refusal? Refusal)> PinAsync(Destination destination, CancellationToken cancellation)
    {
        if (destination.Remote.Target.IsOfDomain)
        {
            var (dialed, refusal) = dialIns.Find(destination);
            // A direct port that the inventory gives to another device is that one's, and the policy was not asked about it.
            bool isOthers = dialed is { Dialed: Gateway.Tunnels.Road.Direct } && inventory.Current.FindByPort(dialed.Remote.Target.ConnectPort) is { } other && other.Name != destination.Device?.Name;
            return isOthers ? (null, Refusals.NoDevice) : (dialed, refusal);
        }
        if (destination.Remote.Target is not { Address: { } address, Jump: null }) return (destination, null);
        IPAddress[] found;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ToResolve);
        try
        {
            found = await Dns.GetHostAddressesAsync(address, patience.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ArgumentException)
        {
            found = [];
        }
        if (found.Length == 0) return (null, Refusals.NotResolved);
        var own = AddressGuard.Own();
        // One that is not a device's among several is enough: whoever answers for that name is not to be followed.
        if (!options.ReachesItself && !found.All(one => AddressGuard.Allows(one, own))) return (null, Refusals.NotADevice);
        return (destination with { Remote = destination.Remote.PinnedTo(found[0]) }, null);
    }

    /// <summary>Keeps what a terminal was opened for.</summary>
    public void Keep(Terminal terminal, Destination destination) => _opened.AddOrUpdate(terminal, destination with { Password = null });

    /// <summary>What a terminal was opened for.</summary>
    public Destination Of(Terminal terminal) => _opened.TryGetValue(terminal, out var kept) ? kept : new Destination(terminal.Request, null);

    /// <summary>What a target is called, for people: <c>gateway.example:6022</c>, or <c>10.0.0.9:22</c>.</summary>
    public string PlaceOf(RemoteTarget target) => target.IsOfDomain ? $"{methods.Options.Domain}:{target.Place}" : target.Place;

    private Destination? OfLink(OpenRequest? wish, out Refusal? refusal)
    {
        refusal = wish?.Use is null ? Refusals.Of(methods.Read(wish?.Method, wish?.User, wish?.Port, out var remote), methods, wish?.Method, wish?.Port)?.Refusal : Refusals.NoSuchOptions;
        if (refusal is not null) return null;
        methods.Read(wish!.Method, wish.User, wish.Port, out remote);
        if (inventory.Current.FindByPort(remote!.Port) is not { } device) return new Destination(remote, null);
        if (inventory.Current.FindByPort(remote.Method.Name, remote.Port) is not null)
            return Lead(device, new Way(InventoryWays.Port, remote.Method.Name, null, remote.Port), remote.User, out refusal);
        // A port that the inventory has for ssh is that device's by telnet too, and not one that rests on its number alone.
        refusal = Refusals.NoWay;
        return null;
    }

    private Destination? OfDevice(Caller caller, OpenRequest wish, string name, out Refusal? refusal)
    {
        refusal = Refusals.NoDevice;
        if (wish.Port is not null || inventory.Current.Find(name) is not { } device || !MaySee(caller, device)) return null;
        refusal = Refusals.NoWay;
        var (method, use, defaults) = (string.IsNullOrEmpty(wish.Method) ? null : wish.Method, string.IsNullOrEmpty(wish.Use) ? null : wish.Use, device.Defaults);
        var way = Usable(device)
            .Where(one => (method is null || one.Protocol == method) && (use is null || one.Use == use))
            .OrderByDescending(one => one.Use == defaults.Use).ThenByDescending(one => one.Protocol == defaults.Protocol)
            .FirstOrDefault();
        string user = wish.User is { Length: > 0 } typed ? typed : defaults.User ?? caller.Person?.Name ?? "";
        return way is null ? null : Lead(device, way, user, out refusal);
    }

    private Destination? Lead(Device device, Way way, string user, out Refusal? refusal)
    {
        var target = Target(device, way);
        var verdict = methods.Read(way.Protocol, user, target, out var remote);
        refusal = Refusals.Of(verdict, methods, way.Protocol, target.Place)?.Refusal;
        return refusal is null ? new Destination(remote!, device) : null;
    }

    private RemoteTarget Target(Device device, Way way)
    {
        bool isAllowed = device.Legacy?.IsAllowed(time.GetUtcNow()) == true;
        return new RemoteTarget
        {
            Device = device.Name,
            Address = way.Address,
            Port = way.Port,
            Jump = way.Address is not null && device.Via == Via.Jump ? options.Jump : null,
            HostKeys = device.HostKeys switch
            {
                null => null,
                "strict" => HostKeyPolicy.Strict,
                "accept-new" => HostKeyPolicy.AcceptNew,
                "ask" => HostKeyPolicy.Ask,
                var other => throw new InvalidOperationException($"Unknown host-key policy {other}."),
            },
            Legacy = isAllowed ? device.Legacy!.Algorithms : [],
            LegacyEnded = isAllowed ? null : device.Legacy?.Until,
            TerminalType = device.Terminal.Type,
            Encoding = device.Terminal.Encoding,
            Signals = device.Terminal.Signals,
        };
    }
}
