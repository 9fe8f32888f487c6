using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Terminals;

namespace Gateway.Recording;

/// <summary>The recordings that this node writes.</summary>
public sealed partial class Recorders : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly RecordingOptions _options;
    private readonly RecordingStorage _storage;
    private readonly TimeProvider _time;
    private readonly ILogger<Recorders> _logger;
    private readonly ConditionalWeakTable<Terminal, Recorder> _byTerminal = [];
    private readonly ConcurrentDictionary<string, Recorder> _live = new();
    private readonly Lock _opening = new(); // held while the disk is asked: for scribes and the upkeep alone
    private readonly Lock _counting = new();
    private readonly ITimer _looking;
    private readonly Lazy<Scribe[]> _scribes = new(() => [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount / 2, 1, 4)).Select(_ => new Scribe())]);
    private RecordingKey? _key;
    private IDisposable? _lock;
    private int _nextScribe;
    private long _ended;
    private volatile string? _problem;

    /// <summary>Nothing is opened yet.</summary>
    public Recorders(RecordingStorage storage, TimeProvider time, ILogger<Recorders> logger)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _storage, _time, _logger) = (storage.Options, storage, time, logger);
        _looking = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <summary>What is wrong, for the operator: the last recording could not be begun or written on, or none can be stored. Null if all is well.</summary>
    public string? Problem => _problem ?? _storage.Trouble;

    /// <summary>Recordings that are being written.</summary>
    public int Count => _live.Count;

    /// <summary>Bytes written into recordings since the start of this process.</summary>
    public long Bytes
    {
        // Under the lock: one that ends meanwhile would be counted twice or not at all, and a counter must not fall.
        get { lock (_counting) return _ended + _live.Values.Sum(recorder => recorder.Bytes); }
    }

    /// <summary>The recording of a terminal, also after it has ended; null if there is none.</summary>
    public Recorder? Of(Terminal terminal) => _byTerminal.TryGetValue(terminal, out var recorder) ? recorder : null;

    /// <summary>Begins to record a terminal from the first byte that it still holds on. Call it before anybody types.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="subject">What the terminal does not know itself.</param>
    /// <param name="required">Whether the terminal must not go on without; it is noted, and the caller's to see to.</param>
    /// <returns>The recording, or why there is none.</returns>
    public async Task<(Recorder? Recorder, string? Failure)> StartAsync(Terminal terminal, RecordingSubject subject, bool required)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(subject);
        var scribe = Scribes[(int)((uint)Interlocked.Increment(ref _nextScribe) % (uint)Scribes.Count)];
        var recorder = new Recorder(RecordingPath.NewId(), terminal, scribe, _time, _options.Input);
        var begun = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        scribe.Post(() => begun.TrySetResult(Begin(recorder, terminal, subject, required)));
        string? failed;
        try
        {
            failed = await begun.Task.WaitAsync(Recorder.Patience, _time);
        }
        catch (TimeoutException)
        {
            failed = Silent; // the scribe notices, and ends what it has begun
        }
        if (failed is not null)
        {
            recorder.Withdraw(failed);
            Fault(terminal.Id, failed);
            return (null, failed);
        }
        _byTerminal.AddOrUpdate(terminal, recorder);
        return (recorder, null);
    }

    /// <summary>The threads that write; they are started when they are first asked for.</summary>
    internal IReadOnlyList<Scribe> Scribes => _scribes.Value;

    /// <summary>Whether a recording is being written by this node.</summary>
    internal bool IsLive(string id) => _live.ContainsKey(id);

    /// <summary>Takes the lock and the key, and ends what a killed node, or a disk that failed, has left.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be used.</exception>
    internal RecordingKey Open()
    {
        lock (_opening)
        {
            if (_key is { } opened) return opened;
            var held = RecordingLock.Take(_options.Folder, _options.Node);
            try
            {
                _key = RecordingKey.OpenOrCreate(_options.KeyFile);
            }
            catch
            {
                held.Dispose();
                throw;
            }
            _lock = held;
            return _key;
        }
    }

    /// <summary>Ends what was begun and is not written any more.</summary>
    internal void Recover(CancellationToken cancellation)
    {
        var key = Open();
        foreach (var (id, seconds) in new RecordingRecovery(_storage, key, IsLive, NotRecovered).Run(cancellation))
            Recovered(id, seconds);
    }

    /// <summary>Ends all recordings; what is not ended in time is ended at the next start.</summary>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        var recorders = _live.Values.ToList();
        foreach (var recorder in recorders) recorder.Stop("The gateway stopped.");
        try
        {
            // Not only completed: one that has failed may be writing why.
            await Task.WhenAll(recorders.Select(recorder => recorder.Closed)).WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Unfinished(_live.Count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _looking.Dispose();
        if (_scribes.IsValueCreated)
            foreach (var scribe in _scribes.Value) scribe.Dispose();
        _lock?.Dispose();
        // The key is left to the threads that may still sign with it.
    }

    private static string Silent => string.Create(CultureInfo.InvariantCulture, $"The disk did not answer for {Recorder.Patience.TotalSeconds:0} seconds.");

    private string? Begin(Recorder recorder, Terminal terminal, RecordingSubject subject, bool required)
    {
        if (_storage.Full is { } full) return full;
        try
        {
            var key = Open();
            if (recorder.Completed.IsCompleted) return Silent; // nobody waits for it any more
            var started = recorder.Started;
            var request = terminal.Request;
            var begun = new ChainBegun
            {
                Id = recorder.Id,
                Owner = subject.Owner,
                Name = subject.Name,
                Method = request.Method.Name,
                User = request.User,
                Port = request.Target.IsOfDomain ? request.Port : 0,
                Device = request.Target.Device ?? "",
                Address = request.Target.IsOfDomain ? "" : request.Target.Place,
                Domain = subject.Domain,
                Node = subject.Node,
                Started = started,
                Columns = recorder.FirstSize.Columns,
                Rows = recorder.FirstSize.Rows,
                Required = required,
            };
            _live[recorder.Id] = recorder; // before there is anything that the recovery could find
            var writer = new RecordingWriter(_storage.Folder.PathOf(RecordingPath.Place(started, recorder.Id)), _options, key, begun, recorder.Buffer);
            try
            {
                writer.Begin();
            }
            catch
            {
                writer.Undo();
                writer.Dispose();
                throw;
            }
            if (recorder.Start(writer))
            {
                _problem = null;
                _ = FollowAsync(recorder, terminal.Id);
                return null;
            }
            _live.TryRemove(recorder.Id, out _);
            return Silent;
        }
        catch (Exception exception)
        {
            // Whatever it is, it is this recording's end and not that of the thread that writes the others.
            _live.TryRemove(recorder.Id, out _);
            recorder.NeverBegun();
            return $"The recording cannot be begun: {exception.Message}";
        }
    }

    private async Task FollowAsync(Recorder recorder, string terminal)
    {
        if (await recorder.Completed is { } failure)
        {
            Fault(terminal, failure);
        }
        await recorder.Closed;
        lock (_counting)
        {
            _live.TryRemove(recorder.Id, out _);
            _ended += recorder.Bytes;
        }
    }

    private void Fault(string terminal, string failure)
    {
        _problem = failure;
        Failed(terminal, failure);
    }

    private void Look()
    {
        string? overfull = _storage.Overfull;
        foreach (var recorder in _live.Values) recorder.Look(overfull);
    }

    [LoggerMessage(1, LogLevel.Error, "Terminal {Terminal} is not recorded: {Failure}")]
    private partial void Failed(string terminal, string failure);

    [LoggerMessage(2, LogLevel.Warning, "Recording {Recording} was left unfinished and has been ended after {Seconds} seconds")]
    private partial void Recovered(string recording, double seconds);

    private readonly HashSet<string> _toldOf = [];

    // The upkeep alone asks, each minute.
    private void NotRecovered(string id, Exception exception)
    {
        if (_toldOf.Add(id)) NotEnded(id, exception.Message);
    }

    [LoggerMessage(4, LogLevel.Error, "Recording {Recording} was left unfinished and cannot be ended: {Error}")]
    private partial void NotEnded(string recording, string error);

    [LoggerMessage(3, LogLevel.Error, "Stopping: {Count} recordings are not ended; the next start ends them")]
    private partial void Unfinished(int count);
}
