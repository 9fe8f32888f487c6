using System.CommandLine;
using System.Text.Json;
using Gateway.Commands;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Commands;

/// <summary><c>gateway inventory</c>.</summary>
public sealed class InventoryCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_sample_is_good_for_a_configuration_that_allows_its_ports()
    {
        var (code, output) = Run("check", Repository.File("config/inventory.sample.json"), "--config", Configuration("\"ports\": [6022, 7022, 7023]"));

        Assert.Equal(0, code);
        Assert.Contains("inventory.sample.json: ok, 4 devices, 2 sites\n  warning  Addresses of bru-edge-1 are reached through the domain, but inventory.jump", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_told_with_file_and_line_by_both_checks_and_stop_the_start()
    {
        _scratch.Write("inventory.yaml", "devices:\n  - name: sw-1\n    ssh: 99\n    vendro: x\n");
        string configuration = Configuration("\"ports\": [6022], \"inventory\": { \"path\": \"inventory.yaml\" }");
        var (code, output) = Run("check", "--config", configuration);

        Assert.Equal(1, code);
        Assert.Contains("inventory.yaml: 2 faults\n\n  devices[0].ssh  (inventory.yaml:3)\n    value   99\n    fault   is not an allowed port of the domain\n    repair  Add it to \"ports\"", output, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"vendor\"?", output, StringComparison.Ordinal);
        Assert.Equal((1, output), Invoke(CheckCommand.Create(), "check", configuration));
        Assert.Equal((1, output), Invoke(ServeCommand.Create(), "serve", "--config", configuration));
    }

    [Fact]
    public void Devices_are_listed_as_a_table_and_as_json()
    {
        string sample = Repository.File("config/inventory.sample.json"), configuration = Configuration("\"ports\": [6022, 7022, 7023]");
        var (code, output) = Run("list", sample, "--config", configuration, "--group", "switches");

        Assert.Equal(0, code);
        string[] lines = output.Split('\n');
        Assert.Matches(@"\ANAME +SITE +VENDOR +MODEL +WAYS +GROUPS +DESCRIPTION\z", lines[0]);
        Assert.Matches(@"\Abru-core-1 +Brussels +Arista +7050SX3 +ssh 6022, telnet 7022 +core, switches +Core switch, hall A\z", lines[1]);
        Assert.Equal(4, lines.Length);
        using var found = JsonDocument.Parse(Run("list", sample, "--config", configuration, "--search", "pump", "--json").Output);
        Assert.Equal(("kef-plc-2", 7023), (found.RootElement.GetProperty("name").GetString(), found.RootElement.GetProperty("telnet").GetInt32()));
        Assert.Equal((0, "No device was found.\n"), Run("list", sample, "--config", configuration, "--site", "brussels"));
    }

    [Fact]
    public void Old_algorithms_are_one_report()
    {
        string inventory = _scratch.Write("i.json", """
            { "devices": [
              { "name": "later", "legacy": { "algorithms": ["ssh-rsa"], "reason": "to be replaced", "until": "2999-01-01" } },
              { "name": "over", "legacy": { "algorithms": ["3des-cbc", "ssh-rsa"], "reason": "no firmware", "until": "2020-01-01" } }, { "name": "new" } ] }
            """);
        var (code, output) = Run("legacy", inventory, "--config", Configuration("\"ports\": [6022]"));

        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^over +2020-01-01 +expired +3des-cbc, ssh-rsa +no firmware\nlater +2999-01-01 +[0-9]{6} days +ssh-rsa +to be replaced$", output);
        Assert.Contains("\"expired\":true", Run("legacy", inventory, "--json", "--config", Configuration("\"ports\": [6022]")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_is_taken_over_into_a_file_that_is_a_good_inventory()
    {
        string export = _scratch.Write("export.csv", "hostname,ip,password\nsw-1,10.0.0.1,hunter2\nsw 2,127.0.0.1,hunter3\n");
        string written = _scratch.PathOf("new.json"), configuration = Configuration("\"ports\": [6022]");
        var (code, output) = Run("import", export, "--from", "csv", "--out", written, "--config", configuration);

        Assert.Equal(0, code);
        Assert.EndsWith("2 devices taken over, 3 things left out or changed.\n", output, StringComparison.Ordinal);
        Assert.Contains("sw 2.ip  (export.csv:3)", output, StringComparison.Ordinal);
        Assert.Equal(0, Run("check", written, "--config", configuration).Code);
        Assert.DoesNotContain("hunter", File.ReadAllText(written) + output, StringComparison.Ordinal);
        Assert.Equal(2, Run("import", export, "--from", "csv", "--out", written, "--config", configuration).Code);
        Assert.Equal(1, Run("import", export, "--from", "netbox", "--config", configuration).Code);
    }

    [Fact]
    public void The_demo_has_an_inventory_of_its_two_devices()
    {
        string path = DemoInventory.Write(_scratch.Folder, 6022, 7023, "me");

        Assert.StartsWith($"{path}: ok, 2 devices, 2 sites\n", Run("check", path, "--config", Configuration("\"ports\": [6022, 7023]")).Output, StringComparison.Ordinal);
    }

    private string Configuration(string settings) => _scratch.Write("gateway.json", $"{{ \"domain\": \"host.example\", {settings} }}");

    private static (int Code, string Output) Run(params string[] arguments) => Invoke(InventoryCommand.Create(), ["inventory", .. arguments]);

    private static (int Code, string Output) Invoke(Command command, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        int code = new RootCommand { ServeCommand.ConfigOption, command }.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}
