using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Gateway.Terminals;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// This node's part of the directory. The terminals themselves are the truth: what Redis has lost is written again, and
/// nothing is taken away before what takes its place stands there.
/// </summary>
internal sealed partial class RedisDirectoryPart(RedisLink link, RedisKeys keys, NodeTable nodes, TerminalTable terminals, ILogger<RedisDirectoryPart> logger) : IDisposable
{
    private const int Batch = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Terminal, bool> _changed = new();
    private readonly ConcurrentDictionary<string, string> _released = new();
    private readonly ConcurrentDictionary<string, long> _claimed = new();
    private readonly ConcurrentDictionary<string, (string Json, string Owner)> _written = new();
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _version;
    private volatile bool _behind;

    /// <summary>Redis is about to hold a terminal that is not open yet.</summary>
    public void Claim(string terminal)
    {
        _claimed[terminal] = Environment.TickCount64;
        Interlocked.Increment(ref _version);
    }

    /// <summary>It does not after all.</summary>
    public void Unclaim(string terminal) => _claimed.TryRemove(terminal, out _);

    /// <summary>The terminal was not opened.</summary>
    public void Release(string terminal, string owner)
    {
        _released[terminal] = owner;
        Wake();
    }

    /// <summary>Something about a terminal changed.</summary>
    public void Note(Terminal terminal)
    {
        _changed[terminal] = true;
        Wake();
    }

    /// <summary>A moment to compare with: see <see cref="Differs"/>.</summary>
    public long Moment => Interlocked.Read(ref _version);

    /// <summary>Whether Redis holds something else than was written there.</summary>
    /// <param name="entries">How many terminals of this node it held when it was asked.</param>
    /// <param name="moment">The moment before it was asked: what was under way since explains a difference.</param>
    public bool Differs(long entries, long moment)
    {
        // What was claimed and never opened nor released, because Redis went away meanwhile, explains nothing for ever.
        foreach (var (terminal, at) in _claimed)
            if (Environment.TickCount64 - at > Longest.TotalMilliseconds) _claimed.TryRemove(terminal, out _);
        return _behind || _changed.IsEmpty && _released.IsEmpty && _claimed.IsEmpty && _writing.CurrentCount == 1 && moment == Moment && _written.Count != entries;
    }

    /// <summary>Writes what changed, as it changes, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await _work.Reader.ReadAsync(cancellation);
                await WriteChangesAsync();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _behind = true; // the next good heartbeat sees to it that everything is written again
                if (exception is not RedisUnavailableException) Failed(exception);
            }
        }
    }

    /// <summary>Writes all of it, after Redis has lost it or was away.</summary>
    /// <exception cref="RedisUnavailableException">It cannot be written now.</exception>
    public async Task WriteAllAsync()
    {
        await _writing.WaitAsync();
        try
        {
            _written.Clear();
            await WriteAsync(terminals.All().Select(terminal => (terminal.Id, terminal.Owner, (DirectoryEntry?)DirectoryEntry.Of(terminal))));
            var entries = await link.AskAsync(database => database.HashKeysAsync(keys.Terminals(nodes.SelfId)));
            if (Strays(entries) is { Length: > 0 } ended) await link.AskAsync(database => database.HashDeleteAsync(keys.Terminals(nodes.SelfId), ended));
            var running = await link.AskAsync(database => database.SetMembersAsync(keys.Running(nodes.SelfId)));
            if (Strays(running) is { Length: > 0 } stopped) await link.AskAsync(database => database.SetRemoveAsync(keys.Running(nodes.SelfId), stopped));
            _behind = false;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Keeps the indices of this node's visitors from expiring. Called now and then.</summary>
    /// <exception cref="RedisUnavailableException">It cannot be done now.</exception>
    public async Task RefreshVisitorsAsync()
    {
        foreach (string owner in _written.Values.Select(entry => entry.Owner).Distinct())
            await link.AskAsync(database => database.KeyExpireAsync(keys.Visitor(owner), RedisKeys.VisitorLife));
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>An entry as it stands in Redis.</summary>
    public static string Json(DirectoryEntry entry) => JsonSerializer.Serialize(entry, ClusterJson.Default.DirectoryEntry);

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
        foreach (var some in news.Chunk(Batch))
        {
            RedisKey[] touched = [keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId), .. some.Select(change => keys.Visitor(change.Owner))];
            RedisValue[] values = [
                nodes.SelfId, RedisKeys.Milliseconds(RedisKeys.DirectoryLife), RedisKeys.Milliseconds(RedisKeys.VisitorLife),
                .. some.SelectMany(change => new RedisValue[] { change.Terminal, change.Json, change.Entry is { Running: true } ? "1" : "0" }),
            ];
            await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Write, touched, values));
            foreach (var (terminal, owner, entry, json) in some)
            {
                if (entry is null) _written.TryRemove(terminal, out _);
                else _written[terminal] = (json, owner);
                _claimed.TryRemove(terminal, out _);
            }
            Interlocked.Increment(ref _version);
        }
    }

    private RedisValue[] Strays(RedisValue[] terminals) => [.. terminals.Where(terminal => !_written.ContainsKey(terminal!) && !_claimed.ContainsKey(terminal!))];

    // A viewer who comes or goes changes nothing that the directory holds.
    private bool IsNew((string Terminal, string Owner, DirectoryEntry? Entry, string Json) change) =>
        change.Entry is null || !_written.TryGetValue(change.Terminal, out var before) || before.Json != change.Json;

    private void Wake() => _work.Writer.TryWrite(true);

    [LoggerMessage(1, LogLevel.Error, "Writing to the directory failed; everything is written again")]
    private partial void Failed(Exception exception);
}
