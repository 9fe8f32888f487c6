using System.Net;

namespace Gateway.Web.Desktop;

/// <summary>How people's own programs come through.</summary>
public sealed record DesktopOptions
{
    /// <summary>Whether they do.</summary>
    public bool IsOn { get; init; }

    /// <summary>The first port that is handed out, 1 to 65535.</summary>
    public int FirstPort { get; init; } = 9000;

    /// <summary>The last, <see cref="FirstPort"/> to 65535.</summary>
    public int LastPort { get; init; } = 9099;

    /// <summary>The address that ports are opened at.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>The host that people's programs connect to; null for the one that the page was asked for under.</summary>
    public string? Host { get; init; }

    /// <summary>How long a port or ticket waits for its person.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a silent WebSocket is kept awake.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a session may carry nothing; zero for ever.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>Sessions of one person on this node at once, those that wait included.</summary>
    public int PerPerson { get; init; } = 20;

    /// <summary>Sessions of one address that wait for their person on this node at once: whoever throws the cookie away is a new visitor.</summary>
    public int WaitingPerAddress { get; init; } = 25;

    /// <summary>Sessions of this node at once.</summary>
    public int PerNode { get; init; } = 1000;
}
