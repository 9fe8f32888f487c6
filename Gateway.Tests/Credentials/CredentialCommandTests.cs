using System.Diagnostics;
using System.Security.Cryptography;
using Gateway.Access.Records;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary><c>gateway credential</c> and <c>gateway key</c>, as an operator runs them.</summary>
public sealed class CredentialCommandTests
{
    [Fact]
    public async Task An_operator_keeps_lists_tries_seals_anew_and_removes_credentials()
    {
        using var scratch = new Scratch();
        string master = scratch.Write("master.key", Convert.ToHexString(RandomNumberGenerator.GetBytes(32))), next = scratch.Write("next.key", Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        string config = scratch.Write("gateway.json", """{ "domain": "127.0.0.1", "ports": [6022], "data": "data", "credentials": { "masterKeyFile": "master.key" } }""");
        string phrase = scratch.Write("phrase", "a long phrase\n"), key = scratch.PathOf("id");
        await Tool.RunAsync("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "a long phrase", "-C", "", "-f", key]);

        Assert.Equal((0, "core is kept.\n"), await RunAsync("a password\n", "credential", "add", "core", "--user", "admin", "--device-group", "core"));
        Assert.Equal((0, "core is replaced.\n"), await RunAsync("another\n", "credential", "add", "core", "--user", "admin", "--device", "core*", "--priority", "3"));
        var wrong = await RunAsync(await File.ReadAllTextAsync(key), "credential", "add", "backup", "--key", "--person", "alice");
        Assert.Equal((1, true), (wrong.ExitCode, wrong.Output.Contains("needs a passphrase", StringComparison.Ordinal)));
        Assert.Equal((0, "backup is kept.\n"), await RunAsync(await File.ReadAllTextAsync(key), "credential", "add", "backup", "--key", "--person", "alice", "--passphrase-file", phrase));
        Assert.StartsWith((await File.ReadAllTextAsync(key + ".pub")).Trim(), (await RunAsync("", "key", "show", "backup", "--person", "alice")).Output, StringComparison.Ordinal);
        var made = await RunAsync("", "key", "new", "team", "--group", "ops", "--device", "*");
        Assert.Equal((0, true), (made.ExitCode, made.Output.StartsWith("ssh-ed25519 ", StringComparison.Ordinal)));
        var authority = await RunAsync("", "key", "ca");
        Assert.Equal(authority, await RunAsync("", "key", "ca"));
        var (_, list) = await RunAsync("", "credential", "list");
        foreach (string words in new[] { "core ", "backup ", "local:alice", "team ", "people:ops", "authority" }) Assert.Contains(words, list, StringComparison.Ordinal);
        Assert.Equal((0, "4 sealed anew.\n"), await RunAsync("", "credential", "rekey", next));
        Assert.Equal(1, (await RunAsync("", "credential", "test", "core")).ExitCode);
        File.Move(next, master, overwrite: true);
        Assert.Equal((0, "core can be used.\n"), await RunAsync("", "credential", "test", "core"));
        Assert.Equal((0, "backup can be used.\n"), await RunAsync("", "credential", "test", "backup", "--person", "alice"));
        Assert.Equal((0, "core is removed.\n"), await RunAsync("", "credential", "rm", "core"));
        Assert.Equal(1, (await RunAsync("", "credential", "rm", "core")).ExitCode);

        // One that somebody changed in the store is named, and keeps none of the others from being listed.
        using (var shelf = new RecordShelf(scratch.PathOf("data/records.db")))
        {
            var team = (await shelf.Records.ListAsync(RecordKind.Credential, null)).Single(record => record.Json.Contains("\"team\"", StringComparison.Ordinal));
            await shelf.Records.WriteAsync(RecordKind.Credential, team with { Json = team.Json.Replace("ssh-ed25519 ", "ssh-ed25519 A", StringComparison.Ordinal) });
        }
        var (exit, lines) = await RunAsync("", "key", "list");
        Assert.Equal((1, 1), (exit, lines.Split('\n').Count(line => line.StartsWith("# team is damaged: ", StringComparison.Ordinal))));
        Assert.Contains(authority.Output, lines, StringComparison.Ordinal);
        Assert.DoesNotContain("team@gateway", lines, StringComparison.Ordinal);

        async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] arguments)
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), .. arguments, "--config", config]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
    }
}
