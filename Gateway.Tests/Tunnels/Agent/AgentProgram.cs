using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>The agent as a device runs it: the built program, with a state folder of its own.</summary>
internal sealed class AgentProgram(string? proxy = null) : IAsyncDisposable
{
    private static readonly string[] Command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "agent"];

    private readonly Scratch _scratch = new();
    private Tool? _running;

    public string State => _scratch.PathOf("state");

    public Tool Running => _running!;

    public string Printed => _running?.Output ?? "";

    /// <summary>Runs one of the commands to its end.</summary>
    public Task<(int ExitCode, string Output)> AskAsync(params string[] arguments) => Tool.RunAsync(Command[0], [.. Command[1..], "--state", State, .. arguments]);

    public void Run(params string[] arguments) => _running = Tool.Start(Command[0], [.. Command[1..], "--state", State, "run", .. arguments, .. proxy is null ? Array.Empty<string>() : ["--proxy", proxy]]);

    /// <summary>Makes the key without a code, as <c>sop001</c>.</summary>
    public async Task EnrolAsync(AgentGateway gateway, params string[] more)
    {
        var (code, output) = await AskAsync(["enrol", gateway.Url, "sop001", "--ca", gateway.Authority, .. more]);
        Assert.True(code == 0, output);
    }

    public Task SaysAsync(string words) => Wait.UntilAsync(() => Printed.Contains(words, StringComparison.Ordinal), () => $"\"{words}\" in what the agent said:\n{Printed}", TimeSpan.FromSeconds(60));

    public async Task EndAsync()
    {
        _running!.Signal("TERM");
        await _running.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
    }

    public async Task KillAsync() => await _running!.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_running is not null) await _running.DisposeAsync();
        _scratch.Dispose();
    }
}
