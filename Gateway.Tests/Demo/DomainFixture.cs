using System.Diagnostics;
using Gateway.Demo;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Demo;

/// <summary>The demo's domain on free ports, in a folder whose name needs quoting.</summary>
public sealed class DomainFixture : IAsyncLifetime
{
    private DemoDomain? _domain;

    internal DemoDomain Domain => _domain!;

    internal string SshPrompt => $"sw-{Domain.SshPort}> ";

    internal string TelnetPrompt => $"sw-{Domain.TelnetPort}> ";

    public async Task InitializeAsync()
    {
        var parent = Directory.CreateTempSubdirectory("demo ");
        var settings = new DemoDomainSettings(Path.Combine(parent.FullName, "it's 100% \"quoted\" $HOME \\n #1"))
        {
            SshPort = Ports.Free(),
            TelnetPort = Ports.Free(),
        };
        _domain = await DemoDomain.StartAsync(settings, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await Domain.DisposeAsync();
        Directory.GetParent(Domain.IdentityFile)!.Parent!.Delete(recursive: true);
    }

    /// <summary>What every ssh of these tests is called with; the domain's own host key is insisted on.</summary>
    internal IEnumerable<string> SshOptions()
    {
        // ssh expands % in paths; sshd's files, which the domain writes, see to that themselves.
        static string Plain(string path) => path.Replace("%", "%%", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var known = Path.Combine(Path.GetDirectoryName(Domain.IdentityFile)!, "..", "known_hosts");
        File.WriteAllText(known, $"[127.0.0.1]:{Domain.SshPort} {Domain.HostKey}\n");
        return
        [
            "-F", "none", "-o", $"IdentityFile=\"{Plain(Domain.IdentityFile)}\"", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "EscapeChar=none", "-o", "StrictHostKeyChecking=yes",
            "-o", $"UserKnownHostsFile=\"{Plain(known)}\"",
            "-l", Domain.User,
        ];
    }

    internal Task<Conversation> SshAsync(int columns = 80, int rows = 24, string command = "") =>
        Conversation.StartAsync(
            $"exec ssh -tt {string.Join(' ', SshOptions().Select(Quote))} -p {Domain.SshPort} -- 127.0.0.1 {command}", columns, rows);

    internal Task<Conversation> TelnetAsync(int columns = 80, int rows = 24) =>
        Conversation.StartAsync($"exec telnet -E -c 127.0.0.1 {Domain.TelnetPort}", columns, rows);

    /// <summary>Runs a program without a terminal to its end.</summary>
    internal static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, output + await errors);
    }

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
