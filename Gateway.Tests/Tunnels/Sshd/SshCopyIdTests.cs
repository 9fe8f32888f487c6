using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Sshd;
using Xunit;

namespace Gateway.Tests.Tunnels.Sshd;

/// <summary>The program itself, as sshd and operators run it.</summary>
public sealed class SshCopyIdTests
{
    [Fact]
    public async Task Ssh_copy_id_leaves_one_key_once_and_the_key_for_it_does_nothing_else()
    {
        using var scratch = new Scratch();
        string config = scratch.PathOf("gateway.json");
        await using var world = await SshdWorld.StartAsync(options => options with { Ourselves = [.. GatewayProgram.Words, "--config", config] });
        var (device, other) = (await world.AddAsync("sop001"), await world.AddAsync("sop002"));
        await File.WriteAllTextAsync(config, GatewayProgram.Configuration(world.PathOf("."), world.ListenPort, device.Master.Ssh).ToJsonString());
        await world.KeyAsync("mine");
        var (exitCode, printed) = await GatewayProgram.RunAsync(config, "device", "enrol", "sop001", "--ssh-copy-id");
        Assert.True(exitCode == 0, printed);
        Assert.Contains("Keep this key", printed, StringComparison.Ordinal);
        string secret = printed[printed.IndexOf("-----BEGIN", StringComparison.Ordinal)..(printed.LastIndexOf("-----END EC PRIVATE KEY-----", StringComparison.Ordinal) + 28)];
        await File.WriteAllTextAsync(world.PathOf("enrol"), secret + "\n");
        File.SetUnixFileMode(world.PathOf("enrol"), UnixFileMode.UserRead);
        await world.Book.LoadAsync();

        // Neither a shell nor a command, a copy, a forwarding or another device.
        foreach (string[] wish in (string[][])[["id"], ["take-key sop002 x"], ["-N", "-R", $"{device.Master.Ssh}:127.0.0.1:9"], []])
        {
            var (code, output) = await Tool.RunAsync("/usr/bin/ssh", world.Arguments("enrol", [.. wish.Where(word => word.StartsWith('-') || word.Contains(':', StringComparison.Ordinal)), SshdWorld.Account, .. wish.Where(word => !word.StartsWith('-') && !word.Contains(':', StringComparison.Ordinal))]));
            Assert.True(code != 0 && !output.Contains("uid=", StringComparison.Ordinal), output);
        }
        Assert.Equal(world.KeyOf("sop002"), (await world.Book.ReadAsync("sop002"))!.Master.Key);
        Assert.Equal(world.KeyOf("sop001"), (await world.Book.ReadAsync("sop001"))!.Master.Key);

        string[] copy = ["-f", "-i", world.PathOf("mine.pub"), "-p", world.ListenPort.ToString(System.Globalization.CultureInfo.InvariantCulture), "-o", $"IdentityFile={world.PathOf("enrol")}", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", SshdWorld.Account];
        var first = await Tool.RunAsync("/usr/bin/ssh-copy-id", copy);
        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Contains("sop001 is enrolled: SHA256:", first.Output, StringComparison.Ordinal);
        await world.Book.LoadAsync();
        Assert.Equal((world.KeyOf("mine"), null), (world.Book.Current.Find("sop001")!.Master.Key, world.Book.Current.Find("sop001")!.Master.EnrolKey));
        Assert.NotEqual(0, (await Tool.RunAsync("/usr/bin/ssh-copy-id", copy)).ExitCode);
        world.Dial(device, "mine");
        await world.UpAsync(device);

        // What the system's sshd is told.
        var (_, line) = await GatewayProgram.RunAsync(config, ["device", "authorized-keys", .. world.KeyOf("sop002").Split(' ')]);
        Assert.Contains(SshdText.Line(other.Master, other.Master.Key!), line, StringComparison.Ordinal);
        Assert.DoesNotContain("permitlisten", (await GatewayProgram.RunAsync(config, ["device", "authorized-keys", .. world.KeyOf("sop001").Split(' ')])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_was_killed_gets_the_ports_back_from_what_it_left()
    {
        using var scratch = new Scratch();
        await using var world = await SshdWorld.StartAsync(options => options with { SshListen = null }); // its keys, and the service
        await world.KeyAsync("key");
        int listen = Ports.Free(), port = Ports.Free();
        string config = scratch.Write("gateway.json", GatewayProgram.Configuration(scratch.PathOf("data"), listen, port).ToJsonString());
        await RunAsync("device", "add", "sop001", "--ssh", $"{port}");
        await RunAsync("device", "enrol", "sop001", "--key", world.KeyOf("key"));
        void Change(JsonObject file) => (file["data"], file["tunnels"]) = (scratch.PathOf("data"), GatewayProgram.Configuration("", listen, port)["tunnels"]!.DeepClone());
        string[] ssh = ["-F", "/dev/null", "-i", world.PathOf("key"), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "ExitOnForwardFailure=yes", "-p", $"{listen}", "-N", "-R", $"{port}:127.0.0.1:{world.ServicePort}", SshdWorld.Account];
        await using var unit = Tool.Start("/bin/sh", ["-c", "while :; do /usr/bin/ssh \"$@\"; sleep 0.3; done", "sh", .. ssh]);
        int before;
        await using (var gateway = await GatewayProcess.StartAsync([port], change: Change))
        {
            await Wait.UntilAsync(() => PortHolders.Find(port) is not null, () => gateway.Tool.Output + unit.Output, SshdWorld.Longer);
            before = PortHolders.Find(port)!.Pid!.Value;
            gateway.Tool.Process.Kill();
            await gateway.Tool.Process.WaitForExitAsync();
        }
        Assert.Equal(before, PortHolders.Find(port)?.Pid); // the killed one has left it
        await using var next = await GatewayProcess.StartAsync([port], change: Change);
        await Wait.UntilAsync(() => PortHolders.Find(port) is { } holder && holder.Pid != before, () => next.Tool.Output, SshdWorld.Longer);
        Assert.False(new Child(before).IsRunning);

        async Task RunAsync(params string[] words)
        {
            var (exitCode, output) = await GatewayProgram.RunAsync(config, words);
            Assert.True(exitCode == 0, output);
        }
    }
}
