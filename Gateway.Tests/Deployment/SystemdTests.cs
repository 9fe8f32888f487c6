using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Deployment;

/// <summary>The systemd unit, as systemd itself judges it and as the gateway has to live with it.</summary>
public sealed partial class SystemdTests
{
    private static readonly string Unit = File.ReadAllText(Repository.File("config/gateway.service"));

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        using var scratch = new Scratch();
        // Systemd looks whether the program is there, which is elsewhere on some machines.
        string file = scratch.Write("gateway.service", new ExampleFile(Unit).With("ExecStart=/usr/bin/dotnet ", $"ExecStart={Environment.ProcessPath} ").Text);
        var (code, output) = await Tool.RunAsync("/usr/bin/systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", file]);
        Assert.Equal((0, ""), (code, output.Trim()));
    }

    [Fact]
    public async Task Its_exposure_is_at_most_two_of_ten()
    {
        var (code, output) = await Tool.RunAsync("/usr/bin/systemd-analyze", ["security", "--offline=true", "--no-pager", "--threshold=20", Repository.File("config/gateway.service")]);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void It_runs_what_the_README_says()
    {
        string command = Line("ExecStart");
        Assert.Equal("/usr/bin/dotnet /opt/gateway/gateway.dll serve --config /etc/gateway/gateway.json", command);
        string readme = File.ReadAllText(Repository.File("README.md"));
        foreach (string word in (string[])["/opt/gateway", "/etc/gateway/gateway.json", $"/var/lib/{Line("StateDirectory")}", "config/gateway.service", $"useradd --system --user-group --shell /usr/sbin/nologin {Line("User")}"])
            Assert.Contains(word, readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_works_with_no_more_system_calls_than_it_allows()
    {
        var allowed = await AllowedCallsAsync();
        await using var server = await SshServer.StartAsync();
        // The question mark passes over names that belong to other processors.
        string others = "!" + string.Join(',', allowed.Select(name => "?" + name));
        await using var gateway = await GatewayProcess.StartAsync([server.Port], server.Identity, under:
            ["/usr/bin/strace", "-f", "--seccomp-bpf", "-qqq", "-e", "signal=none", "-e", $"trace={others}", "-e", $"inject={others}:error={Line("SystemCallErrorNumber")}"]);
        await using var page = await gateway.OpenAsync("ssh", SshServer.User, server.Port);
        await page.ExpectAsync("$ ");
        await page.TypeAsync("echo $((40+2)) filtered\r");
        await page.ExpectAsync("42 filtered");
    }

    /// <summary>What systemd makes of the filter lines: the first allows, one with <c>~</c> takes away, another adds.</summary>
    private static async Task<IReadOnlySet<string>> AllowedCallsAsync()
    {
        var allowed = new HashSet<string>();
        foreach (Match line in FilterLine().Matches(Unit))
        {
            bool removes = line.Groups["removes"].Success;
            foreach (string name in line.Groups["names"].Value.Split(' '))
            {
                if (removes) allowed.ExceptWith(await CallsAsync(name));
                else allowed.UnionWith(await CallsAsync(name));
            }
        }
        Assert.True(allowed.Count > 200, string.Join(' ', allowed));
        return allowed;
    }

    private static async Task<IEnumerable<string>> CallsAsync(string name)
    {
        if (!name.StartsWith('@')) return [name];
        var (code, output) = await Tool.RunAsync("/usr/bin/systemd-analyze", ["syscall-filter", "--no-pager", name]);
        Assert.True(code == 0, output);
        var calls = new List<string>();
        foreach (string member in output.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#' && line != name)) calls.AddRange(await CallsAsync(member));
        return calls;
    }

    private static string Line(string key) => Regex.Match(Unit, string.Create(CultureInfo.InvariantCulture, $"^{key}=(.+)$"), RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex("^SystemCallFilter=(?<removes>~)?(?<names>.+)$", RegexOptions.Multiline)]
    private static partial Regex FilterLine();
}
