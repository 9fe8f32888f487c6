using System.Text;
using Gateway.Recording;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Recording;

/// <summary>Passwords typed into real programs through real ssh, searched for in everything that the gateway leaves behind.</summary>
public sealed class PasswordTests
{
    [Fact]
    public async Task A_password_is_in_no_file_however_it_is_typed()
    {
        // bash as people have it; a prompt like sudo's that shows stars; OpenSSH's own prompt, which opens the terminal itself.
        using var scratch = new Scratch();
        Assert.Equal(0, (await Tool.RunAsync("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "another one", "-f", scratch.PathOf("key")])).ExitCode);
        string prompts = $$"""
            stars() { stty raw -echo; printf '[sudo] password for alice: '; while c=$(dd bs=1 count=1 2>/dev/null); [ "$c" != "$(printf '\r')" ]; do printf '*'; done; stty -raw echo; printf '\nstars done\n'; }
            hidden() { read -r -s -p 'Password: ' p; printf '\nhidden done %s\n' "${#p}"; }
            later() { until [ -e {{scratch.PathOf("go")}} ]; do sleep 0.05; done; printf ahead; }
            inner() { ssh-keygen -y -f {{scratch.PathOf("key")}}; echo "inner done"; }
            """;
        string rc = scratch.Write("rc", prompts + "\nPS1='$ '\n");
        await using var server = await SshServer.StartAsync($"exec /usr/bin/env -i PATH=/usr/bin:/bin HOME=/nonexistent TERM=\"$TERM\" LANG=C.UTF-8 /bin/bash --noprofile --rcfile {rc} -i");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        var terminal = Assert.Single(gateway.Terminals.All());
        var options = new RecordingOptions { Folder = Path.Combine(gateway.DataFolder, "recordings"), KeyFile = Path.Combine(gateway.DataFolder, "keys", "recording.pem"), Node = "a" };
        using var storage = new RecordingStorage(options);
        using var recorders = new Recorders(storage, TimeProvider.System, NullLogger<Recorders>.Instance);
        var (recorder, failure) = await recorders.StartAsync(terminal, new RecordingSubject(terminal.Owner, "Alice", "a", "127.0.0.1"), required: true);
        Assert.Null(failure);

        string[] secrets = ["Hidden-7f3a", "done-Stars-91", "inner-Ssh-55", "pasted-Secret-22", "ahead-Secret-33"];
        await TypeAsync("hidden\r", "Password: ");
        await TypeAsync($"{secrets[0]}\r", "hidden done 11", "$ ");
        await TypeAsync("stars\r", "alice: ");
        foreach (char key in secrets[1]) await page.TypeAsync($"{key}");
        await TypeAsync("\r", "stars done", "$ ");
        await TypeAsync("inner\r", "passphrase");
        await TypeAsync($"{secrets[2]}\r", "inner done", "$ ");
        // A paste that brings the command, the password for it and the next command.
        await TypeAsync($"hidden\r{secrets[3]}\recho af''ter\r", "Password: ");
        await TypeAsync("\r", "hidden done"); // a return that came while bash edited the line ends no line for read
        // A background job that prints while somebody types, word for word what the password begins with.
        await TypeAsync("later & hidden\r", "Password: ");
        await page.TypeAsync("ahe");
        scratch.Write("go", "");
        await page.ExpectAsync("ahead");
        await TypeAsync($"{secrets[4][3..]}\r", "hidden done", "$ ");
        await TypeAsync("echo the e''nd\r", "the end", "$ ");
        await page.TypeAsync("exit\r");
        await page.ExpectEndAsync();
        Assert.Null(await recorder!.Completed.WaitAsync(HubClient.Patience));

        var shelf = new RecordingShelf(storage, recorders);
        var typed = new StringBuilder();
        await foreach (var one in shelf.ReadAsync(recorder.Id))
            if (one.Code == CastCode.Input) typed.Append(one.Data);
        // What was shown is there, or the test would prove nothing.
        foreach (string shown in (string[])["hidden\r", "stars\r", "inner\r", "echo the e''nd\r", "exit\r"]) Assert.Contains(shown, typed.ToString(), StringComparison.Ordinal);
        string[] files = [.. Directory.GetFiles(gateway.DataFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".sock" or ".lock"))];
        Assert.Contains(files, file => file.EndsWith("000001.cast", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("audit.jsonl", StringComparison.Ordinal));
        foreach (string file in files)
        {
            string content = ReadShared(file);
            foreach (string secret in secrets) Assert.False(content.Contains(secret, StringComparison.Ordinal) || content.Contains(secret[3..], StringComparison.Ordinal), $"{secret} in {file}");
        }

        // What is typed before the prompt is there is shown twice or late, and not kept.
        async Task TypeAsync(string keys, params string[] answers)
        {
            await page.TypeAsync(keys);
            foreach (string answer in answers) await page.ExpectAsync(answer);
        }
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
