using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Gateway.Access.Audit;
using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Tunnels;

namespace Gateway;

/// <summary>
/// Takes in a change of the inventory while the gateway runs. It looks at names, sizes and times of the files every two
/// seconds, and reads them where two looks in a row see the same change: a file that is half written can be a good one of
/// fewer devices. SIGHUP has it read at once. A faulty change is not taken in.
/// </summary>
internal sealed partial class InventoryReloading(GatewayConfiguration started, FirstLook first, InventoryInForce inventory, DialInBook dialIns, AuditLog audit, TimeProvider time, ILogger<InventoryReloading> log) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private const int MostLogged = 20;

    // One look that waits stands for all that were due meanwhile; that it was asked for is kept apart.
    private readonly Channel<bool> _looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private int _asked;
    private string _seen = first.Stamp;
    private string _judged = first.Stamp;
    private IReadOnlyList<string> _warnings = [];
    private PosixSignalRegistration? _signal;
    private ITimer? _timer;

    /// <summary>How often the files have been looked at.</summary>
    public int Looks { get; private set; }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (started.Inventory.Path is null) return Task.CompletedTask;
        Warn(first.Warnings);
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Ask();
        });
        _timer = time.CreateTimer(_ => _looks.Writer.TryWrite(true), null, Pause, Pause);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Has the files read at the next look, also where they seem unchanged, which comes at once.</summary>
    internal void Ask()
    {
        Volatile.Write(ref _asked, 1); // before the look that waits can have begun
        _looks.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _signal?.Dispose();
        _timer?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (bool _ in _looks.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                Look(started.Inventory.Path!, Interlocked.Exchange(ref _asked, 0) == 1);
            }
            catch (Exception exception)
            {
                // Files may change while they are judged; the next look sees what has become of them.
                LogFailed(exception, started.Inventory.Path!);
            }
            Looks++;
        }
    }

    private void Look(string path, bool asked)
    {
        string stamp = InventoryFolder.Stamp(path);
        bool again = stamp == _seen;
        _seen = stamp;
        if (!asked && (!again || stamp == _judged)) return;
        var reading = InventoryRooms.Load(started, dialIns.Current);
        // Changed meanwhile: another look sees what it has become.
        if (InventoryFolder.Stamp(path) != stamp) return;
        if (reading.Inventory is { } read) Take(path, read, reading.Warnings);
        else Refuse(path, reading);
        _judged = stamp;
    }

    private void Take(string path, DeviceInventory read, IReadOnlyList<string> warnings)
    {
        if (read.Version == inventory.Own.Version)
        {
            inventory.Keep();
            LogSame(path);
        }
        else
        {
            audit.Write(new AuditEntry(AuditEvent.InventoryChanged) { Reason = Count(read.Devices.Length) });
            LogTaken(path, Count(read.Devices.Length));
            inventory.Replace(read);
        }
        Warn(warnings);
    }

    private void Refuse(string path, InventoryReading reading)
    {
        string why = reading.Problem!;
        inventory.Refuse(why);
        LogRefused(path);
        if (reading.Unread is not null) LogFault(why);
        foreach (var fault in reading.Faults.Take(MostLogged)) LogFault(fault.Words);
        audit.Write(new AuditEntry(AuditEvent.InventoryRefused) { Reason = why });
    }

    private void Warn(IReadOnlyList<string> warnings)
    {
        foreach (string warning in warnings.Except(_warnings)) LogWarning(warning);
        _warnings = warnings;
    }

    private static string Count(int devices) => devices == 1 ? "1 device" : string.Create(CultureInfo.InvariantCulture, $"{devices} devices");

    [LoggerMessage(1, LogLevel.Information, "The changed inventory of {Path} is in force: {Devices}.")]
    private partial void LogTaken(string path, string devices);

    [LoggerMessage(2, LogLevel.Information, "{Path} was read again: it is the inventory in force.")]
    private partial void LogSame(string path);

    [LoggerMessage(3, LogLevel.Error, "THE CHANGE OF THE INVENTORY {Path} IS NOT TAKEN IN; the one before it stays in force. \"gateway inventory check\" tells more about the following.")]
    private partial void LogRefused(string path);

    [LoggerMessage(4, LogLevel.Error, "{Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(5, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(6, LogLevel.Error, "{Path} could not be looked at.")]
    private partial void LogFailed(Exception exception, string path);
}
