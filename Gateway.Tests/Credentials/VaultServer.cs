using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Credentials;

/// <summary>A stand-in for HashiCorp Vault, made from its documented HTTP API: AppRole, tokens with a life, KV version 2.</summary>
internal sealed class VaultServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _tokens;

    private VaultServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public Dictionary<string, object?> Secrets { get; } = [];

    public HashSet<string> Tokens { get; } = ["root-token"];

    public List<string> Asked { get; } = [];

    public bool IsSealed { get; set; }

    public static async Task<VaultServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new VaultServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        string path = request.Path.Value!, token = request.Headers["X-Vault-Token"].ToString();
        Asked.Add($"{request.Method} {path}");
        if (IsSealed) await SayAsync(503, new { errors = new[] { "Vault is sealed" } });
        else if (path == "/v1/auth/approle/login")
        {
            var asked = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
            if (asked.GetProperty("role_id").GetString() != "role" || asked.GetProperty("secret_id").GetString() != "secret-id") await SayAsync(400, new { errors = new[] { "invalid role or secret ID" } });
            else await SayAsync(200, Lease($"token-{++_tokens}"));
        }
        else if (!Tokens.Contains(token)) await SayAsync(403, new { errors = new[] { "permission denied" } });
        else if (path == "/v1/auth/token/renew-self") await SayAsync(200, Lease(token));
        else if (path.StartsWith("/v1/secret/data/gateway/", StringComparison.Ordinal) && Secrets.TryGetValue(path["/v1/secret/data/gateway/".Length..], out object? data))
            await SayAsync(data is null ? 404 : 200, new { data = new { data, metadata = new { version = 1, deletion_time = data is null ? "2026-01-01T00:00:00Z" : "" } } });
        else await SayAsync(404, new { errors = Array.Empty<string>() });

        async Task SayAsync(int status, object body)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsJsonAsync(body);
        }
    }

    private object Lease(string token)
    {
        Tokens.Add(token);
        return new { auth = new { client_token = token, lease_duration = 3600, renewable = true } };
    }
}
