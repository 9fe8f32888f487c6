using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>A gateway that speaks TLS itself, and so HTTP/2.</summary>
internal static class HttpsGateway
{
    /// <summary>Has the gateway listen by https, with a certificate of its own.</summary>
    public static async Task<Action<JsonObject>> HttpsAsync(this Scratch scratch)
    {
        var (code, output) = await Tool.RunAsync("/usr/bin/openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", scratch.PathOf("key.pem"), "-out", scratch.PathOf("cert.pem")]);
        if (code != 0) throw new InvalidOperationException(output);
        return file =>
        {
            file["listen"] = new JsonArray("https://127.0.0.1:0");
            file["tls"] = new JsonObject { ["certificate"] = scratch.PathOf("cert.pem"), ["key"] = scratch.PathOf("key.pem") };
        };
    }
}
