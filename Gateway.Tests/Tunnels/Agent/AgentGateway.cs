using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Agent.Protocol;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>The gateway's end of the agents' protocol, bare: a real Kestrel with TLS that does what a test says.</summary>
internal sealed class AgentGateway : IAsyncDisposable
{
    public const string Node = "node-1";

    private readonly Scratch _scratch = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<SocketStream>> _awaited = new();
    private readonly ConcurrentQueue<string> _connections = new();
    private readonly X509Certificate2 _certificate;
    private readonly HttpProtocols _protocols;
    private WebApplication? _app;

    private AgentGateway(HttpProtocols protocols)
    {
        _protocols = protocols;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gateway test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Authority = _scratch.Write("authority.pem", _certificate.ExportCertificatePem());
    }

    public int Port { get; } = Ports.Free();

    public string Url => $"https://127.0.0.1:{Port}";

    /// <summary>What --ca takes.</summary>
    public string Authority { get; }

    /// <summary>Decides on who comes.</summary>
    public Func<Hello, AgentMessage> Judge { get; set; } = _ => new Welcome(Node, new() { ["ssh"] = 10022 }, 15, false);

    public Func<EnrolRequest, string?> Enrol { get; set; } = _ => null;

    /// <summary>Where <c>/agent/ssh</c> leads.</summary>
    public int SshPort { get; set; }

    public EventLog<AgentVisit> Visits { get; } = new();

    /// <summary>The connections that WebSockets came by, each once.</summary>
    public int ConnectionCount => _connections.Distinct().Count();

    public static async Task<AgentGateway> StartAsync(HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var gateway = new AgentGateway(protocols);
        await gateway.StartAsync();
        return gateway;
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.InitialStreamWindowSize = 128 * 1024;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 26 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, Port, listen =>
            {
                listen.Protocols = _protocols;
                listen.UseHttps(_certificate);
            });
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Map(AgentWire.ControlPath, ControlAsync);
        _app.Map(AgentWire.StreamPath + "{node}/{name}", StreamAsync);
        _app.Map(AgentWire.SshPath, SshAsync);
        _app.Map(AgentWire.EnrolPath, async context =>
        {
            var request = await context.Request.ReadFromJsonAsync(AgentJson.Default.EnrolRequest);
            await context.Response.WriteAsJsonAsync(new EnrolAnswer(Enrol(request!)), AgentJson.Default.EnrolAnswer);
        });
        await _app.StartAsync();
    }

    /// <summary>Is gone without a word, as a machine is that loses its power.</summary>
    public async Task StopAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        foreach (var visit in Visits.All) visit.Abort();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Asks an agent for a stream, and waits for it.</summary>
    public async Task<SocketStream> OpenAsync(AgentVisit visit, string service)
    {
        string name = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var come = _awaited[name] = new TaskCompletionSource<SocketStream>(TaskCreationOptions.RunContinuationsAsynchronously);
        await visit.SendAsync(new Open(name, service));
        return await come.Task.WaitAsync(HubClient.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _certificate.Dispose();
        _scratch.Dispose();
    }

    private async Task ControlAsync(HttpContext context)
    {
        _connections.Enqueue(context.Connection.Id);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(AgentWire.SubProtocol);
        await using var visit = new AgentVisit(new AgentSocket(socket, context.Abort), Url);
        try
        {
            await visit.RunAsync(Judge, Visits.Add);
        }
        catch (IOException)
        {
            // It went, or was cut.
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        _connections.Enqueue(context.Connection.Id);
        bool isAwaited = (string)context.Request.RouteValues["node"]! == Node & _awaited.TryRemove((string)context.Request.RouteValues["name"]!, out var come);
        if (!isAwaited)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var stream = new SocketStream(await context.WebSockets.AcceptWebSocketAsync());
        come!.SetResult(stream);
        await stream.Closed;
    }

    private async Task SshAsync(HttpContext context)
    {
        using var sshd = new TcpClient();
        await sshd.ConnectAsync(IPAddress.Loopback, SshPort);
        await using var far = new SocketStream(await context.WebSockets.AcceptWebSocketAsync());
        try
        {
            await Duplex.CarryAsync(sshd.GetStream(), far, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // One of them went.
        }
    }
}
