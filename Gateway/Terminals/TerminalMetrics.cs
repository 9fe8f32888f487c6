using System.Diagnostics.Metrics;
using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>
/// The terminals in numbers. Most are read off the terminals when somebody asks, so that bytes cost nothing more on
/// their way.
/// </summary>
public sealed class TerminalMetrics
{
    private static readonly double[] EchoBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _lock = new();
    private readonly HashSet<Terminal> _running = [];
    private readonly Tally<string> _opened;
    private readonly Tally<EndReason> _ended = new("reason", Enum.GetValues<EndReason>());
    private readonly Histogram<double> _echo;
    private long _received;
    private long _typed;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meter">The gateway's meter.</param>
    /// <param name="methods">The methods that terminals can have.</param>
    /// <param name="options">The limit beside the count.</param>
    public TerminalMetrics(Meter meter, MethodCatalog methods, TerminalOptions options)
    {
        _opened = new Tally<string>("method", methods.Names);
        meter.CreateObservableUpDownCounter("gateway.terminals", () => Running.Count, "{terminal}", "Terminals whose client runs.");
        meter.CreateObservableUpDownCounter("gateway.terminals.limit", () => options.PerNode, "{terminal}", "Terminals that this node may have at once.");
        meter.CreateObservableCounter("gateway.terminals.opened", _opened.Read, "{terminal}", "Terminals opened, by method.");
        meter.CreateObservableCounter("gateway.terminals.ended", _ended.Read, "{terminal}", "Terminals that have ended, by reason.");
        meter.CreateObservableUpDownCounter("gateway.viewers", () => Running.Sum(terminal => terminal.ViewerCount), "{viewer}", "Connections attached to running terminals.");
        meter.CreateObservableCounter("gateway.received", () => Total(ref _received, terminal => terminal.BytesReceived), "By", "Output read from the devices.");
        meter.CreateObservableCounter("gateway.typed", () => Total(ref _typed, terminal => terminal.BytesTyped), "By", "Input given to the client programs.");
        _echo = meter.CreateHistogram(
            "gateway.echo.duration", "s", "Time from a keystroke given to the client program to the next output, where the terminal had been quiet.",
            tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = EchoBuckets });
    }

    private IReadOnlyList<Terminal> Running
    {
        get { lock (_lock) return [.. _running]; }
    }

    internal void Opened(Terminal terminal)
    {
        lock (_lock) _running.Add(terminal);
        _opened.Add(terminal.Request.Method.Name);
    }

    /// <summary>Its last output has been read. Its bytes are remembered.</summary>
    internal void Ended(Terminal terminal, EndReason reason)
    {
        lock (_lock)
        {
            if (!_running.Remove(terminal)) return;
            _received += terminal.BytesReceived;
            _typed += terminal.BytesTyped;
        }
        _ended.Add(reason);
    }

    internal void Echoed(TimeSpan time) => _echo.Record(time.TotalSeconds);

    // Under the lock: a terminal that ends meanwhile would be counted twice or not at all, and a counter must not fall.
    private long Total(ref long ended, Func<Terminal, long> bytes)
    {
        lock (_lock) return ended + _running.Sum(bytes);
    }
}
