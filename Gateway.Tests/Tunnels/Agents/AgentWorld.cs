using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access.Records;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>A gateway where devices dial in, with some that were announced.</summary>
internal sealed class AgentWorld : IAsyncDisposable
{
    private AgentWorld(TestGateway gateway) => Gateway = gateway;

    public TestGateway Gateway { get; }

    public LiveTunnels Live => Gateway.Services.GetRequiredService<LiveTunnels>();

    public DialInBook Book => Gateway.Services.GetRequiredService<DialInBook>();

    public static Func<GatewayConfiguration, GatewayConfiguration> On(TimeSpan? keepAlive = null) =>
        configuration => configuration with { Tunnels = new TunnelSettings { Enabled = true, KeepAlive = keepAlive ?? TimeSpan.FromSeconds(15) } };

    public static async Task<AgentWorld> StartAsync(TimeProvider? time = null, Action<JsonObject>? change = null, TimeSpan? keepAlive = null) =>
        new(await TestGateway.StartAsync([22], change: change, time: time, adjust: On(keepAlive)));

    /// <summary>A device with a key of its own; its ssh port and app port are never listened on here.</summary>
    public async Task<ECDsa> AnnounceAsync(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AnnounceAsync(Book, name, key);
        return key;
    }

    public static async Task AnnounceAsync(DialInBook book, string name, ECDsa key)
    {
        var device = new DialIn { Name = name, Master = new DialInMember { Key = TestAgent.KeyOf(key), Ssh = Ports.Free(), App = Ports.Free() } };
        if (!await book.TryWriteAsync(device, null)) throw new InvalidOperationException($"There is a {name} already.");
    }

    /// <summary>Many at once.</summary>
    public async Task AnnounceAsync(IEnumerable<(string Name, ECDsa Key)> devices)
    {
        var records = Gateway.Services.GetRequiredService<IRecords>();
        foreach (var (name, key) in devices)
        {
            var device = new DialIn { Name = name, Master = new DialInMember { Key = TestAgent.KeyOf(key), Ssh = Ports.Free() } };
            await records.WriteAsync(RecordKind.DialIn, new StoredRecord(name, "", JsonSerializer.Serialize(device, DialInJson.Default.DialIn), DateTimeOffset.MaxValue));
        }
        await Book.LoadAsync();
    }

    /// <summary>Changes a device as an administrator does.</summary>
    public async Task ChangeAsync(string name, Func<DialIn, DialIn> change)
    {
        var before = Book.Current.Find(name)!;
        if (!await Book.TryWriteAsync(change(before), before)) throw new InvalidOperationException("Somebody else changed it.");
    }

    /// <summary>Waits until a device's agent is up.</summary>
    public async Task<AgentSession> SessionAsync(string name)
    {
        AgentSession? session = null;
        await Wait.UntilAsync(() => (session = Live.Of(name, Member.Master).OfType<AgentSession>().SingleOrDefault()) is not null, $"the agent of {name}");
        return session!;
    }

    /// <summary>Waits until the history of a device holds these words.</summary>
    public Task NotedAsync(string device, TunnelEvent what, string words)
    {
        var history = Gateway.Services.GetRequiredService<TunnelHistory>();
        return Wait.UntilAsync(() => history.Of(device).Any(line => line.Event == what && line.Reason.Contains(words, StringComparison.Ordinal)), () => $"'{words}' in the history: {string.Join('\n', history.Of(device))}");
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
