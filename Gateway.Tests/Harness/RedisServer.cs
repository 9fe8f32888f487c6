using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>A real Redis on a free port of 127.0.0.1 that keeps nothing on disk, so that a restart finds it empty.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string[] _more;
    private Tool? _redis;

    private RedisServer(int port, string[] more) => (Port, _more) = (port, more);

    public int Port { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public Process Process => _redis!.Process;

    public static async Task<RedisServer> StartAsync(params string[] more)
    {
        var server = new RedisServer(Ports.Free(), more);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again on the same port.</summary>
    public async Task StartAsync()
    {
        string port = Port.ToString(CultureInfo.InvariantCulture);
        // A TLS port in place of the plain one is for the caller to name.
        string[] listen = _more.Contains("--tls-port") ? ["--port", "0"] : ["--port", port];
        _redis = Tool.Start("redis-server", [.. listen, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", .. _more.Select(word => word == "PORT" ? port : word)]);
        await _redis.ListensAsync(Port);
    }

    /// <summary>Kills it as a power cut does.</summary>
    public async Task KillAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
        _redis = null;
    }

    /// <summary>Stops it in its tracks: connections stand, nothing is answered.</summary>
    public void Freeze() => _redis!.Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => _redis!.Signal("CONT");

    /// <summary>Asks the server directly, one command in plain words; the answer as RESP text.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port).WaitAsync(HubClient.Patience);
        var stream = client.GetStream();
        var request = new StringBuilder($"*{command.Length}\r\n");
        foreach (string word in command) request.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{request}*1\r\n$4\r\nQUIT\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        string answer = await reader.ReadToEndAsync().WaitAsync(HubClient.Patience);
        return answer[..^"+OK\r\n".Length];
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null) Thaw();
        await KillAsync();
    }
}
