using Gateway.Access;
using Gateway.Methods;

namespace Gateway.Web.Desktop;

/// <summary>What became of a desktop session.</summary>
public enum DesktopState
{
    /// <summary>Its person is waited for.</summary>
    Waiting,

    /// <summary>It carries bytes.</summary>
    Connected,

    /// <summary>It is over.</summary>
    Ended,
}

/// <summary>One person's own program on its way to one device: once a way in was handed out, until some time after its end.</summary>
/// <param name="id">Its name, the same on all nodes.</param>
/// <param name="overHttps">Whether the person comes over https, or else at a port.</param>
/// <param name="caller">Whose it is.</param>
/// <param name="remote">Where it leads.</param>
/// <param name="rule">The rule that lets it be.</param>
/// <param name="expires">Until when the person is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class DesktopSession(string id, bool overHttps, Caller caller, RemoteRequest remote, string rule, DateTimeOffset expires, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private long _sent, _received, _moved = time.GetTimestamp();

    public string Id { get; } = id;

    public bool OverHttps { get; } = overHttps;

    public Caller Caller { get; set; } = caller;

    public RemoteRequest Remote { get; } = remote;

    public string Rule { get; set; } = rule;

    /// <summary>The port that was handed out; null over https.</summary>
    public int? Port { get; init; }

    /// <summary>Under which its ticket is kept, for nobody can be let in by it once it is taken back; null at a port, and where the offer was another node's.</summary>
    public string? Ticket { get; set; }

    public DateTimeOffset Made { get; } = time.GetUtcNow();

    public DateTimeOffset Expires { get; } = expires;

    public DesktopState State { get; private set; }

    /// <summary>When the person came; null before.</summary>
    public DateTimeOffset? Started { get; private set; }

    /// <summary>When it was over; null before.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>Why it is over, or is about to be; empty before.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Whether one of the two has nothing more to say.</summary>
    public bool HalfClosed { get; set; }

    /// <summary>Bytes from the person to the device.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes from the device to the person.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>How long nothing has been carried.</summary>
    public TimeSpan IdleTime => time.GetElapsedTime(Interlocked.Read(ref _moved));

    /// <summary>Cancelled when it has to end.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Completes when everything of it is over; set once.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Told after it has come to another state; must not wait.</summary>
    public Action? Changed { get; set; }

    public void CountSent(int bytes) => Count(ref _sent, bytes);

    public void CountReceived(int bytes) => Count(ref _received, bytes);

    /// <summary>The person came. False if somebody came before, or it is over.</summary>
    public bool TryConnect()
    {
        lock (_lock)
        {
            if (State != DesktopState.Waiting || Reason.Length > 0) return false;
            (State, Started) = (DesktopState.Connected, time.GetUtcNow());
            Interlocked.Exchange(ref _moved, time.GetTimestamp());
        }
        Changed?.Invoke();
        return true;
    }

    /// <summary>Ends it, for the first reason that is given. False if one was given before.</summary>
    public bool End(string reason)
    {
        lock (_lock)
        {
            if (Reason.Length > 0) return false;
            Reason = reason;
        }
        _ending.Cancel();
        return true;
    }

    /// <summary>Everything of it is over.</summary>
    /// <param name="reason">Why, if nothing has ended it before.</param>
    public void Close(string reason)
    {
        lock (_lock)
        {
            if (Reason.Length == 0) Reason = reason;
            (State, Ended) = (DesktopState.Ended, time.GetUtcNow());
        }
        Changed?.Invoke();
    }

    public void Dispose() => _ending.Dispose();

    private void Count(ref long total, int bytes)
    {
        Interlocked.Add(ref total, bytes);
        Interlocked.Exchange(ref _moved, time.GetTimestamp());
    }
}
