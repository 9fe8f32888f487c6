using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access.Records;
using Gateway.Agent;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Web.Tunnels;

namespace Gateway.Tests.Bench;

/// <summary>Many agents on one node, and all of them coming back to it after it was killed.</summary>
internal sealed class AgentsBench(SshServer server)
{
    private const int Count = 500;
    private const int FirstPort = 20_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("500 agents", AgentsAsync)];

    private async Task<List<BenchLine>> AgentsAsync()
    {
        using var scratch = new Scratch();
        string data = Directory.CreateDirectory(scratch.PathOf("data"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        int at = Ports.Free();
        var agents = await AnnounceAsync(scratch, data, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{at}")));
        var gateway = await StartAsync(data, at);
        using var ending = new CancellationTokenSource();
        List<Task> running = [];
        try
        {
            await Crowd.SettleAsync(gateway);
            var (memory, threads) = (gateway.Memory, gateway.Threads);
            running.AddRange(agents.Select(agent => Task.Run(() => new AgentRun(agent.Read(), agent, TextWriter.Null, TimeProvider.System).RunAsync(ending.Token))));
            double came = await Measure.SecondsAsync(() => AllUpAsync(gateway));
            await Crowd.SettleAsync(gateway);
            double each = (gateway.Memory - memory) / 1024.0 / Count;
            long more = gateway.Threads - threads;
            gateway.Kill();
            await gateway.DisposeAsync();
            gateway = await StartAsync(data, at);
            double back = await Measure.SecondsAsync(() => AllUpAsync(gateway));
            return
            [
                BenchLine.Of(true, $"{Count} agents that dial at the same second are all connected after {came:0.0} s, theirs and the gateway's work on the same cores"),
                BenchLine.Of(each <= 128, $"an idle agent costs {each:0} KiB of the gateway's memory at {Count} (goal 128), and {more} threads more for all (goal: none each)"),
                BenchLine.Of(back <= 35, $"after SIGKILL and a new start all {Count} are back {back:0.0} s after it listens (goal 35: they wait up to 30 s between tries)"),
            ];
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(running);
            await gateway.DisposeAsync();
        }
    }

    // Into the gateway's own records before it runs: five hundred commands would take longer than what is measured.
    private static async Task<List<StateFolder>> AnnounceAsync(Scratch scratch, string data, Uri address)
    {
        List<StateFolder> agents = [];
        using var shelf = new RecordShelf(Path.Combine(data, "records.db"), TimeProvider.System);
        for (int number = 0; number < Count; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"sop{number:000}"), state = scratch.PathOf(name);
            string key = AgentSetup.Write(state, address.GetLeftPart(UriPartial.Authority), name, "127.0.0.1:22", null);
            var device = new DialIn { Name = name, Master = new DialInMember { Ssh = FirstPort + number, Key = key } };
            await shelf.Records.WriteAsync(RecordKind.DialIn, new StoredRecord(name, "", JsonSerializer.Serialize(device, DialInJson.Default.DialIn), DateTimeOffset.UtcNow.AddYears(1)));
            agents.Add(new StateFolder(state));
        }
        return agents;
    }

    private Task<BenchGateway> StartAsync(string data, int at) => BenchGateway.StartAsync(server, file =>
    {
        file["ports"] = new JsonArray(string.Create(CultureInfo.InvariantCulture, $"{FirstPort}-{FirstPort + Count - 1}"));
        file["data"] = data;
        file["tunnels"] = new JsonObject { ["enabled"] = true };
    }, at);

    private static async Task AllUpAsync(BenchGateway gateway)
    {
        using var browser = new HttpClient { BaseAddress = gateway.Address };
        browser.DefaultRequestHeaders.Add("Cookie", await LeanPage.VisitAsync(gateway.Address));
        await Wait.UntilAsync(async () =>
        {
            await Task.Delay(LookEvery); // looking costs the gateway something too
            return (await browser.GetFromJsonAsync<TunnelList>("api/tunnels"))!.Tunnels.Count(device => device.Members[0].Roads.Count > 0) == Count;
        }, () => "all agents", Patience);
    }
}
