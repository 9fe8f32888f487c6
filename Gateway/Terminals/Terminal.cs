using System.Security.Cryptography;
using System.Text;
using Gateway.Methods;
using Gateway.Screens;

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
    private readonly Keyboard _keyboard = new();
    private readonly ScreenKeeper _screen;
    private readonly TaskCompletionSource<TerminalEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TelnetRelay? _relay;
    private long _floor = long.MaxValue;
    private long _tapFloor = long.MaxValue;
    private long _lastInput;
    private long _lastViewer;
    private long _openAt;
    private long _typed;
    private Outcome? _ordered;

    internal Terminal(string id, string owner, RemoteRequest request, TerminalSize size, TerminalOptions options, TimeProvider time, ILogger logger, TerminalMetrics metrics, Action<Terminal, TerminalEvents> changed)
    {
        (Id, Owner, Request, Size, _options, _time, _logger, _metrics, _changed) = (id, owner, request, size, options, time, logger, metrics, changed);
        Started = time.GetUtcNow();
        _lastInput = _lastViewer = _openAt = time.GetTimestamp();
        Log = new OutputLog(options.LogCapacity);
        _sizes = new SizeHistory(size);
        _gate = new FlowGate(options.GateHigh, options.GateLow, () => Math.Max(Behind(), TapsBehind()));
        _pty = Spawn(request, size);
        var echo = new EchoClock(time, metrics.Echoed);
        _output = new OutputPump(_pty, Log, _gate, Behind, echo);
        _input = new InputPump(_pty, bytes => echo.Typed(bytes, BytesReceived), Written, Dropped, _relay is null ? null : _relay.Typing);
        _screen = new ScreenKeeper(this, Math.Min(OutputLog.SegmentSize, options.GateLow / 2), logger);
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

    /// <summary>Whether one connection only is let in, beside those who look after the gateway, and the terminal ends when that has been gone for the reconnect grace.</summary>
    public bool IsForOne { get; init; }

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

    /// <summary>Says more about an end that the client brought about itself, from what the client's own words cannot tell; null for nothing.</summary>
    public Func<Outcome, Outcome>? Explained { get; set; }

    /// <summary>How it ended, or null while it runs. Set before the log is complete.</summary>
    public TerminalEnd? End { get; private set; }

    /// <summary>Completes when the client has gone and its last output is in the log.</summary>
    public Task<TerminalEnd> Ended => _ended.Task;

    /// <summary>Whether the gateway's own end shows what is typed, and whether the client has put it into raw mode, as ssh does once it is let in; null once it has ended.</summary>
    public (bool Echoes, bool IsRaw)? Modes => _pty.Modes();

    /// <summary>Bytes received from the device so far.</summary>
    public long BytesReceived => _output.Received;

    /// <summary>Bytes typed or pasted that the client program has been given so far.</summary>
    public long BytesTyped => Volatile.Read(ref _typed);

    /// <summary>Connections of its owner attached now to type; guests, and those that only look on, are not counted.</summary>
    public int ViewerCount
    {
        get { lock (_lock) return _seats.Count(seat => seat is { Viewer: not null, Watches: false, IsOwner: true }); }
    }

    /// <summary>Time since somebody typed, or since it was opened.</summary>
    public TimeSpan IdleTime => _time.GetElapsedTime(Volatile.Read(ref _lastInput));

    /// <summary>Time until it is closed for inactivity, if that is near enough to say so; else zero.</summary>
    public TimeSpan ClosesIn { get; private set; }

    /// <summary>A new name for a terminal: 32 hexadecimal digits.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether a text could be the name of a terminal.</summary>
    public static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

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

    /// <summary>The screen as it is now, with all output that readers could see when this was called.</summary>
    public Task<ScreenSnapshot> SnapshotAsync() => _screen.SnapshotAsync();

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

    /// <summary>How output goes to those who do not hold the program.</summary>
    internal OutputPace Pace => new(_options.GateHigh, _options.LogCapacity / 2);

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
