using System.Collections.Concurrent;
using Gateway.Access;
using Gateway.Cluster;

namespace Gateway.Web.DevicePages;

/// <summary>A browser at a device's host, as long as it asks for something now and then: who it is, its connections to the device, and what is under way.</summary>
internal sealed class WebVisit(WebSession session, Caller caller, DeviceLine line) : IDisposable
{
    private readonly ConcurrentDictionary<CancellationTokenSource, WebPlace> _running = new();
    private readonly Lock _lock = new();
    private int _inside;
    private bool _isClosed;

    /// <summary>The session.</summary>
    public WebSession Session => session;

    /// <summary>The connections to the device.</summary>
    public DeviceLine Line => line;

    /// <summary>Who it is, as he stood when he was last asked about.</summary>
    public Caller Caller { get; set; } = caller;

    /// <summary>When that was, as the clock counts (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long Asked { get; set; }

    /// <summary>When something was last asked for, as the clock counts.</summary>
    public long Used { get; set; }

    /// <summary>What is under way, with where it leads.</summary>
    public IEnumerable<KeyValuePair<CancellationTokenSource, WebPlace>> Running => _running;

    /// <summary>Begins something; <see cref="Leave"/> follows. False if the visit was forgotten just now.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_isClosed) return false;
            _inside++;
            return true;
        }
    }

    /// <summary>Something has ended.</summary>
    public void Leave()
    {
        lock (_lock) _inside--;
    }

    /// <summary>Ends the visit, if nothing is under way.</summary>
    public bool TryClose()
    {
        lock (_lock) return _isClosed |= _inside == 0;
    }

    /// <summary>Something leads to the device until the result is disposed, and is ended by <paramref name="ending"/>.</summary>
    public IDisposable Run(CancellationTokenSource ending, WebPlace place)
    {
        _running[ending] = place;
        return new Under(_running, ending);
    }

    /// <inheritdoc/>
    public void Dispose() => line.Dispose();

    private sealed class Under(ConcurrentDictionary<CancellationTokenSource, WebPlace> running, CancellationTokenSource ending) : IDisposable
    {
        public void Dispose() => running.TryRemove(ending, out _);
    }
}
