using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Gateway.Access;
using Gateway.Methods;
using Gateway.Terminals;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// The directory in Redis. Each node writes its own part, and writes all of it again where Redis has lost it, so the
/// terminals themselves are the truth and Redis only says where they are.
/// </summary>
internal sealed class RedisDirectory(RedisLink link, RedisKeys keys, NodeTable nodes, TerminalTable terminals, ClusterOptions options) : IDirectory, IDisposable
{
    private const int Batch = 200;

    private readonly ConcurrentDictionary<Terminal, bool> _changed = new();
    private readonly ConcurrentDictionary<string, string> _released = new();
    private readonly Dictionary<string, (string Json, string Owner)> _written = [];
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _behind;

    /// <summary>Whether Redis holds something else than was written there, and nothing is under way that explains it.</summary>
    /// <param name="entries">How many terminals of this node Redis holds.</param>
    public bool Differs(long entries)
    {
        lock (_written) return _behind || _changed.IsEmpty && _released.IsEmpty && _writing.CurrentCount == 1 && _written.Count != entries;
    }

    public async Task<ClaimFailure?> ClaimAsync(string terminal, string owner, string address, RemoteRequest request, TerminalSize size)
    {
        var entry = new DirectoryEntry(owner, request.Method.Name, request.User, request.Port, size.Columns, size.Rows, DateTimeOffset.UtcNow, true);
        try
        {
            var answer = await link.AskAsync(database => database.ScriptEvaluateAsync(
                RedisScripts.Claim,
                [keys.Nodes, keys.Visitor(owner), keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId), keys.VisitorOpens(owner), keys.AddressOpens(address)],
                [keys.NodePrefix, nodes.SelfId, terminal, Json(entry), options.PerVisitor, options.PerGateway, options.OpensPerMinute, options.OpensPerMinute * OpenRate.AddressFactor, Milliseconds(RedisKeys.DirectoryLife), Milliseconds(RedisKeys.VisitorLife)]));
            return (string?)answer switch
            {
                "ok" => null,
                "visitor" => ClaimFailure.VisitorLimit,
                "gateway" => ClaimFailure.GatewayLimit,
                _ => ClaimFailure.Rate,
            };
        }
        catch (RedisUnavailableException)
        {
            return null; // this node's own limits still count
        }
    }

    public void Release(string terminal, string owner)
    {
        _released[terminal] = owner;
        Wake();
    }

    public void Note(Terminal terminal)
    {
        _changed[terminal] = true;
        Wake();
    }

    public async Task<DirectoryPlace?> FindAsync(string terminal)
    {
        var answer = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Find, [keys.Nodes], [keys.NodePrefix, terminal]));
        if (answer is not [var node, var entry, var record]) return null;
        var said = (string?)record is { } json ? JsonSerializer.Deserialize(json, ClusterJson.Default.NodeRecord) : null;
        return new DirectoryPlace(terminal, (string)node!, Read((string)entry!), said);
    }

    public async Task<IReadOnlyList<DirectoryPlace>> ListAsync(string owner)
    {
        var answer = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.List, [keys.Visitor(owner)], [keys.NodePrefix]));
        return [.. answer.Chunk(3).Select(one => new DirectoryPlace((string)one[0]!, (string)one[1]!, Read((string)one[2]!))).Where(place => place.Node != nodes.SelfId)];
    }

    /// <summary>Writes what changed, as it changes, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _work.Reader.ReadAsync(cancellation);
            try
            {
                await WriteChangesAsync();
            }
            catch (RedisUnavailableException)
            {
                lock (_written) _behind = true; // the next good heartbeat sees to it that everything is written again
            }
        }
    }

    /// <summary>Writes this node's whole part, after Redis has lost it or was away.</summary>
    /// <exception cref="RedisUnavailableException">It cannot be written now.</exception>
    public async Task WriteAllAsync()
    {
        await _writing.WaitAsync();
        try
        {
            await link.AskAsync(database => database.KeyDeleteAsync([keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId)]));
            lock (_written)
            {
                _written.Clear();
                _behind = false;
            }
            await WriteAsync(terminals.All().Select(terminal => (terminal.Id, terminal.Owner, (DirectoryEntry?)DirectoryEntry.Of(terminal))));
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task WriteChangesAsync()
    {
        await _writing.WaitAsync();
        try
        {
            List<(string, string, DirectoryEntry?)> changes = [];
            foreach (var terminal in _changed.Keys)
            {
                if (!_changed.TryRemove(terminal, out _)) continue;
                bool here = terminals.Find(terminal.Owner, terminal.Id) is not null;
                changes.Add((terminal.Id, terminal.Owner, here ? DirectoryEntry.Of(terminal) : null));
            }
            foreach (string terminal in _released.Keys)
                if (_released.TryRemove(terminal, out string? owner)) changes.Add((terminal, owner, null));
            await WriteAsync(changes);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteAsync(IEnumerable<(string Terminal, string Owner, DirectoryEntry? Entry)> changes)
    {
        var news = changes.Select(change => (change.Terminal, change.Owner, change.Entry, Json: change.Entry is null ? "" : Json(change.Entry))).Where(IsNew);
        foreach (var part in news.Chunk(Batch))
        {
            RedisKey[] touched = [keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId), .. part.Select(change => keys.Visitor(change.Owner))];
            RedisValue[] values = [
                nodes.SelfId, Milliseconds(RedisKeys.DirectoryLife), Milliseconds(RedisKeys.VisitorLife),
                .. part.SelectMany(change => new RedisValue[] { change.Terminal, change.Json, change.Entry is { Running: true } ? "1" : "0" }),
            ];
            await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Write, touched, values));
            lock (_written)
            {
                foreach (var (terminal, owner, entry, json) in part)
                {
                    if (entry is null) _written.Remove(terminal);
                    else _written[terminal] = (json, owner);
                }
            }
        }
    }

    // A viewer who comes or goes changes nothing that the directory holds.
    private bool IsNew((string Terminal, string Owner, DirectoryEntry? Entry, string Json) change)
    {
        lock (_written) return change.Entry is null || !_written.TryGetValue(change.Terminal, out var before) || before.Json != change.Json;
    }

    /// <summary>Keeps the indices of this node's visitors from expiring. Called now and then.</summary>
    /// <exception cref="RedisUnavailableException">It cannot be done now.</exception>
    public async Task RefreshVisitorsAsync()
    {
        List<string> owners;
        lock (_written) owners = [.. _written.Values.Select(entry => entry.Owner).Distinct()];
        foreach (string owner in owners) await link.AskAsync(database => database.KeyExpireAsync(keys.Visitor(owner), RedisKeys.VisitorLife));
    }

    private void Wake() => _work.Writer.TryWrite(true);

    private static string Json(DirectoryEntry entry) => JsonSerializer.Serialize(entry, ClusterJson.Default.DirectoryEntry);

    private static DirectoryEntry Read(string json) => JsonSerializer.Deserialize(json, ClusterJson.Default.DirectoryEntry)!;

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
