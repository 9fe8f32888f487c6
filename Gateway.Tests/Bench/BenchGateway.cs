using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>The gateway as operators run it, measured from outside.</summary>
internal sealed class BenchGateway : IAsyncDisposable
{
    private readonly GatewayProcess _gateway;

    private BenchGateway(GatewayProcess gateway) => _gateway = gateway;

    public Uri Address => _gateway.Address;

    /// <summary>Resident memory of the gateway itself, in bytes.</summary>
    public long Memory => Status("VmRSS") * 1024;

    public long Threads => Status("Threads");

    public int Descriptors => Directory.GetFiles($"/proc/{_gateway.Id}/fd").Length;

    public int Id => _gateway.Id;

    public Task<System.Net.CookieContainer> VisitAsync() => _gateway.VisitAsync();

    /// <summary>Processor time spent so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _gateway.Tool.Process.Refresh();
            return _gateway.Tool.Process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it; <paramref name="change"/> may alter its configuration file.</summary>
    public static async Task<BenchGateway> StartAsync(SshServer server, Action<JsonObject>? change = null, int? at = null) => new(await GatewayProcess.StartAsync([server.Port], server.Identity, change: file =>
    {
        file["logging"] = new JsonObject { ["level"] = "Warning" };
        file["limits"] = new JsonObject { ["opensPerMinute"] = 10000, ["terminalsPerVisitor"] = 1000, ["terminalsPerNode"] = 1000 };
        change?.Invoke(file);
    }, at: at));

    public async Task<LeanPage> PageAsync(SshServer server) => LeanPage.Open(Address, await LeanPage.VisitAsync(Address), SshServer.User, server.Port);

    /// <summary>The .NET host that runs the gateway here.</summary>
    public static string Dotnet => Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet";

    /// <summary>The gateway's library.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "gateway.dll");

    /// <summary>Runs one of its commands, with the same configuration.</summary>
    public async Task CommandAsync(params string[] arguments)
    {
        var (code, output) = await Tool.RunAsync(Dotnet, [Program, .. arguments, "--config", _gateway.File]);
        if (code != 0) throw new InvalidOperationException($"gateway {string.Join(' ', arguments)} failed: {output}");
    }

    /// <summary>Ends it as a power cut does.</summary>
    public void Kill() => _gateway.Tool.Process.Kill();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private long Status(string field) => long.Parse(
        File.ReadLines($"/proc/{_gateway.Id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}

internal static class RawClients
{
    /// <summary>The same ssh to the same server on a pseudo-terminal that nothing but the benchmark reads.</summary>
    public static RawPty RawClient(this SshServer server, int? port = null) => new("/usr/bin/ssh",
    [
        "-F", "/dev/null", "-e", "none", "-tt", "-p", (port ?? server.Port).ToString(CultureInfo.InvariantCulture), "-l", SshServer.User, "-i", server.Identity,
        "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "--", "127.0.0.1",
    ]);
}
