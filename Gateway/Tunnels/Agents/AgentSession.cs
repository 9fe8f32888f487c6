using System.Collections.Concurrent;
using System.Threading.Channels;
using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>A device's agent that is connected to this node. For several threads.</summary>
public sealed class AgentSession : ITunnel, IDisposable
{
    /// <summary>Most streams of a device at once, those that are being opened among them.</summary>
    public const int MostStreams = 500;

    // What an agent that reads never comes near.
    private const int MostUnsent = MostStreams + 100;
    private const int MostQuestions = 8;

    // To say goodbye; who does not listen is cut off in the middle.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly AgentVisitor _visitor;
    private readonly AgentCall _call;
    private readonly AgentStreams _streams;
    private readonly TimeProvider _time;
    private readonly AgentPulse _pulse;
    private readonly PeriodicTimer _timer;
    private readonly Channel<AgentMessage> _unsent = Channel.CreateBounded<AgentMessage>(new BoundedChannelOptions(MostUnsent) { SingleReader = true });
    private readonly ConcurrentDictionary<string, AwaitedStream> _awaited = new();
    private readonly ConcurrentDictionary<CountedSocket, bool> _open = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<string[]>> _questions = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AgentGoodbye? _goodbye;
    private long _in;
    private long _out;
    private long _question;
    private int _streamCount;
    private volatile bool _stopped;

    internal AgentSession(AgentVisitor visitor, AgentCall call, AgentStreams streams, TimeSpan keepAlive, TimeProvider time)
    {
        (_visitor, _call, _streams, _time, _pulse) = (visitor, call, streams, time, new AgentPulse(time));
        (Since, _stopped, _timer) = (time.GetUtcNow(), visitor.Device.Stopped, new PeriodicTimer(keepAlive, time));
    }

    /// <inheritdoc/>
    public string Device => _visitor.Device.Name;

    /// <inheritdoc/>
    public Member Member => _visitor.Which;

    /// <inheritdoc/>
    public Road Road => Road.WebSocket;

    /// <inheritdoc/>
    public DateTimeOffset Since { get; }

    /// <inheritdoc/>
    public string From => _call.From;

    /// <summary>The agent's version, as it says.</summary>
    public string Version => _visitor.Version;

    /// <summary>None while an administrator has stopped the device.</summary>
    public IReadOnlyCollection<Service> Services => _stopped || IsOver ? [] : _visitor.Carries;

    /// <inheritdoc/>
    public TimeSpan? RoundTrip => _pulse.RoundTrip;

    /// <inheritdoc/>
    public (long In, long Out) Bytes => (Interlocked.Read(ref _in), Interlocked.Read(ref _out));

    /// <summary>Streams that are open.</summary>
    public int OpenCount => _open.Count;

    internal AgentVisitor Visitor => _visitor;

    /// <summary>How others of the same identity took each other's place.</summary>
    internal IdentitySwaps Swaps { get; init; } = IdentitySwaps.None;

    /// <summary>Seconds that it is told to wait for if another one takes its place.</summary>
    internal int RetryIfReplaced { get; set; } = 5;

    /// <summary>Told once when it ends, and why.</summary>
    internal Action<AgentSession, AgentGoodbye>? Ended { get; init; }

    private bool IsOver => Volatile.Read(ref _goodbye) is not null;

    /// <summary>Opens a connection to one of its services. Disposing the stream ends it; cancelling a read or a write ends it too.</summary>
    /// <exception cref="TunnelException">The device does not carry it, has too many open, or did not open it in time.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<Stream> ConnectAsync(Service service, CancellationToken cancellation)
    {
        if (!Services.Contains(service)) throw new TunnelException($"{Device} does not offer {Word(service)} now.");
        if (Interlocked.Increment(ref _streamCount) > MostStreams)
        {
            Interlocked.Decrement(ref _streamCount);
            throw new TunnelException($"{Device} has {MostStreams} connections open; it takes no more.");
        }
        using var awaited = _streams.Await(this);
        _awaited[awaited.Name] = awaited;
        Stream? stream = null;
        try
        {
            if (!TrySend(new Open(awaited.Name, Word(service)))) throw new TunnelException($"{Device} is not connected any more.");
            return stream = await awaited.Come.WaitAsync(AgentWire.Patience, _time, cancellation);
        }
        catch (TimeoutException exception)
        {
            throw new TunnelException($"{Device} did not open a connection to its {Word(service)} in time.", exception);
        }
        finally
        {
            _awaited.TryRemove(awaited.Name, out _);
            if (stream is null && !awaited.TryGiveUp() && awaited.Come.IsCompletedSuccessfully) await (await awaited.Come).DisposeAsync();
            Interlocked.Decrement(ref _streamCount); // whatever came counts itself
        }
    }

    /// <inheritdoc/>
    public void Cut(string reason) => End(reason == LiveTunnels.Replaced ? AgentGoodbye.Of("replaced", reason, RetryIfReplaced) : AgentGoodbye.Of("unavailable", reason, 5));

    /// <summary>The last lines of the agent's log, oldest first, as it says: text from outside, at most 64 KiB.</summary>
    /// <param name="lines">How many at most, 1 to 1000.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TunnelException">It does not answer, or is asked too much at once.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<IReadOnlyList<string>> AskLogAsync(int lines, CancellationToken cancellation)
    {
        long id = Interlocked.Increment(ref _question);
        var answer = new TaskCompletionSource<string[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_questions.Count >= MostQuestions || !_questions.TryAdd(id, answer)) throw new TunnelException($"{Device} is being asked for its log already.");
        try
        {
            if (!TrySend(new AskLog(id, Math.Clamp(lines, 1, 1000)))) throw new TunnelException($"{Device} is not connected any more.");
            return await answer.Task.WaitAsync(AgentWire.Patience, _time, cancellation);
        }
        catch (TimeoutException exception)
        {
            throw new TunnelException($"{Device} did not send its log in time.", exception);
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Says that it is let in; before anything else is said to it.</summary>
    internal void Welcome(Welcome welcome) => TrySend(welcome);

    /// <summary>An administrator has stopped it, or started it. False if that is so already.</summary>
    internal bool SetStopped(bool stopped)
    {
        if (_stopped == stopped || IsOver) return false;
        _stopped = stopped;
        TrySend(new State(stopped));
        if (stopped) CutStreams("it was stopped");
        return true;
    }

    /// <summary>Lives until it is ended, from either side.</summary>
    internal async Task RunAsync()
    {
        var (receiving, sending, beating) = (ReceiveAsync(), SendAsync(), BeatAsync());
        await Task.WhenAny(receiving, _over.Task);
        // Who has ended it knows better why.
        if (receiving.IsCompleted) End(new AgentGoodbye(await receiving, null));
        await Task.WhenAny(Task.WhenAll(receiving, sending), Task.Delay(Grace));
        _call.Socket.Abort();
        await Task.WhenAll(receiving, sending, beating);
    }

    /// <summary>Ends it at once; the first reason counts.</summary>
    internal void End(AgentGoodbye goodbye)
    {
        if (Interlocked.CompareExchange(ref _goodbye, goodbye, null) is not null) return;
        CutStreams(goodbye.Reason);
        foreach (var (_, question) in _questions) question.TrySetException(new TunnelException($"{Device}: {goodbye.Reason}."));
        if (goodbye.Said is { } said) _unsent.Writer.TryWrite(said);
        _unsent.Writer.TryComplete();
        _timer.Dispose();
        _over.TrySetResult();
        Ended?.Invoke(this, goodbye);
    }

    /// <summary>Counts an open stream until the result is disposed; it is cut with the session.</summary>
    internal IDisposable Enter(CountedSocket socket)
    {
        Interlocked.Increment(ref _streamCount);
        _open[socket] = true;
        if (IsOver || _stopped) socket.Abort(); // it ended in this very moment
        return new Place(this, socket);
    }

    internal void CountIn(int bytes) => Interlocked.Add(ref _in, bytes);

    internal void CountOut(int bytes) => Interlocked.Add(ref _out, bytes);

    private void CutStreams(string reason)
    {
        foreach (var (_, awaited) in _awaited) awaited.Fail($"{Device}: {reason}.");
        foreach (var (socket, _) in _open) socket.Abort();
    }

    private bool TrySend(AgentMessage message)
    {
        if (_unsent.Writer.TryWrite(message)) return true;
        if (!IsOver) End(new AgentGoodbye("it did not read what it was sent", null));
        return false;
    }

    private async Task BeatAsync()
    {
        do
        {
            if (_pulse.Beat() is { } ping) TrySend(ping);
            else End(new AgentGoodbye($"it did not answer {AgentPulse.Most} times", null));
        }
        while (await _timer.WaitForNextTickAsync());
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var message in _unsent.Reader.ReadAllAsync()) await _call.Socket.SendAsync(message, CancellationToken.None);
            await _call.Socket.FinishAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The receiving side finds that out too, and says it.
        }
    }

    // Why it is over.
    private async Task<string> ReceiveAsync()
    {
        try
        {
            while (await _call.Socket.ReceiveAsync(CancellationToken.None) is { } message)
            {
                _pulse.Heard();
                Take(message);
            }
            return "it ended the connection";
        }
        catch (InvalidDataException exception)
        {
            return $"it broke the rules: {exception.Message}";
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return "the connection was lost";
        }
    }

    private void Take(AgentMessage message)
    {
        switch (message)
        {
            case Pong pong:
                _pulse.Answered(pong.Id);
                break;
            case Ping ping:
                TrySend(new Pong(ping.Id));
                break;
            // Only its own.
            case Failed { Stream: { } name } failed when _awaited.TryGetValue(name, out var awaited):
                awaited.Fail($"{Device}: {AgentGreeting.Printable(failed.Reason ?? "", 200)}");
                break;
            case LogLines { Lines: { } lines } log when _questions.TryGetValue(log.Id, out var question):
                question.TrySetResult([.. lines.OfType<string>()]);
                break;
        }
    }

    private static string Word(Service service) => service switch { Service.Ssh => "ssh", Service.Http => "http", _ => "app" };

    private sealed class Place(AgentSession session, CountedSocket socket) : IDisposable
    {
        public void Dispose()
        {
            session._open.TryRemove(socket, out _);
            Interlocked.Decrement(ref session._streamCount);
        }
    }
}
