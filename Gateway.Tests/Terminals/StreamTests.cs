using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

/// <summary>Bytes from a device through real ssh and the real hub: whole, in order, once.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Sixty_four_mebibytes_over_a_connection_cut_fifty_times_hash_the_same()
    {
        const int length = 64 * 1024 * 1024, cuts = 50;
        using var data = new DataFile(length, 1);
        await using var server = await SshServer.StartAsync(data.Sending);
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await Follower.OpenAsync(gateway, server);
        await page.PassAsync("START");
        var random = new Random(2);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long received = 0;
        var cutAt = new Queue<long>(Enumerable.Range(0, cuts).Select(_ => random.NextInt64(length)).Order());
        while (received < length)
        {
            var bytes = await page.NextAsync() ?? throw new InvalidOperationException("It ended early.");
            int wanted = (int)Math.Min(bytes.Length, length - received);
            hash.AppendData(bytes.Span[..wanted]);
            received += wanted;
            bool cut = false;
            while (cutAt.TryPeek(out long at) && at <= received)
            {
                cutAt.Dequeue();
                cut = true;
            }
            if (cut && received < length) await page.ReconnectAsync();
        }
        Assert.Equal(DataFile.Hash(data.Bytes), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public async Task A_stalled_viewer_pauses_the_program_and_then_has_every_byte()
    {
        const int length = 24 * 1024 * 1024;
        using var data = new DataFile(length, 3);
        await using var server = await SshServer.StartAsync(data.Sending);
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await Follower.OpenAsync(gateway, server);
        page.Acknowledges = false;
        await page.PassAsync("START");
        // The gate's mark, and what one read past it may add.
        const long most = 384 * 1024 + 128 * 1024;
        long sent = 0;
        for (int same = 0; same < 20;)
        {
            long now = (await page.SummaryAsync()).Bytes;
            same = now == sent && now > 384 * 1024 ? same + 1 : 0;
            sent = now;
        }
        Assert.InRange(sent, 384 * 1024, most);

        page.Acknowledges = true;
        await page.Hub.AcknowledgeAsync(page.Offset);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long received = 0; received < length;)
        {
            var bytes = await page.NextAsync() ?? throw new InvalidOperationException("It ended early.");
            int wanted = (int)Math.Min(bytes.Length, length - received);
            hash.AppendData(bytes.Span[..wanted]);
            received += wanted;
        }
        Assert.Equal(DataFile.Hash(data.Bytes), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public async Task Ctrl_c_under_an_endless_flood_acts_and_ctrl_z_stops()
    {
        await using var server = await SshServer.StartAsync("exec /usr/bin/env -i PATH=/usr/bin:/bin TERM=\"$TERM\" PS1='$ ' /bin/bash --norc --noprofile -i");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await Follower.OpenAsync(gateway, server);
        await page.PassAsync("$ ");
        await page.TypeAsync("yes flood\r"u8.ToArray());
        for (int i = 0; i < 3; i++) await page.PassAsync("flood\r\nflood\r\n");
        await page.TypeAsync([3]);
        await page.PassAsync("^C");
        await page.TypeAsync("echo al''ive\r"u8.ToArray());
        await page.PassAsync("alive\r\n");
        // The shell's echo of a command is no word yet that the command runs and would hear of Ctrl-Z.
        await page.TypeAsync("sh -c 'echo run''ning; exec sleep 1000'\r"u8.ToArray());
        await page.PassAsync("running");
        await page.TypeAsync([26]);
        await page.PassAsync("Stopped");
    }

    [Fact]
    public async Task Every_byte_passes_both_ways_untouched()
    {
        await using var server = await SshServer.StartAsync("stty raw -echo; printf START; exec cat");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await Follower.OpenAsync(gateway, server);
        await page.PassAsync("START");
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] split = Encoding.UTF8.GetBytes("é€😀\u0301");
        byte[] invalid = [0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xff, 0xfe, 0xf8, 0x88, 0x80, 0x80, 0x80, 0xe2, 0x82];
        byte[] line = [.. Enumerable.Repeat((byte)'L', 200_000)];
        byte[] everything = [.. all, .. split, .. invalid, 0, 0, 0, .. line, .. all];
        foreach (byte single in split) await page.TypeAsync([single]); // a character in pieces
        var paste = page.PasteAsync(everything);
        byte[] expected = [.. split, .. everything];
        var received = new List<byte>();
        while (received.Count < expected.Length) received.AddRange((await page.NextAsync())!.Value.Span);
        await paste;
        Assert.Equal(DataFile.Hash(expected), DataFile.Hash([.. received]));
    }

    [Fact]
    public async Task A_paste_of_five_mebibytes_arrives_whole()
    {
        const int length = 5 * 1024 * 1024;
        await using var server = await SshServer.StartAsync($"stty raw -echo; printf START; head -c {length} | sha256sum");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await Follower.OpenAsync(gateway, server);
        await page.PassAsync("START");
        byte[] paste = new byte[length];
        new Random(4).NextBytes(paste);
        await page.PasteAsync(paste);
        await page.PassAsync(DataFile.Hash(paste));
    }

    [Fact]
    public async Task A_paste_into_a_program_that_waits_to_write_locks_nothing_up()
    {
        using var data = new DataFile(6 * 1024 * 1024, 5);
        await using var server = await SshServer.StartAsync($"{data.Sending}; head -c 200000 | sha256sum");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await Follower.OpenAsync(gateway, server);
        await page.PassAsync("START");
        await Wait.UntilAsync(async () => (await page.SummaryAsync()).Bytes > 384 * 1024, () => "the gate to shut");
        byte[] paste = new byte[200_000];
        new Random(6).NextBytes(paste);
        await page.PasteAsync(paste); // nobody reads the output meanwhile
        await page.PassAsync("THEEND");
        await page.PassAsync(DataFile.Hash(paste));
    }

    [Fact]
    public async Task A_resize_reaches_the_far_end()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        await page.TypeAsync("trap 'stty size; echo win''ch' WINCH; echo rea''dy\r");
        await page.ExpectAsync("ready");
        await page.Hub.SendAsync("Resize", 101, 37);
        await page.ExpectEventAsync("Resized");
        await page.TypeAsync("\r");
        Assert.Contains("37 101", await page.ExpectAsync("winch"), StringComparison.Ordinal);
    }
}
