using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.DevicePages;

/// <summary>A device's web server: real Kestrel, with pages that show what came and do what devices do.</summary>
internal sealed class WebDevice : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebDevice(string name, WebApplication app) => (Name, _app) = (name, app);

    public string Name { get; }

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Pages of the test's own, by path.</summary>
    public ConcurrentDictionary<string, string> Html { get; } = new();

    /// <summary>The <c>Cookie</c> headers that came, each path's last.</summary>
    public ConcurrentDictionary<string, string> Cookies { get; } = new();

    /// <summary>Every request line that came.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Lets <c>/stream</c> go on, one line each, and <c>/hold</c> answer.</summary>
    public SemaphoreSlim Go { get; } = new(0);

    /// <summary>How many wait at <c>/hold</c>.</summary>
    public int Held => Volatile.Read(ref _held);

    private int _held;

    public static async Task<WebDevice> StartAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var device = new WebDevice(name, app);
        app.UseWebSockets();
        app.Run(device.AnswerAsync);
        await app.StartAsync();
        return device;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Lines.Enqueue($"{request.Method} {target}");
        Cookies[request.Path] = request.Headers.Cookie.ToString();
        if (Html.TryGetValue(request.Path, out string? html))
        {
            response.ContentType = html.StartsWith('<') ? "text/html; charset=utf-8" : "text/javascript";
            return response.WriteAsync(html);
        }
        return request.Path.Value switch
        {
            "/ws" => EchoAsync(context),
            "/stream" => StreamAsync(context),
            "/hold" => HoldAsync(context),
            "/upload" => UploadAsync(context),
            "/headers" => AllHeadersAsync(context),
            _ => response.WriteAsync(string.Join('\n', [$"I am {Name}", $"{request.Method} {target}", .. request.Headers.Select(header => $"{header.Key}: {header.Value}")])),
        };
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } part)
            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        for (int line = 0; ; line++)
        {
            await context.Response.WriteAsync($"line {line}\n");
            await context.Response.Body.FlushAsync();
            await Go.WaitAsync(context.RequestAborted);
        }
    }

    private async Task HoldAsync(HttpContext context)
    {
        Interlocked.Increment(ref _held);
        await Go.WaitAsync(context.RequestAborted);
        Interlocked.Decrement(ref _held);
    }

    // Says which bytes came, how they were announced, and whether the first was there before the last was sent.
    private async Task UploadAsync(HttpContext context)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
        {
            sum.AppendData(buffer, 0, count);
            if (context.Request.Query.ContainsKey("slow") && Interlocked.CompareExchange(ref _held, 1, 0) == 0) Lines.Enqueue("the first byte");
        }
        await context.Response.WriteAsync($"{Convert.ToHexStringLower(sum.GetHashAndReset())} {context.Request.ContentLength}");
    }

    // Everything that must not get through, or only changed.
    private static Task AllHeadersAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        foreach (string name in new[] { "Strict-Transport-Security", "Public-Key-Pins", "Clear-Site-Data", "Alt-Svc", "NEL", "Report-To", "Service-Worker-Allowed", "Access-Control-Allow-Origin" }) headers[name] = "device";
        headers.SetCookie = new[]
        {
            "sid=1; Path=/; HttpOnly; Domain=web.gateway.test", "theme=dark; domain=.gateway.test; SameSite=Strict", "plain=1;DOMAIN = gateway.test;", "__Host-gateway-web=evil; Path=/; Secure",
            "__host-Gateway-person=evil; Path=/; Secure", "gateway=evil; Domain=gateway.test", "=__Host-gateway-web=evil", "__Host-own=1; Path=/; Secure",
        };
        if (context.Request.Query["to"] is [{ } to])
        {
            headers.Location = to;
            context.Response.StatusCode = 302;
        }
        headers["X-Device"] = "kept";
        headers.ContentSecurityPolicy = "default-src 'self' 'unsafe-inline'";
        return Task.CompletedTask;
    }
}
