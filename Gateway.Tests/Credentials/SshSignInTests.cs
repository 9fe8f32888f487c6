using Gateway.Access.Audit;
using Gateway.Credentials;
using Gateway.HostKeys;
using Gateway.Tests.Harness;
using Gateway.Tests.Sharing;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Credentials;

/// <summary>People are signed in to a real sshd, and the secret is nowhere.</summary>
public sealed class SshSignInTests
{
    private const string Password = "Xq7-kept-by-the-gateway-9z";

    private static readonly ConnectOptions Kept = new(true, "device");

    [Fact]
    public async Task A_kept_password_is_not_sent_where_host_keys_are_not_checked()
    {
        await using var world = await SignInWorld.StartAsync("ssh", Ports.Free(), hostKeys: "bypass");
        await world.KeepAsync(new { name = "kept", kind = "password", user = SshServer.User, groups = new[] { "core" }, password = Password });
        var (hub, reply) = await world.OpenAsync("ssh", SshServer.User, new ConnectOptions(true, "device"));
        await using (hub) Assert.Contains("host key is not checked", $"{reply.Refusal}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_password_is_sent_to_no_device_that_is_seen_for_the_first_time()
    {
        await using var server = await SshServer.StartAsync(password: Password);
        await using var world = await SignInWorld.StartAsync("ssh", server.Port);
        await world.KeepAsync(new { name = "kept", kind = "password", user = SshServer.User, groups = new[] { "core" }, password = Password });
        await using (var first = await world.PageAsync("ssh", null, Kept))
        {
            Assert.Contains("sees this device for the first time", (await first.ExpectEventAsync("MessageReceived")).GetRawText(), StringComparison.Ordinal);
            await first.ExpectAsync("password: ");
            await first.TypeAsync("none of it\r");
            await Wait.UntilAsync(() => server.Log.Contains("Failed password", StringComparison.Ordinal), () => server.Log);
            Assert.DoesNotContain("Accepted password", server.Log, StringComparison.Ordinal);
        }
        await using (var second = await world.PageAsync("ssh", null, Kept)) await second.ExpectAsync("$ ");
        // A key of another type is none that is known, which "accept-new" alone would take in.
        await File.WriteAllTextAsync(world.Gateway.Services.GetRequiredService<HostKeyOptions>().KnownHostsFile, $"[127.0.0.1]:{server.Port} ecdsa-sha2-nistp256 {KeyMaker.ForOnce().PublicKey.Split(' ')[1]}\n");
        await using (var other = await world.PageAsync("ssh", null, Kept)) Assert.Equal("hostkey", (await other.ExpectEndAsync()).Reason);
        // The gateway looks at that key meanwhile, in its folder.
        await Wait.UntilAsync(() => world.Gateway.Audit().Contains("hostKeyChanged", StringComparison.Ordinal), () => world.Gateway.Log);
    }

    [Fact]
    public async Task Few_keys_that_people_gave_are_read_at_once_and_nobody_waits_for_ever()
    {
        using var scratch = new Scratch();
        var options = new CredentialOptions { Folder = scratch.Folder, Program = "/bin/false", Turns = new KeyTurns(1, TimeSpan.FromMilliseconds(1)) };
        var (key, line) = await KeyMaker.NewAsync();
        using var _ = key;
        await using var agent = await PrivateAgent.StartAsync(options);
        var (held, inside) = (new TaskCompletionSource<bool>(), new TaskCompletionSource());
        var slow = options.Turns.TakeAsync(() =>
        {
            inside.SetResult();
            return held.Task;
        }, CancellationToken.None);
        await inside.Task;
        Assert.Contains("busy", (await Assert.ThrowsAsync<CredentialException>(() => agent.AddInTurnAsync(key, CancellationToken.None))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.AddInTurnAsync(key, new CancellationToken(true)));
        held.SetResult(true);
        Assert.True(await slow);
        await agent.AddInTurnAsync(key, CancellationToken.None);
        Assert.Equal(line, await agent.PublicKeyAsync());
    }

    [Fact]
    public async Task A_password_a_key_and_a_certificate_sign_in_and_are_found_nowhere()
    {
        using var scratch = new Scratch();
        string authority = scratch.Write("ca.pub", "");
        await using var redis = await RedisServer.StartAsync("--dir", scratch.Folder, "--dbfilename", "dump.rdb", "--rdbcompression", "no");
        await using var server = await SshServer.StartAsync(password: Password, more: $"TrustedUserCAKeys {authority}");
        await using var world = await SignInWorld.StartAsync("ssh", server.Port, redis);
        SignInWorld.Know(world.Gateway, server);
        var keeping = world.Gateway.Services.GetRequiredService<CredentialKeeping>();

        await world.KeepAsync(new { name = "by password", kind = "password", user = SshServer.User, groups = new[] { "core" }, password = Password });
        // No user is named: the credential's own is taken.
        await using (var page = await world.PageAsync("ssh", null, Kept)) await LookAsync(page, Password);
        await using (var page = await world.PageAsync("ssh", SshServer.User, new ConnectOptions(true, "custom", Password))) await LookAsync(page, Password);
        await Wait.UntilAsync(() => server.Log.Contains("Accepted password", StringComparison.Ordinal), "the server's word");

        var key = await world.KeepAsync(new { name = "by key", kind = "key", user = SshServer.User, devices = new[] { "core*" }, priority = 10, generate = true });
        server.Authorize(key.PublicKey);
        await using (var page = await world.PageAsync("ssh", null, Kept)) await LookAsync(page, await KeyAsync(key.Id));
        await Wait.UntilAsync(() => server.Log.Contains("Accepted publickey", StringComparison.Ordinal), () => server.Log);

        var made = await keeping.WriteAsync(null, "", null, new CredentialForm { Name = "authority", Kind = CredentialKind.Authority, Generate = true });
        await File.WriteAllTextAsync(authority, made.PublicKey + "\n");
        await world.KeepAsync(new { name = "by certificate", kind = "certificate", user = SshServer.User, devices = new[] { "*" }, priority = 20 });
        await using (var page = await world.PageAsync("ssh", null, Kept)) await LookAsync(page, await KeyAsync(made.Id), "EC PRIVATE KEY");
        await Wait.UntilAsync(() => server.Log.Contains("-CERT", StringComparison.Ordinal) && server.Log.Contains("ID alice", StringComparison.Ordinal), () => server.Log);

        // All of them are forgotten with their sign-in: no agent, no socket, no certificate is left.
        await Wait.UntilAsync(() => Directory.GetFiles(Path.Combine(world.Gateway.DataFolder, "sign-in")).Length == 0, "the end of the agents");
        await redis.AskAsync("SAVE");
        foreach (string secret in new[] { Password, "OPENSSH PRIVATE KEY", "EC PRIVATE KEY", world.MasterKeyText })
            Assert.True((await File.ReadAllBytesAsync(scratch.PathOf("dump.rdb"))).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) < 0, "A secret is in Redis.");
        var used = (await File.ReadAllLinesAsync(Path.Combine(world.Gateway.DataFolder, "audit", "audit.jsonl"))).Where(line => line.Contains(nameof(AuditEvent.CredentialUsed), StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(4, used.Count);
        Assert.All(used, line => Assert.Contains("\"terminal\"", line, StringComparison.Ordinal));

        // The second line of a private key, which is its own.
        async Task<string> KeyAsync(string id)
        {
            var store = world.Gateway.Services.GetRequiredService<CredentialStore>();
            using var secret = await store.OpenAsync((await store.FindAsync(id))!);
            return System.Text.Encoding.UTF8.GetString(secret.Main.Span).Split('\n')[3];
        }

        async Task LookAsync(Page page, params string[] secrets)
        {
            await page.ExpectAsync("$ ");
            foreach (string secret in secrets.Append(world.MasterKeyText)) world.Hunt(secret, page);
            await page.TypeAsync("exit 0\r");
            await page.ExpectEndAsync();
        }
    }

    [Fact]
    public async Task What_the_device_refuses_is_not_sent_again_and_the_person_goes_on_by_hand_or_reads_which_step_failed()
    {
        const string Wrong = "not-this-one-5";
        await using var server = await SshServer.StartAsync(password: Password);
        await using var world = await SignInWorld.StartAsync("ssh", server.Port);
        SignInWorld.Know(world.Gateway, server);
        await world.KeepAsync(new { name = "old", kind = "password", user = SshServer.User, devices = new[] { "core1" }, password = Wrong });
        await using (var page = await world.PageAsync("ssh", null, Kept))
        {
            await page.ExpectAsync("did not accept the password that is kept for it (credential old)");
            await page.ExpectAsync("password: ");
            await page.TypeAsync(Password + "\r");
            await page.ExpectAsync("$ ");
            world.Hunt(Wrong, page);
            world.Hunt(Password, page);
            await page.TypeAsync("exit 0\r");
            Assert.Equal("exited", (await page.ExpectEndAsync()).Reason);
        }
        await using (var page = await world.PageAsync("ssh", null, Kept))
        {
            for (int i = 0; i < 2; i++)
            {
                await page.ExpectAsync("password: ");
                await page.TypeAsync("wrong\r");
            }
            var ended = await page.ExpectEndAsync();
            Assert.Equal("authentication", ended.Reason);
            Assert.Equal("The device did not accept the password that is kept for it (credential old).", ended.Message);
        }
        // The two kept ones and the two typed ones; and the one that was right.
        await Wait.UntilAsync(() => server.Log.Split("Failed password").Length + server.Log.Split("Accepted password").Length == 4 + 1 + 2, () => server.Log);
        await world.KeepAsync(new { name = "key", kind = "key", user = SshServer.User, devices = new[] { "core1" }, priority = 1, generate = true });
        await using (var page = await world.PageAsync("ssh", null, Kept))
        {
            // The key is not known there; the person is asked as without it.
            for (int i = 0; i < 3; i++)
            {
                await page.ExpectAsync("password: ");
                await page.TypeAsync("wrong\r");
            }
            Assert.Equal("The device did not accept the key that is kept for it (credential key).", (await page.ExpectEndAsync()).Message);
        }
    }

    [Fact]
    public async Task With_a_wrong_master_key_what_was_chosen_is_refused_and_what_is_the_devices_default_goes_on_by_hand()
    {
        await using var server = await SshServer.StartAsync(password: Password);
        await using var world = await SignInWorld.StartAsync("ssh", server.Port, device: $$""", "defaults": { "user": "{{SshServer.User}}", "automatic": true }""");
        SignInWorld.Know(world.Gateway, server);
        var kept = await world.KeepAsync(new { name = "core", kind = "password", devices = new[] { "core1" }, password = Password });
        Assert.Equal("", kept.User);
        world.ChangeMasterKey(new string('7', 64));
        var (hub, reply) = await world.OpenAsync("ssh", null, Kept);
        await using (hub)
        {
            Assert.Null(reply.Terminal);
            Assert.Contains("another master key", $"{reply.Refusal}", StringComparison.Ordinal);
        }
        await using (var page = await world.PageAsync("ssh", null, null))
        {
            Assert.Contains("another master key", (await page.ExpectEventAsync("MessageReceived")).GetRawText(), StringComparison.Ordinal);
            await page.ExpectAsync("password: ");
            await page.TypeAsync(Password + "\r");
            await page.ExpectAsync("$ ");
        }
        world.ChangeMasterKey(world.MasterKeyText);
        await using (var page = await world.PageAsync("ssh", null, null)) await page.ExpectAsync("$ ");
    }

    [Fact]
    public async Task A_certificate_is_for_one_user_and_a_few_minutes()
    {
        using var scratch = new Scratch();
        var options = new CredentialOptions { Folder = scratch.Folder, Program = "/bin/false" };
        var (authority, line) = await KeyMaker.NewAsync();
        await using var signer = await PrivateAgent.StartAsync(options);
        using (authority) await signer.AddAsync(authority);
        await using var server = await SshServer.StartAsync(more: $"TrustedUserCAKeys {scratch.Write("ca.pub", line + "\n")}");
        var (key, publicKey) = KeyMaker.ForOnce();
        await using var agent = await PrivateAgent.StartAsync(options);
        using (key) await agent.AddAsync(key);
        Assert.Equal(publicKey, await agent.PublicKeyAsync());
        Assert.Equal(0, await TryAsync(await KeyMaker.CertifyAsync(scratch.Folder, line, signer.Socket, publicKey, "alice", SshServer.User)));
        Assert.Equal(255, await TryAsync(await KeyMaker.CertifyAsync(scratch.Folder, line, signer.Socket, publicKey, "alice", "somebody")));
        Assert.Equal(255, await TryAsync(await KeyMaker.CertifyAsync(scratch.Folder, line, signer.Socket, publicKey, "alice", SshServer.User, "-10m:-5m")));

        async Task<int> TryAsync(string certificate) => (await Tool.RunAsync("/usr/bin/ssh",
            ["-F", "/dev/null", "-p", $"{server.Port}", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentityFile=none", "-o", $"IdentityAgent={agent.Socket}", "-o", $"CertificateFile={certificate}", "-T", $"{SshServer.User}@127.0.0.1", "true"])).ExitCode;
    }
}
