using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>The gateway as an operator runs it: a process of its own, measured from outside.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Tool _tool;

    private GatewayProcess(SshServer server, int port)
    {
        Address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");
        string file = _scratch.Write("gateway.json", new JsonObject
        {
            ["domain"] = "127.0.0.1",
            ["ports"] = new JsonArray(server.Port),
            ["listen"] = new JsonArray(Address.GetLeftPart(UriPartial.Authority)),
            ["data"] = "data",
            ["ssh"] = new JsonObject { ["identity"] = server.Identity },
            ["logging"] = new JsonObject { ["level"] = "Warning" },
            ["limits"] = new JsonObject { ["opensPerMinute"] = 10000, ["terminalsPerVisitor"] = 1000, ["terminalsPerNode"] = 1000 },
        }.ToJsonString());
        _tool = Tool.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "serve", "--config", file]);
    }

    public Uri Address { get; }

    public int Id => _tool.Id;

    /// <summary>Resident memory of the gateway itself, in bytes.</summary>
    public long Memory => Status("VmRSS") * 1024;

    /// <summary>Processor time spent so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _tool.Process.Refresh();
            return _tool.Process.TotalProcessorTime;
        }
    }

    public long Threads => Status("Threads");

    public static async Task<GatewayProcess> StartAsync(SshServer server)
    {
        var gateway = new GatewayProcess(server, Ports.Free());
        await gateway._tool.ListensAsync(gateway.Address.Port);
        return gateway;
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return _tool.DisposeAsync();
    }

    private long Status(string field) => long.Parse(
        File.ReadLines($"/proc/{_tool.Id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
