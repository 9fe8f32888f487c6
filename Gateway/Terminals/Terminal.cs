using System.Security.Cryptography;
using System.Text;
using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>
/// One client process in a PTY, with its output log and its viewers. Made by <see cref="TerminalTable.Open"/>.
/// </summary>
public sealed partial class Terminal
{
    private readonly TerminalOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TerminalMetrics _metrics;
    private readonly Action<Terminal, TerminalEvents> _changed;
    private readonly Pty _pty;
    private readonly FlowGate _gate;
    private readonly InputPump _input;
    private readonly OutputPump _output;
    private readonly Lock _lock = new();
    private readonly List<Seat> _seats = [];
    private readonly List<Tap> _taps = [];
    private readonly SizeHistory _sizes;
    private readonly TaskCompletionSource<TerminalEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _floor = long.MaxValue;
    private long _tapFloor = long.MaxValue;
    private long _lastInput;
    private long _lastViewer;
    private long _openAt;
    private long _typed;
    private Outcome? _ordered;
    private bool _readOnly;

    internal Terminal(string id, string owner, RemoteRequest request, TerminalSize size, TerminalOptions options, TimeProvider time, ILogger logger, TerminalMetrics metrics, Action<Terminal, TerminalEvents> changed)
    {
        (Id, Owner, Request, Size, _options, _time, _logger, _metrics, _changed) = (id, owner, request, size, options, time, logger, metrics, changed);
        Started = time.GetUtcNow();
        _lastInput = _lastViewer = _openAt = time.GetTimestamp();
        Log = new OutputLog(options.LogCapacity);
        _sizes = new SizeHistory(size);
        _gate = new FlowGate(options.GateHigh, options.GateLow, () => Math.Max(Behind(), TapsBehind()));
        _pty = Pty.Spawn(request.Method.Build(request), size);
        var echo = new EchoClock(time, metrics.Echoed);
        _output = new OutputPump(_pty, Log, _gate, Behind, echo);
        _input = new InputPump(_pty, bytes => echo.Typed(bytes, BytesReceived), Written);
    }

    /// <summary>A random name of 128 bits. Knowing it gives no right.</summary>
    public string Id { get; }

    /// <summary>The visitor it belongs to.</summary>
    public string Owner { get; }

    /// <summary>What it was opened for.</summary>
    public RemoteRequest Request { get; }

    /// <summary>The client's process id.</summary>
    public int ProcessId => _pty.Pid;

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Its size now.</summary>
    public TerminalSize Size { get; private set; }

    /// <summary>The sizes it had, oldest first, as far back as the log reaches, and where in the output each began to count.</summary>
    public IReadOnlyList<SizeChange> Sizes
    {
        get { lock (_lock) return _sizes.Since(Log.Start); }
    }

    /// <summary>
    /// Hears of everything that happens beside the output, as it happens. Called with the terminal's lock held: a handler
    /// takes the note and returns.
    /// </summary>
    public event Action<TerminalNote>? Noted;

    /// <summary>All its output.</summary>
    public OutputLog Log { get; }

    /// <summary>How it ended, or null while it runs. Set before the log is complete.</summary>
    public TerminalEnd? End { get; private set; }

    /// <summary>Completes when the client has gone and its last output is in the log.</summary>
    public Task<TerminalEnd> Ended => _ended.Task;

    /// <summary>Bytes received from the device so far.</summary>
    public long BytesReceived => _output.Received;

    /// <summary>Bytes typed or pasted that the client program has been given so far.</summary>
    public long BytesTyped => Volatile.Read(ref _typed);

    /// <summary>Connections attached now to type; those that only look on are not counted.</summary>
    public int ViewerCount
    {
        get { lock (_lock) return _seats.Count(seat => seat is { Viewer: not null, Watches: false }); }
    }

    /// <summary>Whether input is refused, for everybody. Output goes on.</summary>
    public bool IsReadOnly
    {
        get { lock (_lock) return _readOnly; }
        set
        {
            lock (_lock)
            {
                if (_readOnly == value) return;
                _readOnly = value;
                foreach (var seat in _seats)
                {
                    seat.Types = !value && !seat.Watches && !seat.IsStopped;
                    // Who cannot type does not hold the program either, and must not find it held by what he missed.
                    seat.Holds = seat is { Types: true, Viewer: not null };
                    seat.Acknowledged = Math.Max(seat.Acknowledged, Log.Start);
                }
                UpdateFloor();
            }
        }
    }

    /// <summary>Time since somebody typed, or since it was opened.</summary>
    public TimeSpan IdleTime => _time.GetElapsedTime(Volatile.Read(ref _lastInput));

    /// <summary>Time until it is closed for inactivity, if that is near enough to say so; else zero.</summary>
    public TimeSpan ClosesIn { get; private set; }

    /// <summary>A new name for a terminal: 32 hexadecimal digits.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>
    /// Attaches a connection. With the name of an earlier place it takes that place again, away from the connection
    /// that may still hold it.
    /// </summary>
    /// <param name="place">The earlier place, or null for a new one.</param>
    /// <param name="by">Who it is; a place is given back only to the one whose it was.</param>
    /// <param name="watches">Whether it only looks on: it never types, and never holds the program up.</param>
    /// <returns>Null if the terminal has as many viewers as it may have; the last place is not given to those who look on.</returns>
    public Viewer? Attach(string? place, Participant by, bool watches = false)
    {
        Viewer viewer;
        Viewer? previous;
        lock (_lock)
        {
            var seat = place is null ? null : _seats.Find(candidate => candidate.Id == place && candidate.Watches == watches && candidate.By.Id == by.Id);
            if (seat is null)
            {
                int limit = watches ? _options.ViewersPerTerminal - 1 : _options.ViewersPerTerminal;
                if (_seats.Count >= limit && !_seats.Remove(_seats.Find(candidate => candidate.Viewer is null && (!watches || candidate.Watches))!)) return null;
                seat = new Seat(RandomNumberGenerator.GetHexString(32, lowercase: true), watches, by) { Acknowledged = Log.Start };
                _seats.Add(seat);
            }
            // Another connection sits here now, with a right of its own.
            seat.IsStopped = false;
            seat.Types = !watches && !_readOnly;
            previous = seat.Viewer;
            viewer = new Viewer(this, seat, Log.Start, Log.End);
            (seat.Viewer, seat.Since, seat.Holds) = (viewer, _time.GetTimestamp(), seat.Types);
            seat.Acknowledged = Math.Max(seat.Acknowledged, viewer.Start);
            UpdateFloor();
            if (previous is null) Noted?.Invoke(new TerminalNote.Joined(BytesReceived, by, watches));
        }
        previous?.Leave(Departure.TakenOver);
        _changed(this, TerminalEvents.Listed);
        return viewer;
    }

    /// <summary>Ends the terminal: the client is asked, then killed. Completes when it is gone.</summary>
    public async Task<TerminalEnd> EndAsync(Outcome outcome)
    {
        lock (_lock) _ordered ??= outcome;
        if (_gate.OpenForGood()) _pty.Resume();
        _pty.HangUp();
        try
        {
            return await Ended.WaitAsync(_options.HangUpTimeout, _time);
        }
        catch (TimeoutException)
        {
            _pty.Kill();
            return await Ended;
        }
    }

    /// <summary>Starts to pump output. Called once, after the terminal is in the table.</summary>
    internal void Start() => _ = RunAsync();

    /// <summary>Reads all output from the first byte that is held on, for the gateway's own use; it holds the program while it is behind.</summary>
    public Tap OpenTap()
    {
        lock (_lock)
        {
            var tap = new Tap(this, Log.OpenReader(Log.Start), _options.GateHigh);
            _taps.Add(tap);
            UpdateFloor();
            return tap;
        }
    }

    internal void Advance(Tap tap, long offset)
    {
        lock (_lock)
        {
            tap.Acknowledged = Math.Max(tap.Acknowledged, offset);
            UpdateFloor();
        }
    }

    internal void Close(Tap tap)
    {
        lock (_lock)
        {
            _taps.Remove(tap);
            UpdateFloor();
        }
    }

    // The page has everything below the offset and nothing above it, which after a reload may be less than before.
    internal LogReader Read(Viewer viewer, long offset)
    {
        lock (_lock)
        {
            if (viewer.Seat.Viewer == viewer)
            {
                viewer.Seat.Acknowledged = Math.Clamp(offset, Log.Start, Log.End);
                UpdateFloor();
            }
        }
        return Log.OpenReader(offset);
    }

    internal void Detach(Viewer viewer, Departure departure)
    {
        lock (_lock)
        {
            if (viewer.Seat.Viewer != viewer) return;
            viewer.Seat.Viewer = null;
            viewer.Seat.Since = _time.GetTimestamp();
            if (!viewer.Seat.Watches) _lastViewer = viewer.Seat.Since;
            else _seats.Remove(viewer.Seat); // it has nothing to come back to
            Noted?.Invoke(new TerminalNote.Left(BytesReceived, viewer.By, viewer.Watches));
        }
        viewer.Leave(departure);
        _changed(this, TerminalEvents.Listed);
    }

    internal bool Input(Viewer viewer, long offset, ReadOnlyMemory<byte> bytes)
    {
        var seat = viewer.Seat;
        lock (_lock)
        {
            if (seat.Viewer != viewer || !seat.Types) return true; // on its way out, or the page has yet to hear that it may not
            if (offset < 0 || offset > seat.Accepted) return false;
            Volatile.Write(ref _lastInput, _time.GetTimestamp()); // an empty input types nothing, but says that somebody is there
            long known = seat.Accepted - offset;
            if (known < bytes.Length)
            {
                bytes = bytes[(int)known..];
                // A connection that comes back may have a window of its own on top of what still waits.
                if (seat.Accepted + bytes.Length - seat.Written > 2L * _options.InputWindow || _input.IsFull) return false;
                seat.Accepted += bytes.Length;
                Noted?.Invoke(new TerminalNote.Typed(BytesReceived, seat.By, bytes)); // before they can be answered
                _input.Add(seat, bytes); // under the lock, or two viewers' bytes could pass each other
            }
        }
        if (ClosesIn > TimeSpan.Zero)
        {
            ClosesIn = TimeSpan.Zero;
            _changed(this, TerminalEvents.Idle);
        }
        return true;
    }

    internal void StopTyping(Viewer viewer)
    {
        lock (_lock)
        {
            if (viewer.Seat.Viewer != viewer) return;
            viewer.Seat.IsStopped = true;
            viewer.Seat.Types = viewer.Seat.Holds = false;
            UpdateFloor();
        }
    }

    internal void Acknowledge(Viewer viewer, long offset)
    {
        lock (_lock)
        {
            if (viewer.Seat.Viewer != viewer || offset <= viewer.Seat.Acknowledged) return;
            viewer.Seat.Acknowledged = Math.Min(offset, Log.End);
            viewer.Seat.Since = _time.GetTimestamp();
            UpdateFloor();
        }
    }

    internal void Resize(Viewer viewer, TerminalSize size)
    {
        lock (_lock)
        {
            if (viewer.Seat.Viewer != viewer || !viewer.Seat.Types || size == Size) return;
            Size = size;
            _sizes.Add(BytesReceived, size);
            _pty.Resize(size);
            Noted?.Invoke(new TerminalNote.Resized(BytesReceived, viewer.By, size));
        }
        _changed(this, TerminalEvents.Resized);
    }

    internal long WrittenBy(Seat seat)
    {
        lock (_lock) return seat.Written;
    }

    private void Written(Seat seat, int count)
    {
        Action<long>? report = null;
        long total;
        lock (_lock)
        {
            total = seat.Written += count;
            Volatile.Write(ref _typed, _typed + count);
            // Single keystrokes are not reported: the page learns of them with its next ping.
            if (total - seat.Reported >= _options.InputWindow / 16)
            {
                seat.Reported = total;
                report = seat.Viewer?.InputWritten;
            }
        }
        report?.Invoke(total);
    }

    // The lowest offset that some viewer still needs before the program may run on. Under the lock.
    private void UpdateFloor()
    {
        long floor = long.MaxValue;
        foreach (var seat in _seats)
            if (seat.Holds) floor = Math.Min(floor, seat.Acknowledged);
        Volatile.Write(ref _floor, floor);
        long tapFloor = long.MaxValue;
        foreach (var tap in _taps) tapFloor = Math.Min(tapFloor, tap.Acknowledged);
        Volatile.Write(ref _tapFloor, tapFloor);
        if (_gate.Update()) _pty.Resume();
    }

    private long Behind() => Math.Max(0, BytesReceived - Volatile.Read(ref _floor));

    private long TapsBehind() => Math.Max(0, BytesReceived - Volatile.Read(ref _tapFloor));

    private string LastWords() => Encoding.Latin1.GetString(Log.Tail(4096));
}
