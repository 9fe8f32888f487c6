using System.CommandLine;
using System.Text.Json;
using Gateway.Commands;
using Gateway.Recording;
using Gateway.Tests.Harness;
using Gateway.Tests.Recording;
using Xunit;

namespace Gateway.Tests.Commands;

public sealed class RecordingCommandTests : IDisposable
{
    private readonly TestShelf _shelf = new();

    [Fact]
    public async Task Recordings_are_listed_found_exported_checked_and_pruned_from_the_command_line()
    {
        using var first = _shelf.Begin("oidc:alice").Output(1, "$ reload in 5\r\n").End(60);
        using var second = _shelf.Begin("oidc:bob", 7001).Output(1, "$ show clock\r\n").End(7260);
        File.WriteAllText(Config, $$"""{ "domain": "127.0.0.1", "ports": [6022, 7001], "data": "{{Data}}", "cluster": { "name": "test" }, "recording": { "folder": "{{_shelf.Options.Folder}}", "retainDays": 0, "retain": [{ "ports": [7001], "days": 1 }] } }""");
        Directory.CreateDirectory(Path.Combine(Data, "keys"));
        File.Copy(_shelf.Options.KeyFile, Path.Combine(Data, "keys", "recording.pem"));

        string[] table = await LinesAsync(0, "list");
        Assert.Equal(3, table.Length);
        Assert.Matches($@"^{TestShelf.Start:yyyy-MM-dd HH:mm:ss}Z +0:01:00 .*complete +oidc:alice +ssh/admin/6022 .*{first.Id}$", table[1]);
        Assert.Matches(@"2:01:00 .*oidc:bob", table[2]);
        var json = JsonElement.Parse(Assert.Single(await LinesAsync(0, "list", "--json", "--person", "bob")));
        Assert.Equal((second.Id, 7001, "complete"), (json.GetProperty("id").GetString(), json.GetProperty("port").GetInt32(), json.GetProperty("state").GetString()));
        Assert.Equal(["Nothing was found."], await LinesAsync(0, "list", "--method", "telnet"));
        Assert.Contains("$ reload in 5", (await LinesAsync(0, "list", "--words", "reload"))[1], StringComparison.Ordinal);
        Assert.Contains("--limit must be", string.Join('\n', await LinesAsync(1, "list", "--limit", "0")), StringComparison.Ordinal);
        Assert.Contains("\"port\" is a number", string.Join('\n', await LinesAsync(1, "list", "--port", "x")), StringComparison.Ordinal);
        Assert.Matches("^2 recordings, 2 pieces of text, ", Assert.Single(await LinesAsync(0, "index", "--rebuild")));

        string file = Path.Combine(_shelf.Folder, "out.cast");
        string elsewhere = Path.Combine(_shelf.Folder, "elsewhere");
        File.CreateSymbolicLink($"{file}.part", elsewhere);
        await LinesAsync(0, "export", first.Id[..8], "--format", "cast2", "--output", file);
        Assert.False(File.Exists(elsewhere));
        Assert.Equal(2, JsonElement.Parse(File.ReadLines(file).First()).GetProperty("version").GetInt32());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(["$ reload in 5"], await LinesAsync(0, "export", first.Id, "--format", "text"));
        Assert.Contains("There is no recording", string.Join('\n', await LinesAsync(1, "export", "0000000000", "--output", file)), StringComparison.Ordinal);

        Assert.Contains("2 recordings, 2 whole", await LinesAsync(0, "verify"));
        string segment = Path.Combine(first.Folder, "000001.cast");
        File.WriteAllText(segment, File.ReadAllText(segment).Replace("reload", "relaod", StringComparison.Ordinal));
        Assert.Contains("NOT WHOLE", string.Join('\n', await LinesAsync(1, "verify", first.Id)), StringComparison.Ordinal);
        await LinesAsync(0, "verify", second.Id);

        Assert.Matches("^1 recordings, .*would be removed$", (await LinesAsync(0, "prune", "--dry-run"))[^1]);
        Assert.True(Directory.Exists(second.Folder));
        Assert.Matches("^1 recordings, .*removed$", (await LinesAsync(0, "prune"))[^1]);
        Assert.False(Directory.Exists(second.Folder));
        Assert.Equal(["Nothing was found."], await LinesAsync(0, "list", "--words", "clock"));
        await LinesAsync(2, "list", "--config", "/missing.json");
    }

    [Fact]
    public void The_table_fits_keeps_names_whole_and_shows_nothing_that_a_terminal_obeys()
    {
        var facts = new RecordingFacts(new string('a', 32), "local:\e[2J\u202eevil" + new string('x', 50), "", "ssh", "admin", 6022, "host", "node", TestShelf.Start, 3725, 1 << 20, RecordingState.Live, null);
        var lines = RecordingTable.Lines([facts], 130).ToList();
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 130));
        Assert.All(lines, line => Assert.DoesNotContain(line, letter => char.IsControl(letter) || letter == '\u202e'));
        Assert.EndsWith(facts.Id, lines[1], StringComparison.Ordinal);
        Assert.Contains("1:02:05", lines[1], StringComparison.Ordinal);
    }

    public void Dispose() => _shelf.Dispose();

    private string Config => Path.Combine(_shelf.Folder, "gateway.json");

    private string Data => Path.Combine(_shelf.Folder, "data");

    private async Task<string[]> LinesAsync(int expected, params string[] arguments)
    {
        string[] config = arguments.Contains("--config") ? [] : ["--config", Config];
        string[] command = ["recording", .. arguments, .. config];
        // The program itself where standard output is what counts; it takes its time to start.
        var (exitCode, output) = arguments[0] == "export" && !arguments.Contains("--output")
            ? await Tool.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), .. command]) : await RunHereAsync(command);
        Assert.True(exitCode == expected, $"{exitCode}: {output}");
        return output.Trim().Split('\n');
    }

    private static async Task<(int ExitCode, string Output)> RunHereAsync(string[] command)
    {
        await using var output = new StringWriter();
        var root = new RootCommand { ServeCommand.ConfigOption, RecordingCommand.Create() };
        return (await root.Parse(command).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }), output.ToString());
    }
}
