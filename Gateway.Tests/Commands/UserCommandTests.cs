using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Access.Identity;
using Gateway.Commands;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tests.Access.Identity;
using Gateway.Tests.Harness;
using OtpNet;
using Xunit;

namespace Gateway.Tests.Commands;

/// <summary><c>gateway user</c>: as a process where something is typed, else in this one.</summary>
public sealed partial class UserCommandTests
{
    private const string Password = "Tr0ub4dor & three";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "gateway.dll");

    [Fact]
    public async Task Who_was_added_can_sign_in_and_no_output_shows_a_secret()
    {
        using var local = new LocalPeople();
        string added = await PipeAsync(0, Password, "add", "alice", "--display-name", "Alice Smith", "--group", "network,core", "--file", local.File);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(local.File));
        var outcome = await local.SignIn.TryAsync("alice", Password, "", "192.0.2.1");
        Assert.Equal("Alice Smith", outcome.Person!.DisplayName);
        Assert.Equal(["network", "core"], outcome.Person.Groups);
        var (exitCode, list) = await RunAsync("list", "--file", local.File);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^alice  enabled  no     \d{4}-\d\d-\d\d \d\d:\d\dZ  network,core  Alice Smith$", list);
        string hash = new PeopleWriter(local.File, (_, _) => true).Read()[0].Password;
        foreach (string secret in (string[])[Password, hash])
            Assert.DoesNotContain(secret, added + list, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, await File.ReadAllTextAsync(local.File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_takes_the_place_of_the_old_one_and_ends_its_sign_ins()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice") with { Changed = DateTimeOffset.UnixEpoch });
        await PipeAsync(0, Password, "passwd", "alice", "--file", local.File);
        Assert.Null((await local.SignIn.TryAsync("alice", LocalPeople.Password, "", "192.0.2.1")).Person);
        Assert.NotNull((await local.SignIn.TryAsync("alice", Password, "", "192.0.2.1")).Person);
        Assert.InRange(local.People.Current("alice")!.Value.Changed, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_password_that_cannot_be_taken_changes_nothing()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        Assert.Contains("shorter than 10", await PipeAsync(1, "short", "passwd", "alice", "--file", local.File), StringComparison.Ordinal);
        Assert.Equal(LocalPeople.Hash, new PeopleWriter(local.File, (_, _) => true).Read()[0].Password);
    }

    [Fact]
    public async Task One_time_codes_are_asked_for_once_a_code_has_fitted()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        await using (var wrong = await EnrolAsync(local, _ => "000000")) await ExitAsync(wrong, 1);
        Assert.Null(new PeopleWriter(local.File, (_, _) => true).Read()[0].Totp);

        string secret = "";
        await using (var right = await EnrolAsync(local, shown => new Totp(Base32Encoding.ToBytes(secret = shown)).ComputeTotp()))
        {
            await ExitAsync(right, 0);
            Assert.All(right.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        }
        Assert.Equal(secret, new PeopleWriter(local.File, (_, _) => true).Read()[0].Totp);
        Assert.DoesNotContain(secret, (await RunAsync("list", "--file", local.File)).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("totp", "alice", "--off", "--file", local.File)).ExitCode);
        Assert.Null(new PeopleWriter(local.File, (_, _) => true).Read()[0].Totp);
    }

    [Fact]
    public async Task The_longest_name_s_code_fits_on_a_terminal()
    {
        using var local = new LocalPeople();
        string name = new('a', 64);
        local.Write(LocalPeople.Person(name));
        var (exitCode, output) = await RunAsync("totp", name, "--no-confirm", "--file", local.File);
        Assert.Equal(0, exitCode);
        Assert.Contains('█', output);
        Assert.All(output.Split('\n').Where(line => line.Contains('█', StringComparison.Ordinal)), line => Assert.InRange(line.Length, 21, 80));
    }

    [Fact]
    public async Task People_are_disabled_enabled_grouped_and_removed()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"), LocalPeople.Person("bob"));
        Assert.Equal((0, "alice can no longer sign in.\n"), await RunAsync("disable", "alice", "--file", local.File));
        Assert.Null(local.People.Current("alice"));
        Assert.Equal((0, "alice can sign in.\n"), await RunAsync("enable", "Alice", "--file", local.File));
        Assert.Equal((0, "alice: a, b\n"), await RunAsync("groups", "alice", "a", "b", "--file", local.File));
        Assert.Equal(["a", "b"], local.People.Current("alice")!.Value.Person.Groups);
        Assert.Equal((0, "alice: a, b\n"), await RunAsync("groups", "alice", "--file", local.File));
        Assert.Equal((0, "alice: no groups\n"), await RunAsync("groups", "alice", "--none", "--file", local.File));
        Assert.Equal((0, "alice is removed.\n"), await RunAsync("rm", "alice", "--file", local.File));
        Assert.Null(local.People.Current("alice"));
        Assert.NotNull(local.People.Current("bob"));
        foreach (string word in (string[])["rm", "disable", "enable", "groups", "passwd", "totp"])
            Assert.Equal((1, $"{local.File}: there is no alice.\n"), await RunAsync(word, "alice", "--file", local.File));
        Assert.Equal((1, $"{local.File}: bob is there already.\n"), await RunAsync("add", "bob", "--file", local.File));
        Assert.StartsWith($"{local.File}: \"../x\" is no name", (await RunAsync("add", "../x", "--file", local.File)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_the_exit_code_2_and_a_faulty_file_1()
    {
        using var scratch = new Scratch();
        Assert.Equal((2, $"{scratch.PathOf("none.json")}: it is not there; \"gateway user add\" makes it.\n"), await RunAsync("list", "--file", scratch.PathOf("none.json")));
        string faulty = scratch.Write("faulty.json", "{");
        Assert.Equal(1, (await RunAsync("rm", "alice", "--file", faulty)).ExitCode);
        Assert.Equal("{", await File.ReadAllTextAsync(faulty));
        string configuration = scratch.Write("gateway.json", """{ "domain": "127.0.0.1" }""");
        Assert.Equal((2, "The configuration names no file of people. Set signIn.people, or name one with --file.\n"), await RunAsync("list", "--config", configuration));
        Assert.Contains("there is no such file", (await RunAsync("list", "--config", scratch.PathOf("nowhere.json"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_keeps_its_owner_or_is_left_alone()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        bool root = (await Tool.RunAsync("chown", ["65534:65534", local.File])).ExitCode == 0;
        Assert.Equal(0, (await RunAsync("disable", "alice", "--file", local.File)).ExitCode);
        if (root) Assert.Equal("65534 65534", (await Tool.RunAsync("stat", ["-c", "%u %g", local.File])).Output.Trim());
        else Assert.False(FileOwner.Keep("/etc/hostname", local.File));
    }

    [Fact]
    public async Task On_a_terminal_a_password_is_asked_for_twice_and_never_shown()
    {
        using var local = new LocalPeople();
        local.Write(LocalPeople.Person("alice"));
        Assert.Contains("the two passwords differ", await TypeAsync(local, Password, Password + "!"), StringComparison.Ordinal);
        Assert.Equal(LocalPeople.Hash, new PeopleWriter(local.File, (_, _) => true).Read()[0].Password);
        string shown = await TypeAsync(local, Password[..^1] + "x\x7f" + Password[^1], Password);
        Assert.Contains("alice has a new password.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Password[..4], shown, StringComparison.Ordinal);
        Assert.NotNull((await local.SignIn.TryAsync("alice", Password, "", "192.0.2.1")).Person);
    }

    private static async Task<string> TypeAsync(LocalPeople local, string first, string second)
    {
        string dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(place => Path.Combine(place, "dotnet")).First(File.Exists);
        var environment = ImmutableDictionary<string, string>.Empty.Add("PATH", Environment.GetEnvironmentVariable("PATH")!).Add("HOME", "/").Add("TERM", "xterm");
        using var pty = Pty.Spawn(new CommandLine(dotnet, [Program, "user", "passwd", "alice", "--file", local.File], environment, "/"), new TerminalSize(80, 24));
        var log = new OutputLog(1024 * 1024);
        var pump = new OutputPump(pty, log, new FlowGate(1024 * 1024, 1024, () => 0), () => 0, new EchoClock(TimeProvider.System, _ => { }));
        var running = pump.RunAsync();
        await Wait.UntilAsync(() => Shown().Contains("New password for alice:", StringComparison.Ordinal), Shown);
        await pty.WriteAsync(Encoding.UTF8.GetBytes(first + "\r"));
        await Wait.UntilAsync(() => Shown().Contains("Once more:", StringComparison.Ordinal), Shown);
        await pty.WriteAsync(Encoding.UTF8.GetBytes(second + "\r"));
        await running.WaitAsync(HubClient.Patience);
        return Shown();

        string Shown() => Encoding.UTF8.GetString(log.Tail(64 * 1024));
    }

    // Types what belongs to the secret that is shown.
    private static async Task<Tool> EnrolAsync(LocalPeople local, Func<string, string> code)
    {
        var tool = Tool.Start("dotnet", [Program, "user", "totp", "alice", "--file", local.File]);
        await Wait.UntilAsync(() => tool.Output.Contains("It is not shown again.", StringComparison.Ordinal), () => $"a secret after {tool.Output}");
        await tool.Process.StandardInput.WriteLineAsync(code(Secret().Match(tool.Output).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal)));
        await tool.Process.StandardInput.FlushAsync();
        return tool;
    }

    private static async Task<string> PipeAsync(int exitCode, string line, params string[] arguments)
    {
        await using var tool = Tool.Start("dotnet", [Program, "user", .. arguments]);
        await tool.Process.StandardInput.WriteLineAsync(line);
        tool.Process.StandardInput.Close();
        await ExitAsync(tool, exitCode);
        return tool.Output;
    }

    private static async Task ExitAsync(Tool tool, int exitCode)
    {
        await tool.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        Assert.True(tool.Process.ExitCode == exitCode, $"exit code {tool.Process.ExitCode} after {tool.Output}");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        int exitCode = await new RootCommand { ServeCommand.ConfigOption, UserCommand.Create() }.Parse(["user", .. arguments]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        return (exitCode, output.ToString());
    }

    [GeneratedRegex("type the secret:\\s+([A-Z2-7 ]+)")]
    private static partial Regex Secret();
}
