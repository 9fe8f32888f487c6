using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Desktop;

/// <summary>Desktop sessions as a page and a person's own program see them.</summary>
internal static class DesktopWorld
{
    /// <summary>Switches them on, with one port to hand out.</summary>
    public static Action<JsonObject> On(int port, Action<JsonObject>? more = null) => file =>
    {
        file["desktop"] = new JsonObject { ["enabled"] = true, ["ports"] = port.ToString(CultureInfo.InvariantCulture), ["validity"] = "00:05:00", ["keepAlive"] = "00:00:01" };
        more?.Invoke(file);
    };

    /// <summary>Puts a server's key on the gateway's record.</summary>
    public static Action<JsonObject> Knowing(SshServer server, Scratch scratch) => file =>
    {
        string key = string.Join(' ', File.ReadAllText(server.HostKey + ".pub").Split(' ')[..2]);
        file["ssh"]!["knownHosts"] = scratch.Write("known_hosts", string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{server.Port} {key}\n"));
    };

    /// <summary>Asks for a way in; the answer's status and what it says.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(this HttpClient browser, Uri own, object request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "api/desktop") { Headers = { { "Origin", own.GetLeftPart(UriPartial.Authority) } }, Content = JsonContent.Create(request) };
        using var response = await browser.SendAsync(message);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static object Wish(string way, int port, string? user = null) => new { way, method = "ssh", user = user ?? SshServer.User, port = port.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The sessions of whoever asks, as he sees them.</summary>
    public static async Task<string> StatesAsync(this HttpClient browser) =>
        string.Join(' ', (await browser.GetFromJsonAsync<JsonElement>("api/desktop")).EnumerateArray().Select(session => session.GetProperty("state").GetString()));

    /// <summary>Saves the file for Linux.</summary>
    public static string Save(JsonElement offer, Scratch scratch, string name = "session.sh") =>
        scratch.Write(name, offer.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("for").GetString() == "linux").GetProperty("text").GetString()!);

    /// <summary>Runs a downloaded file as its person does, with a key and more of ssh's options; a real ssh with a real terminal's manners.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, SshServer server, string redirections = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var tool = Tool.Start("/bin/sh", ["-c", $"sh {file} -F none -T -o BatchMode=yes -o IdentitiesOnly=yes -i {server.Identity} {redirections}"], environment: environment);
        tool.Process.StandardInput.Close();
        await tool.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        return (tool.Process.ExitCode, tool.Output);
    }

    /// <summary>Connects to a port from an address of 127.0.0.0/8.</summary>
    public static async Task<Socket> ConnectAsync(int port, string from = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Reads until the other side ends; what came.</summary>
    public static async Task<string> ReadToEndAsync(this Socket socket)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        byte[] buffer = new byte[4096];
        string read = "";
        try
        {
            while (await socket.ReceiveAsync(buffer, timeout.Token) is > 0 and var count) read += System.Text.Encoding.Latin1.GetString(buffer, 0, count);
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
        return read;
    }

    /// <summary>Waits until the record holds these events, in this order.</summary>
    public static async Task RecordedAsync(this TestGateway gateway, params string[] events)
    {
        string file = Path.Combine(gateway.DataFolder, "audit", "audit.jsonl");
        string[] found = [];
        await Wait.UntilAsync(() => (found = [.. Read(file).Where(name => name.StartsWith("desktop", StringComparison.Ordinal))]).SequenceEqual(events), () => $"{string.Join(' ', events)} on record, not {string.Join(' ', found)}");

        static IEnumerable<string> Read(string file)
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Where(line => line.EndsWith('}')).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!);
        }
    }
}
