using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Commands;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Commands;

/// <summary><c>gateway policy</c>, and a running gateway's ear for SIGHUP.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private const string Rules = """
        { "name": "no telnet", "methods": ["telnet"], "may": "nothing" },
        { "name": "root for bob", "people": ["oidc:bob"], "users": ["root"] },
        { "name": "by day", "groups": ["ops"], "ports": ["6000-6099"], "hours": { "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "18:00", "zone": "Europe/Brussels" }, "longest": "04:00:00" },
        { "name": "lookers", "groups": ["lookers"], "may": "watch" },
        { "name": "kept", "groups": ["kept"], "recorded": true }
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_deciding_rule_is_told_with_why_those_before_it_do_not()
    {
        var (code, output) = Run(Rules, "explain", "alice", "ssh", "admin", "6022", "--groups", "staff, ops", "--at", "2026-11-25T09:00+01:00");

        Assert.Equal(0, code);
        Assert.Equal("""
            oidc:alice, in staff, ops
            ssh as admin to port 6022 of host.example, 2026-11-25 09:00 +01:00

               1  no telnet     does not fit: it is for other methods
               2  root for bob  does not fit: it is for other people
               3  by day        decides

            Allowed by rule "by day": to open the terminal and to type, until 2026-11-25 17:00Z, for 04:00:00 at most.

            """, output);
    }

    [Theory]
    [InlineData(0, "Allowed by rule \"root for bob\"", "bob", "ssh", "root", "6022")]
    [InlineData(0, "Allowed by rule \"root for bob\"", "oidc:bob", "ssh", "root", "6022")]
    [InlineData(1, "nobody can sign in by local here, only by oidc, proxy", "local:bob", "ssh", "root", "6022")]
    [InlineData(1, "Refused: no rule fits.", "proxy:bob", "ssh", "root", "6022")]
    [InlineData(1, "Refused: no rule fits.", "bob", "ssh", "admin", "6022")]
    [InlineData(1, "it is for other remote users", "bob", "ssh", "admin", "6022")]
    [InlineData(1, "it is for other ports", "alice", "ssh", "admin", "7000", "-g", "ops")]
    [InlineData(1, "Refused by rule \"no telnet\", which allows nothing.", "alice", "telnet", "admin", "6022", "-g", "ops")]
    [InlineData(1, "at this hour: it allows mon, tue, wed, thu, fri 08:00-18:00 Europe/Brussels.", "alice", "ssh", "admin", "6022", "-g", "ops", "--at", "2026-11-25T17:00Z")]
    [InlineData(1, "Rule \"lookers\" allows to watch only", "alice", "ssh", "admin", "6022", "-g", "lookers")]
    [InlineData(0, "it is recorded, or does not open", "alice", "ssh", "admin", "6022", "-g", "kept")]
    [InlineData(1, "Refused to everybody: there is no method 'ftp' here, only ssh and telnet.", "alice", "ftp", "admin", "6022")]
    [InlineData(1, "Refused to everybody: port 22 is not an allowed one", "alice", "ssh", "admin", "22")]
    [InlineData(1, "Refused to everybody: devices' web pages are switched off (tunnels.webHost).", "alice", "http", "-", "6022")]
    [InlineData(2, "http has no remote user: write - for it.", "alice", "http", "admin", "6022")]
    [InlineData(2, "'-oX' is not a remote user.", "alice", "ssh", "-oX", "6022")]
    [InlineData(2, "'022' is not a port.", "alice", "ssh", "admin", "022")]
    [InlineData(2, "' alice' is not a person's name", " alice", "ssh", "admin", "6022")]
    [InlineData(2, "--at takes a date", "alice", "ssh", "admin", "6022", "--at", "2026-11-25T17:00")]
    public void Every_answer_has_words_and_an_exit_code(int code, string words, params string[] question)
    {
        // A user that begins with a hyphen would otherwise be an option.
        var (actual, output) = Run(Rules, ["explain", .. question[4..], "--", .. question[..4]]);

        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.Equal(code, actual);
    }

    [Fact]
    public void Without_sign_in_everybody_may()
    {
        string file = _scratch.Write("gateway.json", "{ \"domain\": \"host.example\", \"ports\": [6022] }");

        Assert.Equal(0, Run(["policy", "explain", "alice", "ssh", "admin", "6022", "--config", file]).Code);
        Assert.StartsWith("Nobody signs in here", Run(["policy", "show", "--config", file]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_faulty_file_is_not_explained()
    {
        var (code, output) = Run("{ \"name\": \"x\", \"ports\": [0] }", "explain", "alice", "ssh", "admin", "6022");

        Assert.Equal(2, code);
        Assert.Contains("policy[0].ports[0]  (line 1)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_are_a_table()
    {
        var (code, output) = Run(Rules, "show");

        Assert.Equal(0, code);
        string[] lines = output.Split('\n');
        Assert.Matches(@"\A +RULE +FOR +PORTS +DEVICES +METHODS +USERS +HOURS +MAY +LONGEST\z", lines[0]);
        Assert.Matches(@"\A2  root for bob  oidc:bob +all +all +all +root +always +type\z", lines[2]);
        Assert.Matches(@"\A3  by day +group ops +6000-6099 +all +all +all +mon, tue, wed, thu, fri 08:00-18:00 Europe/Brussels +type +04:00:00\z", lines[3]);
        Assert.Matches(@"\A5  kept +group kept .* type, recorded\z", lines[5]);
        Assert.Contains("What no rule fits is refused.\nAdministrators: none\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_time_zones_on_the_system_a_named_one_is_a_fault_that_says_so()
    {
        string file = Write(Rules);
        var (code, output) = await Tool.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "check", file], environment: new Dictionary<string, string> { ["TZDIR"] = _scratch.Folder });

        Assert.Equal(1, code);
        Assert.Contains("policy[2].hours.zone", output, StringComparison.Ordinal);
        Assert.Contains("Install tzdata, or write \"UTC\".", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_gateway_reads_its_file_on_sighup_and_goes_on()
    {
        await using var gateway = await GatewayProcess.StartAsync([6022], change: file => ReloadingTests.SignIn(file, "first"));
        string path = Path.Combine(Path.GetDirectoryName(gateway.DataFolder)!, "gateway.json");
        gateway.Tool.Signal("HUP");
        await SaidAsync("was read again: its policy is the one in force");

        var file = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        file["policy"]!.AsArray().Add(JsonNode.Parse("{ \"name\": \"second\", \"ports\": [\"all\"] }"));
        File.WriteAllText(path, file.ToJsonString());
        gateway.Tool.Signal("HUP");
        await SaidAsync("policy[1].ports[0] (line 1) is neither a port nor a range of ports");
        var (code, output) = await Operator.StatusAsync(Path.GetDirectoryName(path)!);
        Assert.Equal(1, code);
        Assert.Contains("Problem: The change of the configuration was not taken in, the policy before it stays in force: policy[1].ports[0] (line 1) is neither", output, StringComparison.Ordinal);

        file["policy"]![1]!["ports"] = new JsonArray(6022);
        File.WriteAllText(path, file.ToJsonString());
        await SaidAsync("is in force: \"2 rules\".");

        Task SaidAsync(string words) => Wait.UntilAsync(() => gateway.Tool.Output.Contains(words, StringComparison.Ordinal), () => $"'{words}' in\n{gateway.Tool.Output}");
    }

    private (int Code, string Output) Run(string rules, params string[] arguments) => Run(["policy", .. arguments[..1], "--config", Write(rules), .. arguments[1..]]);

    private static (int Code, string Output) Run(string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        int code = new RootCommand { ServeCommand.ConfigOption, PolicyCommand.Create() }.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }

    private string Write(string rules) => _scratch.Write("gateway.json", $$"""
        { "domain": "host.example", "ports": ["6000-7999"], "signIn": { "oidc": { "authority": "https://login.example", "clientId": "gateway" }, "proxy": { "from": ["10.0.0.5"] } }, "policy": [{{rules}}] }
        """);
}
