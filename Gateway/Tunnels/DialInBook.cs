using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Access.Records;

namespace Gateway.Tunnels;

/// <summary>All devices that dial in, at one time.</summary>
public sealed class DialIns
{
    private readonly FrozenDictionary<int, DialInPort> _byPort;
    private readonly FrozenDictionary<int, DialIn> _byDirect;
    private readonly FrozenDictionary<string, (DialIn, Member)> _byKey;

    /// <summary>Makes it; of two that claim the same port or key, which no check lets happen, the first by name counts.</summary>
    public DialIns(IEnumerable<DialIn> devices)
    {
        ByName = devices.ToImmutableSortedDictionary(device => device.Name, device => device, StringComparer.Ordinal);
        _byPort = ByName.Values.SelectMany(device => device.Ports()).DistinctBy(port => port.Port).ToFrozenDictionary(port => port.Port);
        _byDirect = ByName.Values.Where(device => device.Direct is not null).DistinctBy(device => device.Direct).ToFrozenDictionary(device => device.Direct!.Value);
        _byKey = ByName.Values.SelectMany(device => device.Members().Select(one => (one.Member.Key, Which: (device, one.Which))))
            .Where(one => one.Key is not null).DistinctBy(one => one.Key).ToFrozenDictionary(one => one.Key!, one => one.Which, StringComparer.Ordinal);
    }

    /// <summary>None.</summary>
    public static DialIns None { get; } = new([]);

    /// <summary>Them, by name.</summary>
    public ImmutableSortedDictionary<string, DialIn> ByName { get; }

    /// <summary>The device of a name; null for none.</summary>
    public DialIn? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What a port of the domain leads to; null if no device that dials in has it.</summary>
    public DialInPort? FindByPort(int port) => _byPort.GetValueOrDefault(port);

    /// <summary>The device that a port of the domain leads to without its dialing in (<see cref="DialIn.Direct"/>); null for none.</summary>
    public DialIn? FindByDirect(int port) => _byDirect.GetValueOrDefault(port);

    /// <summary>Whose public key that is, "ecdsa-sha2-nistp256 AAAA…" without comment; null for nobody's.</summary>
    public (DialIn Device, Member Member)? FindByKey(string key) => _byKey.TryGetValue(key, out var found) ? found : null;
}

/// <summary>The devices that dial in, in the records that all nodes share, with a copy in memory for whoever has to decide at once.</summary>
public sealed partial class DialInBook(IRecords records, TimeProvider time, ILogger<DialInBook> logger) : BackgroundService
{
    // Records have to end at some time; nobody is to be surprised by this one.
    private static readonly TimeSpan Life = TimeSpan.FromDays(36_500);

    // What an event that was lost would have told.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private int _asked;
    private volatile DialIns _current = DialIns.None;

    /// <summary>All of them, as this node knows them.</summary>
    public DialIns Current => _current;

    /// <summary>Whether they have been read since the start.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Raised after <see cref="Current"/> has changed, on no particular thread; must not wait.</summary>
    public event Action? Changed;

    /// <summary>Reads them anew.</summary>
    /// <exception cref="RecordsUnavailableException">They cannot be read now; those that were known stay.</exception>
    public async Task LoadAsync()
    {
        await _loading.WaitAsync();
        try
        {
            var read = (await records.ListAsync(RecordKind.DialIn, null)).Select(record => JsonSerializer.Deserialize(record.Json, DialInJson.Default.DialIn)!).ToList();
            IsRead = true;
            if (JsonSerializer.Serialize([.. read.OrderBy(one => one.Name, StringComparer.Ordinal)], DialInJson.Default.ListDialIn) == JsonSerializer.Serialize([.. _current.ByName.Values], DialInJson.Default.ListDialIn)) return;
            _current = new DialIns(read);
        }
        finally
        {
            _loading.Release();
        }
        Tell();
    }

    /// <summary>One as the records have it now; null for none.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be read now.</exception>
    public async Task<DialIn?> ReadAsync(string name) => await records.ReadAsync(RecordKind.DialIn, name) is { } record ? JsonSerializer.Deserialize(record.Json, DialInJson.Default.DialIn) : null;

    /// <summary>Writes one, new or in place of what it was.</summary>
    /// <param name="device">The device, checked.</param>
    /// <param name="before">What it was; null for a new one.</param>
    /// <param name="more">Whether others follow at once, and whoever writes them reads all anew behind the last.</param>
    /// <returns>False if it is not as it was any more, or there is one of that name.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be written now.</exception>
    public async Task<bool> TryWriteAsync(DialIn device, DialIn? before, bool more = false)
    {
        var known = await records.ReadAsync(RecordKind.DialIn, device.Name);
        // Not by what is written: another version may have written it otherwise.
        if (known is null ? before is not null : JsonSerializer.Deserialize(known.Json, DialInJson.Default.DialIn) != before) return false;
        var record = new StoredRecord(device.Name, "", JsonSerializer.Serialize(device, DialInJson.Default.DialIn), time.GetUtcNow() + Life);
        if (!await records.TryWriteAsync(RecordKind.DialIn, record, known)) return false;
        if (!more) await LoadAsync();
        return true;
    }

    /// <summary>Removes one. False if there was none.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be removed now.</exception>
    public async Task<bool> RemoveAsync(string name)
    {
        bool removed = await records.RemoveAsync(RecordKind.DialIn, name);
        await LoadAsync();
        return removed;
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        records.Changed += Look;
        await TryLoadAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        records.Changed -= Look;
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TryLoadAsync();
    }

    private void Look(RecordKind kind, string id)
    {
        // Many that are announced at once are read once or twice.
        if (kind != RecordKind.DialIn || Interlocked.Exchange(ref _asked, 1) != 0) return;
        _ = Task.Run(() =>
        {
            Volatile.Write(ref _asked, 0); // what comes from here on is news again
            return TryLoadAsync();
        });
    }

    // It is told once: nobody who fails over it may keep it from the others.
    private void Tell()
    {
        foreach (var one in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                one();
            }
            catch (Exception exception)
            {
                LogNotTaken(exception);
            }
        }
    }

    private async Task TryLoadAsync()
    {
        try
        {
            await LoadAsync();
        }
        catch (RecordsUnavailableException exception)
        {
            LogNotRead(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The devices that dial in could not be read; those that were known stay: {Reason}")]
    private partial void LogNotRead(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of the gateway has not taken in what has changed about the devices that dial in")]
    private partial void LogNotTaken(Exception exception);
}

/// <summary>How a device is written down.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DialIn))]
[JsonSerializable(typeof(List<DialIn>))]
internal sealed partial class DialInJson : JsonSerializerContext;
