using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.HostKeys;
using Gateway.Tests.Harness;
using Gateway.Web;
using Gateway.Web.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Credentials;

/// <summary>A gateway that keeps credentials, and one device: alice may open it, carol looks after it.</summary>
internal sealed class SignInWorld : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly TestPeople _people = new();

    public TestGateway Gateway { get; private set; } = null!;

    public HttpClient Carol { get; private set; } = null!;

    public CookieContainer Alice { get; private set; } = null!;

    public string MasterKeyFile => _scratch.PathOf("master.key");

    public string MasterKeyText { get; private set; } = "";

    public static async Task<SignInWorld> StartAsync(string method, int port, RedisServer? redis = null, string device = "", string? hostKeys = null)
    {
        var world = new SignInWorld();
        byte[] master = RandomNumberGenerator.GetBytes(32);
        world.MasterKeyText = Convert.ToHexStringLower(master);
        world._scratch.Write("master.key", world.MasterKeyText);
        string inventory = world._scratch.Write("inventory.json", $$"""{ "devices": [ { "name": "core1", "{{method}}": {{port}}, "groups": ["core"]{{device}} } ] }""");
        world.Gateway = await TestGateway.StartAsync([port], change: file =>
        {
            world._people.SignIn(file);
            file["inventory"] = new JsonObject { ["path"] = inventory };
            file["credentials"] = new JsonObject { ["masterKeyFile"] = world.MasterKeyFile };
            file["recording"] = new JsonObject { ["terminals"] = "all" };
            if (hostKeys is not null) file["ssh"]!["hostKeys"] = hostKeys;
            if (redis is not null) file["redis"] = new JsonObject { ["address"] = redis.Address };
            if (redis is not null) file["cluster"] = new JsonObject { ["listen"] = "http://127.0.0.1:0" };
        });
        world.Carol = world.Gateway.Browser(await world.Gateway.SignInAsync("carol"));
        world.Alice = await world.Gateway.SignInAsync("alice");
        return world;
    }

    /// <summary>Puts a server's host key on the gateway's record.</summary>
    public static void Know(TestGateway gateway, SshServer server)
    {
        string line = FormattableString.Invariant($"[127.0.0.1]:{server.Port} {string.Join(' ', File.ReadAllText(server.HostKey + ".pub").Split(' ')[..2])}");
        if (!HostKey.TryRead(line, out var key) || gateway.Services.GetRequiredService<KnownHosts>().Import([key]).Added != 1) throw new InvalidOperationException($"{line} is not taken.");
    }

    /// <summary>Puts another master key in place, or the same again.</summary>
    public void ChangeMasterKey(string text) => File.WriteAllText(MasterKeyFile, text);

    /// <summary>Adds a credential as carol does it in her page, or replaces one.</summary>
    public async Task<CredentialSummary> KeepAsync(object credential, string? id = null)
    {
        using var answer = await Carol.SendAsync(Gateway.Request(id is null ? HttpMethod.Post : HttpMethod.Put, id is null ? "api/credentials" : $"api/credentials/{id}", credential));
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<CredentialSummary>(text, JsonSerializerOptions.Web)! : throw new InvalidOperationException(text);
    }

    /// <summary>Opens the device as alice; everything that her page is sent is kept.</summary>
    public async Task<(HubClient Hub, Reply Reply)> OpenAsync(string method, string? user, ConnectOptions? options)
    {
        var hub = await HubClient.ConnectAsync(Gateway.Address, Alice);
        hub.Kept = new();
        return (hub, (await hub.InvokeAsync("Open", new OpenRequest(method, user, null, 80, 24, true, "core1", Options: options))).Deserialize<Reply>(JsonSerializerOptions.Web)!);
    }

    public async Task<Page> PageAsync(string method, string? user, ConnectOptions? options)
    {
        var (hub, reply) = await OpenAsync(method, user, options);
        return new Page(hub, reply.Terminal ?? throw new InvalidOperationException($"Refused: {reply.Refusal}"));
    }

    /// <summary>Fails if a secret is found where it must not be: in any process' arguments and environment, in what the page was sent, and in everything that the gateway keeps.</summary>
    public void Hunt(string secret, Page? page)
    {
        byte[][] needles = [Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=')[..^1]), Encoding.Unicode.GetBytes(secret)];
        var places = Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).SelectMany(folder => new[] { $"{folder}/cmdline", $"{folder}/environ" })
            .Concat(Directory.GetFiles(Gateway.DataFolder, "*", SearchOption.AllDirectories)).Concat(Directory.GetFiles("/dev/shm", "gateway*", SearchOption.AllDirectories));
        int looked = 0;
        foreach (string place in places)
        {
            if (Read(place) is not { } content) continue;
            looked++;
            Check(content, place);
        }
        if (looked < 20) throw new InvalidOperationException($"Only {looked} places were looked at.");
        foreach (byte[] frame in page?.Hub.Kept ?? []) Check(frame, "the page");
        foreach (string log in new[] { Gateway.Log, page?.Text ?? "" }) Check(Encoding.UTF8.GetBytes(log), "the log or the screen");

        void Check(byte[] content, string place)
        {
            foreach (byte[] needle in needles)
                if (content.AsSpan().IndexOf(needle) >= 0) throw new Xunit.Sdk.XunitException($"The secret is in {place}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Carol.Dispose();
        await Gateway.DisposeAsync();
        _people.Dispose();
        _scratch.Dispose();
    }

    // Sockets cannot be read, and processes end.
    private static byte[]? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
