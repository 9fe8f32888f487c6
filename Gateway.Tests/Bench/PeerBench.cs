using System.Globalization;
using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>
/// A public peer that installs from Debian: shellinabox, which runs the same ssh and hands its output out over HTTP
/// long polling. Where it is not installed, the report says so.
/// </summary>
internal sealed class PeerBench(SshServer server, BenchGateway gateway)
{
    private const string Program = "/usr/bin/shellinaboxd";
    private const int Megabytes = 8;

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("peer", CompareAsync)];

    private async Task<List<BenchLine>> CompareAsync()
    {
        if (!File.Exists(Program)) return [BenchLine.Of(true, $"no peer beside it: {Program} is not installed (apt-get install shellinabox)")];
        using var scratch = new Scratch();
        using var data = new BenchData(Megabytes);
        int port = Ports.Free();
        string ssh = string.Create(CultureInfo.InvariantCulture, $"/usr/bin/ssh -F /dev/null -tt -p {server.Port} -l {SshServer.User} -i {server.Identity} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -- 127.0.0.1");
        await using var peer = Tool.Start(Program,
            ["-t", "--localhost-only", "-p", port.ToString(CultureInfo.InvariantCulture), "-s", $"/:{SshServer.User}:{SshServer.User}:{scratch.Folder}:{ssh}"], scratch.Folder);
        await peer.ListensAsync(port);
        using var browser = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(120) };
        string session = "";
        string text = "";
        await ReadToAsync("$ ");
        using var page = await gateway.PageAsync(server);
        page.ReadTo("$ ");

        double theirs = await Measure.SecondsAsync(async () =>
        {
            await PostAsync($"cat {data.Path}; echo do''ne\r");
            await ReadToAsync("done\r\n$ ");
        });
        double ours = Measure.Seconds(() =>
        {
            page.Type($"cat {data.Path}; echo do''ne\r");
            page.ReadTo("done\r\n$ ");
        });
        List<double> echoThere = [], echoHere = [];
        for (int key = 0; key < 40; key++)
        {
            echoThere.Add(await Measure.SecondsAsync(async () =>
            {
                await PostAsync("x");
                await ReadToAsync("x");
            }));
            echoHere.Add(Measure.Seconds(() =>
            {
                page.Type("x");
                page.ReadTo("x");
            }));
        }
        return [BenchLine.Of(ours < theirs, $"beside shellinabox with the same ssh: {theirs / ours:0.0} times its throughput, and a keystroke's echo in {Measure.Median(echoHere) / Measure.Median(echoThere):0.00} of its time")];

        Task PostAsync(string keys) => AskAsync($"&keys={Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(keys))}");

        async Task ReadToAsync(string marker)
        {
            int at;
            while ((at = text.IndexOf(marker, StringComparison.Ordinal)) < 0)
            {
                if (text.Length > 64) text = text[^64..];
                using var answer = JsonDocument.Parse(await AskAsync(""));
                session = answer.RootElement.GetProperty("session").GetString()!;
                if (answer.RootElement.TryGetProperty("data", out var more)) text += more.GetString();
            }
            text = text[(at + marker.Length)..];
        }

        async Task<string> AskAsync(string keys)
        {
            using var body = new StringContent($"width=80&height=24&rooturl={browser.BaseAddress}{(session.Length == 0 ? "" : $"&session={Uri.EscapeDataString(session)}")}{keys}",
                System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
            using var answer = await browser.PostAsync("", body);
            return await answer.Content.ReadAsStringAsync();
        }
    }
}
