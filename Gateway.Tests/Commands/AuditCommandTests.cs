using System.Text.Json;
using Gateway.Access.Audit;
using Gateway.Commands;
using Gateway.Tests.Access.Audit;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Commands;

public sealed class AuditCommandTests
{
    [Fact]
    public async Task Verify_says_whole_or_what_is_wrong_where()
    {
        using var record = new AuditRecord();
        await record.WriteAsync(20, AuditRecord.Small);
        var (exitCode, output) = await RunAsync("verify", record.Folder);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"audit\.jsonl: \d+ lines in \d+ files, numbers 1 to \d+: whole", output);
        Assert.Equal(0, (await RunAsync("verify", record.Files[1])).ExitCode);

        File.WriteAllLines(record.Files[1], File.ReadAllLines(record.Files[1]).Where((_, line) => line != 2));
        (exitCode, output) = await RunAsync("verify", record.File);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{record.Files[1]}:3: does not follow number", output, StringComparison.Ordinal);
        Assert.Contains(": NOT WHOLE", output, StringComparison.Ordinal);

        (exitCode, output) = await RunAsync("verify", Path.Combine(record.Folder, "missing"));
        Assert.Equal(2, exitCode);
        Assert.Contains("There is no audit record", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_was_killed_leaves_a_record_that_is_whole_and_can_be_searched()
    {
        await using var gateway = await GatewayProcess.StartAsync([22]);
        string folder = Path.GetDirectoryName(gateway.DataFolder)!;
        await Wait.UntilAsync(async () => (await SearchAsync("--event", "gatewayStarted", "--after", "5m")).Contains("gatewayStarted", StringComparison.Ordinal), () => "the start to be on record");
        Assert.Equal(0, (await RunAsync("verify", "--config", Path.Combine(folder, "gateway.json"))).ExitCode); // while it runs
        gateway.Tool.Signal("KILL");
        await gateway.Tool.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        Assert.Equal(0, (await RunAsync("verify", "--config", Path.Combine(folder, "gateway.json"))).ExitCode);

        string json = await SearchAsync("--json", "--limit", "1", "--event", "gatewayStarted");
        Assert.Equal("gatewayStarted", JsonElement.Parse(json).GetProperty("event").GetString());
        string[] csv = (await SearchAsync("--csv")).Split('\n');
        Assert.Equal(AuditCsv.Header.TrimEnd(), csv[0].TrimEnd());
        Assert.Equal("Nothing was found.", (await SearchAsync("--person", "nobody")).Trim());

        async Task<string> SearchAsync(params string[] arguments)
        {
            var (exitCode, output) = await RunAsync(["search", "--config", Path.Combine(folder, "gateway.json"), .. arguments]);
            Assert.True(exitCode == 0, output);
            return output;
        }
    }

    [Theory]
    [InlineData("\"port\" is a number", "--port", "x")]
    [InlineData("\"event\" is one of", "--event", "nothing")]
    [InlineData("\"after\" is a time", "--after", "soon")]
    [InlineData("--limit must be", "--limit", "0")]
    [InlineData("not both", "--json", "--csv")]
    public async Task A_search_that_means_nothing_is_refused_in_words(string words, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(["search", .. arguments]);
        Assert.Equal(1, exitCode);
        Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_fits_and_shows_nothing_that_a_terminal_obeys()
    {
        AuditLine[] entries =
        [
            new() { Event = "signInFailed", Person = "local:\e[2J\u009b31m\u202eevil\r\n", Address = new string('9', 200), Reason = "wrong" },
            new() { Event = "terminalOpened", Person = "oidc:alice", Method = "ssh", User = "admin", Port = 6022 },
        ];
        var lines = AuditTable.Lines(entries, 100).ToList();
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 100));
        Assert.All(lines, line => Assert.DoesNotContain(line, letter => char.IsControl(letter) || letter == '\u202e'));
        Assert.DoesNotContain("RULE", lines[0], StringComparison.Ordinal); // nothing stands in it
        Assert.Contains("ssh/admin/6022", lines[2], StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        Tool.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "audit", .. arguments]);
}
