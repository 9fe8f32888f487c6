using System.Globalization;

namespace Gateway.Tests.Harness;

/// <summary>A real HAProxy that gives every connection to the next node in turn, of those that say that they are ready.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private Tool? _proxy;

    private HaProxy(int port) => Port = port;

    public int Port { get; }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>A port for a proxy that is started later, when the nodes know its address.</summary>
    public static HaProxy Plan() => new(Ports.Free());

    /// <summary>Starts it in front of these ports of 127.0.0.1.</summary>
    public async Task StartAsync(IEnumerable<int> nodes)
    {
        string servers = string.Join('\n', nodes.Select((port, index) => string.Create(CultureInfo.InvariantCulture, $"  server gw-{index + 1} 127.0.0.1:{port} check")));
        string file = _scratch.Write("haproxy.cfg", $"""
            defaults
              mode http
              timeout connect 1s
              timeout client 1m
              timeout server 1m
              timeout tunnel 1h
              timeout check 2s
              retries 3
              option redispatch 1
              option forwardfor
            frontend people
              bind 127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}
              default_backend nodes
            backend nodes
              balance roundrobin
              option httpchk GET /health/ready
              http-check expect status 200
              default-server inter 200ms fastinter 100ms downinter 100ms fall 2 rise 1
            {servers}

            """);
        _proxy = Tool.Start("/usr/sbin/haproxy", ["-db", "-f", file]);
        await _proxy.ListensAsync(Port);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null) await _proxy.DisposeAsync();
        _scratch.Dispose();
    }
}
