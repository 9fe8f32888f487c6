namespace Gateway.Tunnels;

/// <summary>A device's standing connection to this node.</summary>
public interface ITunnel
{
    /// <summary>Name of the device.</summary>
    string Device { get; }

    /// <summary>Which of a pair it is.</summary>
    Member Member { get; }

    /// <summary>The road it came by.</summary>
    Road Road { get; }

    /// <summary>When it came.</summary>
    DateTimeOffset Since { get; }

    /// <summary>The address it came from, as the gateway sees it; empty if that is not known.</summary>
    string From { get; }

    /// <summary>The services that it carries at the moment.</summary>
    IReadOnlyCollection<Service> Services { get; }

    /// <summary>Time to the device and back; null if it was not measured yet.</summary>
    TimeSpan? RoundTrip { get; }

    /// <summary>Bytes from the device and to it since it came.</summary>
    (long In, long Out) Bytes { get; }

    /// <summary>Opens a connection to one of its services. Disposing the stream ends it.</summary>
    /// <exception cref="TunnelException">The device does not carry it, or did not open it in time.</exception>
    Task<Stream> ConnectAsync(Service service, CancellationToken cancellation);

    /// <summary>Cuts it at once, for a reason that is put on record and told to the device where there is a way to.</summary>
    void Cut(string reason);
}

/// <summary>A device could not be reached through its tunnel; the message says why, for people.</summary>
public sealed class TunnelException(string message, Exception? inner = null) : Exception(message, inner);
