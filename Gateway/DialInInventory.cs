using Gateway.Inventory;
using Gateway.Tunnels;

namespace Gateway;

/// <summary>Lets the devices that dial in appear in the inventory, and says which of them cannot, since the file gives their port to another.</summary>
internal sealed partial class DialInInventory(DialInBook book, InventoryInForce inventory, ILogger<DialInInventory> log) : IHostedService
{
    private string _said = "";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        book.Changed += Follow;
        inventory.Changed += Warn;
        Follow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        book.Changed -= Follow;
        inventory.Changed -= Warn;
        return Task.CompletedTask;
    }

    /// <summary>As what a device appears.</summary>
    public static IEnumerable<DialInEntry> Of(DialIn device) => device.Entries().Select(entry => new DialInEntry(entry.Name, entry.Port, Words(device, entry.Name)));

    private void Follow()
    {
        inventory.DialIns([.. book.Current.ByName.Values.SelectMany(Of)]);
        Warn();
    }

    private void Warn()
    {
        var clashes = book.Current.ByName.Values.SelectMany(Of).Where(entry => inventory.Own.FindByPort(entry.Ssh) is { } other && other.Name != entry.Name).ToList();
        string names = string.Join(", ", clashes.Select(entry => entry.Name));
        if (names == Interlocked.Exchange(ref _said, names)) return;
        foreach (var entry in clashes) LogClash(entry.Name, entry.Ssh, inventory.Own.FindByPort(entry.Ssh)!.Name);
    }

    private static string Words(DialIn device, string name) => device.CloneMember is null ? "Dials in"
        : name == $"{device.Name}-clone" ? $"The clone of {device.Name}, dials in"
        : name == $"{device.Name}-master" || device.ServicePort is null ? $"The master of {device.Name}, dials in"
        : "Master or clone, whichever is live";

    [LoggerMessage(1, LogLevel.Error, "{Device} dials in and has port {Port}, but the inventory gives it to {Other}, which it leads to: give one of them another port.")]
    private partial void LogClash(string device, int port, string other);
}
