using System.Text;
using System.Text.Json;

namespace Gateway.Cluster;

/// <summary>Events over the one Redis channel: <c>node id, space, JSON</c>, so that a node knows its own.</summary>
internal sealed partial class RedisEvents(RedisLink link, RedisKeys keys, NodeTable nodes, ILogger<RedisEvents> logger) : IClusterEvents
{
    private int? _listening;

    public event Action<ClusterEvent>? Happened;

    /// <summary>Begins to hear the others; to be called again with each beat, since the link may have been made anew.</summary>
    /// <exception cref="RedisUnavailableException">Redis cannot be asked now.</exception>
    public async Task ListenAsync()
    {
        int generation = link.Generation;
        if (_listening == generation) return;
        await link.SubscribeAsync(keys.Events, Hear);
        _listening = generation;
    }

    public void Publish(ClusterEvent happened)
    {
        Happened?.Invoke(happened);
        if (link.IsUp) _ = SendAsync($"{nodes.SelfId} {JsonSerializer.Serialize(happened, ClusterJson.Default.ClusterEvent)}");
    }

    private async Task SendAsync(string message)
    {
        try
        {
            await link.AskAsync(database => database.PublishAsync(keys.Events, message));
        }
        catch (RedisUnavailableException)
        {
            // Pages look again by themselves now and then; the link has told the log.
        }
    }

    private void Hear(byte[] message)
    {
        int blank = message.AsSpan().IndexOf((byte)' ');
        if (blank < 0 || Encoding.ASCII.GetString(message, 0, blank) == nodes.SelfId) return;
        try
        {
            if (JsonSerializer.Deserialize(message.AsSpan(blank + 1), ClusterJson.Default.ClusterEvent) is { } happened) Happened?.Invoke(happened);
        }
        catch (JsonException exception)
        {
            Unreadable(exception); // of a newer version, perhaps
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "An event from another node cannot be read")]
    private partial void Unreadable(Exception exception);
}
