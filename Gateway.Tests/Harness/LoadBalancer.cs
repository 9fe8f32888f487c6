using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Harness;

/// <summary>A real nginx or HAProxy with the repository's own example of a configuration, which is made for two nodes.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly int _plain = Ports.Free();
    private Tool? _tool;

    private LoadBalancer(Uri address) => Address = address;

    /// <summary>What people type; without a path.</summary>
    public Uri Address { get; }

    /// <summary>The same without encryption, which leads there.</summary>
    public Uri PlainAddress => new($"http://127.0.0.1:{Text(_plain)}");

    /// <summary>File of the certificate, which is its own authority.</summary>
    public string Certificate => _scratch.PathOf("certificate.pem");

    public string Log => _tool?.Output ?? "";

    /// <summary>An address for people that is free; the gateways have to know it before the balancer knows them.</summary>
    public static Uri FreeAddress() => new($"https://127.0.0.1:{Text(Ports.Free())}");

    /// <summary>Starts <c>nginx</c> or <c>haproxy</c> for two nodes, where <paramref name="change"/> may alter the example first.</summary>
    public static async Task<LoadBalancer> StartAsync(string kind, Uri address, Uri first, Uri second, Func<ExampleFile, ExampleFile>? change = null)
    {
        var balancer = new LoadBalancer(address);
        var (certificate, key) = NewCertificate();
        balancer._scratch.Write("certificate.pem", certificate);
        balancer._scratch.Write("key.pem", key);
        balancer._scratch.Write("both.pem", certificate + "\n" + key);
        balancer._tool = kind switch
        {
            "nginx" => balancer.Nginx(example => example.With("server 10.0.0.11:5000 ", $"server {first.Authority} ").With("server 10.0.0.12:5000 ", $"server {second.Authority} "), change),
            "haproxy" => balancer.HaProxy(example => example.With("gw-1 10.0.0.11:5000", $"gw-1 {first.Authority}").With("gw-2 10.0.0.12:5000", $"gw-2 {second.Authority}"), change),
            _ => throw new ArgumentException($"There is no example for {kind}.", nameof(kind)),
        };
        await balancer._tool.ListensAsync(address.Port);
        return balancer;
    }

    /// <summary>A browser that comes from an address of its own in 127.0.0.0/8.</summary>
    public HttpClient Browser(CookieContainer? cookies = null, string from = "127.0.0.1")
    {
        var handler = TestGateway.Handler(cookies ?? new CookieContainer());
        handler.PooledConnectionLifetime = TimeSpan.Zero; // each request may come to another node
        handler.ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return new HttpClient(handler) { BaseAddress = Address, Timeout = HubClient.Patience };
    }

    /// <summary>A new visitor, of the node that the request comes to.</summary>
    public async Task<CookieContainer> VisitAsync(string path = "/api/visit")
    {
        var cookies = new CookieContainer();
        using var browser = Browser(cookies);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "Origin", Address.GetLeftPart(UriPartial.Authority) } } };
        using var response = await browser.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return cookies;
    }

    public async ValueTask DisposeAsync()
    {
        if (_tool is not null) await _tool.DisposeAsync();
        _scratch.Dispose();
    }

    private Tool Nginx(Func<ExampleFile, ExampleFile> nodes, Func<ExampleFile, ExampleFile>? change)
    {
        var example = nodes(ExampleFile.Read("config/nginx.conf.example"))
            .With("listen 80;", $"listen 127.0.0.1:{Text(_plain)};")
            .With("listen 443 ssl;", $"listen 127.0.0.1:{Text(Address.Port)} ssl;")
            .With("/etc/ssl/gateway.example.pem", _scratch.PathOf("certificate.pem"))
            .With("/etc/ssl/private/gateway.example.key", _scratch.PathOf("key.pem"));
        _scratch.Write("gateway.conf", (change?.Invoke(example) ?? example).Text);
        // The system's own nginx.conf includes the example in the same way.
        string configuration = _scratch.Write("nginx.conf", $$"""
            daemon off; master_process off; error_log stderr; pid {{_scratch.PathOf("pid")}};
            events { }
            http {
              access_log off;
              client_body_temp_path {{_scratch.PathOf("body")}}; proxy_temp_path {{_scratch.PathOf("proxy")}};
              fastcgi_temp_path {{_scratch.PathOf("f")}}; uwsgi_temp_path {{_scratch.PathOf("u")}}; scgi_temp_path {{_scratch.PathOf("s")}};
              include {{_scratch.PathOf("gateway.conf")}};
            }
            """);
        return Tool.Start("/usr/sbin/nginx", ["-p", _scratch.Folder, "-c", configuration]);
    }

    private Tool HaProxy(Func<ExampleFile, ExampleFile> nodes, Func<ExampleFile, ExampleFile>? change)
    {
        // Giving up root is for root only, and the log is the system's.
        var example = nodes(ExampleFile.Read("config/haproxy.cfg.example"))
            .With("    log /dev/log local0\n    chroot /var/lib/haproxy\n    user haproxy\n    group haproxy\n", "    log stdout format raw local0\n")
            .With("bind :80\n", $"bind 127.0.0.1:{Text(_plain)}\n")
            .With("bind :443 ssl crt /etc/haproxy/gateway.example.pem ", $"bind 127.0.0.1:{Text(Address.Port)} ssl crt {_scratch.PathOf("both.pem")} ");
        string configuration = _scratch.Write("haproxy.cfg", (change?.Invoke(example) ?? example).Text);
        return Tool.Start("/usr/sbin/haproxy", ["-db", "-f", configuration]);
    }

    private static (string Certificate, string Key) NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
