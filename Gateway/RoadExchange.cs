using System.Text.Json;
using Gateway.Cluster;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;

namespace Gateway;

/// <summary>Tells the other nodes which devices are connected to this one, and hears which are to them. A node that is gone takes its own with it.</summary>
internal sealed partial class RoadExchange(
    LiveTunnels tunnels, LiveRoads roads, TunnelHistory history, NodeTable nodes, [FromKeyedServices(IStateBoard.Tunnels)] IStateBoard board, IClusterEvents events, TunnelOptions options, ClusterOptions cluster, TimeProvider time, ILogger<RoadExchange> logger)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    // What was measured is told now and then; that a device came or went at once.
    private static readonly TimeSpan MeasuredEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WriteAgain = TimeSpan.FromSeconds(15);

    // A node that is not known here may have come just now.
    private static readonly TimeSpan ToForget = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, RoadsOfNode> _known = new(StringComparer.Ordinal);
    private IReadOnlyList<RoadUp> _shown = [];
    private volatile bool _changed = true;
    private volatile bool _news = true;
    private volatile bool _nodesChanged;
    private string _written = "";
    private DateTimeOffset _writtenAt;
    private DateTimeOffset _measureAt;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn || cluster.Redis is null) return;
        tunnels.Changed += Note;
        events.Happened += Hear;
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await ExchangeAsync();
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFailed(exception); // the next round is tried: an exception would end the gateway
                }
            }
        }
        finally
        {
            tunnels.Changed -= Note;
            events.Happened -= Hear;
        }
    }

    private void Note(ITunnel tunnel, bool isUp) => _changed = true;

    private void Hear(ClusterEvent happened)
    {
        if (happened.Kind == ClusterEventKind.TunnelsChanged) _news = true;
        if (happened.Kind == ClusterEventKind.NodesChanged) _nodesChanged = true;
    }

    private async Task ExchangeAsync()
    {
        var now = time.GetUtcNow();
        bool measures = now >= _measureAt;
        if (measures) _measureAt = now + MeasuredEvery;
        if (_changed || measures) await WriteAsync(now);
        if (_news || measures) await ReadAsync(now);
        else if (_nodesChanged) Show();
    }

    private async Task WriteAsync(DateTimeOffset now)
    {
        bool changed = _changed;
        _changed = false;
        var mine = new RoadsOfNode(now, [.. roads.Here]);
        string text = JsonSerializer.Serialize(mine with { At = default }, RoadJson.Default.RoadsOfNode);
        if (text == _written && now - _writtenAt < WriteAgain) return;
        string[] gone = [.. _known.Where(other => nodes.Find(other.Key) is null && now - other.Value.At > ToForget).Select(other => other.Key)];
        if (!await board.WriteAsync(new Dictionary<string, string> { [nodes.SelfId] = JsonSerializer.Serialize(mine, RoadJson.Default.RoadsOfNode) }, gone))
        {
            _changed |= changed;
            return;
        }
        (_written, _writtenAt) = (text, now);
        if (changed) events.Publish(new ClusterEvent(ClusterEventKind.TunnelsChanged));
    }

    // What cannot be read now is as it was, but for nodes that are gone.
    private async Task ReadAsync(DateTimeOffset now)
    {
        _news = false;
        if (await board.ReadAsync() is { } written)
        {
            _known.Clear();
            foreach (var (node, text) in written)
                if (node != nodes.SelfId && Read(text) is { } theirs) _known[node] = theirs;
        }
        else _news = true;
        Show();
    }

    private void Show()
    {
        _nodesChanged = false;
        var (before, now) = (_shown, (IReadOnlyList<RoadUp>)[.. _known.Where(other => IsThere(other.Key)).SelectMany(other => other.Value.Roads.Where(road => road.Node == other.Key))]);
        _shown = now;
        // First, so that whoever finds the road gone finds out when it went.
        foreach (var gone in before.Where(road => !IsThere(road.Node))) NoteGone(gone);
        roads.Take(now);
    }

    // What a node that is gone can say no more one of the others does: the first by its id.
    private void NoteGone(RoadUp road)
    {
        if (nodes.Others.Any(other => IsThere(other.Id) && string.CompareOrdinal(other.Id, nodes.SelfId) < 0)) return;
        if (history.LastSeen(road.Device, road.Member) is { Event: TunnelEvent.Down } last && last.At >= road.Since) return;
        history.Note(road.Device, TunnelEvent.Down, road.Member, road.Road, road.From, $"the node {road.NodeName} is gone");
    }

    private bool IsThere(string node) => nodes.Find(node) is { State: not NodeState.Lost };

    private static RoadsOfNode? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, RoadJson.Default.RoadsOfNode);
        }
        catch (JsonException)
        {
            return null; // of a newer version, perhaps
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Which devices are connected to which node could not be exchanged; it is tried again")]
    private partial void LogFailed(Exception exception);
}
