using System.CommandLine;
using System.Text.Json;
using Gateway.Commands;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Xunit;

namespace Gateway.Tests.Commands;

/// <summary><c>gateway device</c>, and what <c>gateway inventory check</c> says of its devices.</summary>
public sealed class DeviceCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public DeviceCommandTests() => _scratch.Write("gateway.json", """
        { "domain": "host.example", "ports": ["10001-10199"], "data": "data", "publicUrl": "https://gateway.example/remote", "inventory": { "path": "inventory.csv" },
          "tunnels": { "enabled": true, "ssh": { "listen": "0.0.0.0:2222" } } }
        """);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Devices_are_announced_shown_enrolled_stopped_and_removed()
    {
        _scratch.Write("inventory.csv", "name,ssh\ncore,10150\n");
        string key = DeviceKey.Ecdsa(), file = _scratch.Write("clone.pub", $"# the clone\n{DeviceKey.Ed25519()} root@clone\n");

        Assert.Equal((0, "pbx is announced: ssh 10001, http 10002, clone ssh 10003, service 10005.\nNext, let it enrol its key: gateway device enrol pbx\n"),
            await RunAsync("add", "pbx", "--ssh", "10001", "--http", "10002", "--clone-ssh", "10003", "--service", "10005", "--clone-key", file));
        Assert.Equal((0, $"pbx is enrolled: {DialInKey.Fingerprint(key)}\n"), await RunAsync("enrol", "pbx", "--key", key + " pasted"));
        Assert.StartsWith("The key is that of pbx already.", (await RunAsync("enrol", "pbx", "--clone", "--key", key)).Output, StringComparison.Ordinal);
        var (code, shown) = await RunAsync("show", "pbx");
        Assert.Equal(0, code);
        Assert.Contains($"  master     ssh 10001, http 10002; ecdsa-sha2-nistp256 {DialInKey.Fingerprint(key)}\n", shown, StringComparison.Ordinal);
        Assert.Contains($"  ssh -N -T -o ExitOnForwardFailure=yes -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -R 10001:localhost:22 -R 10002:localhost:80 -p 2222 {Environment.UserName}@gateway.example\n", shown, StringComparison.Ordinal);
        Assert.Contains("  gateway-agent enrol https://gateway.example/remote pbx --http 127.0.0.1:80\n  gateway-agent run\n", shown, StringComparison.Ordinal);
        Assert.Contains("  gateway-agent enrol https://gateway.example/remote pbx --clone\n", shown, StringComparison.Ordinal);

        (code, string enrol) = await RunAsync("enrol", "pbx", "--clone");
        Assert.Equal(0, code);
        Assert.Matches(@"\ARun on the device, once, until [0-9: -]+Z: gateway-agent enrol https://gateway\.example/remote pbx --clone ([2-9a-z]{5}-){3}[2-9a-z]{5}\n\z", enrol);
        (code, string token) = await RunAsync("add", "lab", "--ssh", "10010", "--token");
        Assert.Matches(@"\Alab is announced: ssh 10010\.\nToken of lab, shown this once: gwd_[A-Za-z0-9_-]{43}\n\z", token);
        Assert.Equal((0, "lab is stopped.\n"), await RunAsync("stop", "lab"));

        string list = (await RunAsync("list")).Output;
        Assert.Matches(@"(?m)^NAME +STATE +IDENTITY +SSH +HTTP +SERVICE +CLONE +CLONE IDENTITY\nlab +stopped +token +10010\npbx +let in +key +10001 +10002 +10005 +ssh 10003 +key$", list);
        string json = (await RunAsync("list", "--json")).Output;
        using var first = JsonDocument.Parse(json.Split('\n')[0]);
        Assert.Equal(("lab", true, 10010), (first.RootElement.GetProperty("name").GetString(), first.RootElement.GetProperty("stopped").GetBoolean(), first.RootElement.GetProperty("master").GetProperty("ssh").GetInt32()));
        Assert.DoesNotContain("Hash", json, StringComparison.OrdinalIgnoreCase);

        Assert.Equal((0, "lab is started.\n"), await RunAsync("start", "lab"));
        Assert.Equal((1, "There is no device nobody that dials in. See: gateway device list.\n"), await RunAsync("rm", "lab", "nobody"));
        Assert.Equal((0, "lab is removed.\npbx is removed.\n"), await RunAsync("rm", "lab", "pbx"));
        Assert.Equal((0, "No device is announced: gateway device add NAME --ssh PORT.\n"), await RunAsync("list"));
    }

    [Fact]
    public async Task A_series_is_announced_whole_or_not_at_all_and_the_inventory_is_held_against_it()
    {
        _scratch.Write("inventory.csv", "name,ssh\ncore,10150\n");
        Assert.Equal((1, "sop050: ssh 10150 leads to core of the inventory. Choose another one, or take it from that device.\n"), await RunAsync("add", "sop001..sop050", "--ssh-from", "10101"));
        Assert.Equal(1, (await RunAsync("show", "sop001")).Code);
        Assert.Equal(1, (await RunAsync("add", "sop001..sop050", "--ssh", "10101")).Code);
        Assert.Equal(1, (await RunAsync("add", "sop001..abc050", "--ssh-from", "10001")).Code);
        Assert.Equal(1, (await RunAsync("add", "sop050..sop001", "--ssh-from", "10001")).Code);

        var (code, output) = await RunAsync("add", "sop001..sop050", "--ssh-from", "10001", "--http-from", "10051");
        Assert.Equal((0, 50), (code, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.EndsWith("sop050 is announced: ssh 10050, http 10100.\n", output, StringComparison.Ordinal);
        var (refused, faults) = await RunAsync("add", "x001..x050", "--ssh-from", "10001");
        Assert.Equal((1, 21), (refused, faults.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.EndsWith("And 30 more.\n", faults, StringComparison.Ordinal);

        Assert.Equal(0, (await InvokeAsync(InventoryCommand.Create(), "inventory", "check")).Code);
        Assert.Equal(0, (await RunAsync("add", "late", "--ssh", "10140", "--direct", "10141")).Code);
        _scratch.Write("inventory.csv", "name,ssh\nsop001,10001\ncore,10051\nlate,10141\n");
        (code, output) = await InvokeAsync(InventoryCommand.Create(), "inventory", "check");
        Assert.Equal(1, code);
        Assert.Contains("ssh  (inventory.csv:3)\n    value   10051\n    fault   is the port of sop001, which dials in\n    repair  Write another port, or give that device another one: gateway device show sop001.", output, StringComparison.Ordinal);
        Assert.Contains("fault   is the port of late, which dials in", output, StringComparison.Ordinal); // its direct one, which is not to be opened past it
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => InvokeAsync(DeviceCommand.Create(), ["device", .. arguments]);

    private async Task<(int Code, string Output)> InvokeAsync(Command command, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        int code = await new RootCommand { ServeCommand.ConfigOption, command }.Parse([.. arguments, "--config", _scratch.PathOf("gateway.json")]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}
