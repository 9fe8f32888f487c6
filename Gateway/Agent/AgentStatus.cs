using System.Globalization;
using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>How an agent is, for whoever asks.</summary>
/// <param name="settings">What it was started with.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentStatus(AgentSettings settings, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Welcome? _welcome;
    private Func<int> _streams = static () => 0;
    private string _why = "starting";
    private DateTimeOffset _since = time.GetUtcNow();
    private DateTimeOffset? _next;

    /// <summary>Whether the gateway has let it in.</summary>
    public bool IsUp
    {
        get { lock (_lock) return _welcome is not null; }
    }

    /// <summary>It was let in, or stopped or started by an administrator.</summary>
    public void Up(Welcome welcome, Func<int> streams) => Set(welcome, streams, "", null);

    /// <summary>It is not connected.</summary>
    /// <param name="why">Why not.</param>
    /// <param name="wait">How long until the next try; null for none.</param>
    public void Down(string why, TimeSpan? wait) => Set(null, static () => 0, why, wait);

    /// <summary>It in lines.</summary>
    public IEnumerable<string> Lines()
    {
        lock (_lock)
        {
            var lines = new List<string> { $"{settings.Name} ({settings.Member}) at {settings.Url}" };
            if (_welcome is not { } welcome)
            {
                lines.Add($"not connected since {Text(_since)}: {AgentLog.Printable(_why)}");
                if (_next is { } next) lines.Add($"next try: {Text(next)}");
                return lines;
            }
            lines.Add($"connected since {Text(_since)}, node {AgentLog.Printable(welcome.Node)}{(welcome.Stopped ? ", stopped at the gateway" : "")}");
            lines.AddRange(settings.Services().Values.Select(service => string.Create(CultureInfo.InvariantCulture, $"{service}{(welcome.Ports.TryGetValue(service.Name, out int port) ? $" is port {port} of the domain" : " is not published by the gateway")}")));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"streams: {_streams()}"));
            return lines;
        }
    }

    private void Set(Welcome? welcome, Func<int> streams, string why, TimeSpan? wait)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_welcome is null != welcome is null) _since = now;
            (_welcome, _streams, _why, _next) = (welcome, streams, why, wait is { } until ? now + until : null);
        }
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
