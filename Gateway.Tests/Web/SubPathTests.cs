using System.Net;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>Hosting under a sub-path behind a real nginx, which takes the prefix away or leaves it.</summary>
public sealed class SubPathTests
{
    [Theory]
    [InlineData("")]  // proxy_pass without a path leaves the prefix
    [InlineData("/")] // with one it takes it away
    public async Task Pages_files_session_and_WebSocket_work_behind_nginx(string passed)
    {
        await using var server = await SshServer.StartAsync();
        int port = Ports.Free();
        var outside = new Uri($"http://127.0.0.1:{port}/gateway");
        await using var gateway = await TestGateway.StartAsync(server, file => file["publicUrl"] = outside.ToString());
        using var scratch = new Scratch();
        string configuration = scratch.Write("nginx.conf", $$"""
            daemon off; master_process off; error_log stderr; pid {{scratch.PathOf("pid")}};
            events { }
            http {
              access_log off;
              client_body_temp_path {{scratch.PathOf("body")}}; proxy_temp_path {{scratch.PathOf("proxy")}};
              fastcgi_temp_path {{scratch.PathOf("f")}}; uwsgi_temp_path {{scratch.PathOf("u")}}; scgi_temp_path {{scratch.PathOf("s")}};
              server {
                listen 127.0.0.1:{{port}};
                location /gateway/ {
                  proxy_pass {{gateway.Address.GetLeftPart(UriPartial.Authority)}}{{passed}};
                  proxy_http_version 1.1;
                  proxy_set_header Host $http_host;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                }
              }
            }
            """);
        await using var nginx = Tool.Start("/usr/sbin/nginx", ["-p", scratch.Folder, "-c", configuration]);
        await nginx.ListensAsync(port);

        var home = await RawHttp.SendAsync(outside, "GET /gateway/");
        Assert.Equal(200, home.Status);
        Assert.Contains("<base href=\"/gateway/\">", home.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("=\"/assets", home.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await RawHttp.SendAsync(outside, "GET /gateway/favicon.svg")).Status);
        Assert.Equal(200, (await RawHttp.SendAsync(outside, $"GET /gateway/remote/ssh/a/{server.Port}")).Status);
        var missing = await RawHttp.SendAsync(outside, "GET /gateway/nowhere");
        Assert.Equal(404, missing.Status);
        Assert.Contains("<base href=\"/gateway/\">", missing.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await RawHttp.SendAsync(outside, "GET /gateway/home.html")).Status);
        Assert.Equal(200, (await RawHttp.SendAsync(outside, "GET /gateway/health/ready")).Status);
        Assert.Equal(403, (await RawHttp.SendAsync(outside, "GET /gateway/hub", RawHttp.Upgrade("Origin: http://evil.example"))).Status);

        var visit = await RawHttp.SendAsync(outside, "POST /gateway/api/visit", $"Origin: http://127.0.0.1:{port}", "Content-Length: 0");
        Assert.Equal(204, visit.Status);
        var cookies = new CookieContainer();
        cookies.SetCookies(outside, Assert.Single(visit.Header("Set-Cookie")));
        await using var page = await Page.OpenAsync(outside, cookies, "ssh", SshServer.User, server.Port);
        await page.TypeAsync("echo $((40+2)) behind\r");
        await page.ExpectAsync("42 behind");
    }

    [Theory]
    [InlineData("/gateway/", 200)]
    [InlineData("/", 200)]
    [InlineData("/gateway", 200)]
    [InlineData("/gatewayx/", 404)]
    [InlineData("/gateway/gateway/", 404)]
    [InlineData("/gateway/../gateway/", 200)]
    public async Task The_prefix_is_taken_off_once_and_only_whole(string target, int status)
    {
        await using var gateway = await TestGateway.StartAsync([22], change: file => file["publicUrl"] = "http://gateway.example/gateway");
        var answer = await RawHttp.SendAsync(gateway.Address, $"GET {target}", "Host: gateway.example");
        Assert.Equal(status, answer.Status);
        Assert.Contains("<base href=\"/gateway/\">", answer.Body, StringComparison.Ordinal);
    }
}
