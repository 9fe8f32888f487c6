using System.Collections.Immutable;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class InputPumpTests
{
    [Fact]
    public async Task Single_keystrokes_that_wait_take_little_more_memory_than_their_bytes()
    {
        using var pty = Start("stty raw -echo; exec sleep 1000");
        var seat = Place("a");
        var pump = new InputPump(pty, _ => { }, (_, _) => { }, (_, _) => { });
        byte[] large = new byte[64 * 1024], key = [(byte)'x'];
        pump.Add(seat, large); // more than the terminal takes, so that what follows waits
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 256 * 1024; i++) pump.Add(seat, key);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
        pty.Kill();
        await pty.Exited;
    }

    [Fact]
    public async Task Places_that_type_in_turn_cannot_make_it_hold_objects_without_end()
    {
        using var pty = Start("stty raw -echo; exec sleep 1000");
        Seat[] seats = [Place("a"), Place("b")];
        var pump = new InputPump(pty, _ => { }, (_, _) => { }, (_, _) => { });
        pump.Add(seats[0], new byte[64 * 1024]);
        int added = 0;
        while (!pump.IsFull && added < 100_000) pump.Add(seats[++added % 2], "x"u8.ToArray());
        Assert.InRange(added, 1000, 10_000);
        pty.Kill();
        await pty.Exited;
    }

    [Fact]
    public async Task What_waited_together_is_written_in_order_and_counted_for_its_own_place()
    {
        using var scratch = new Scratch();
        using var pty = Start($"stty raw -echo; printf R; {Until(scratch)}; head -c 75000 | cksum; exec sleep 1000");
        while (pty.Read(new byte[1]) != 1) await Task.Delay(10);
        Seat[] seats = [Place("a"), Place("b")];
        int[] counts = [0, 0];
        var all = new TaskCompletionSource();
        var pump = new InputPump(pty, _ => { }, (seat, count) =>
        {
            counts[Array.IndexOf(seats, seat)] += count;
            if (counts.Sum() == 75000) all.TrySetResult();
        }, (_, _) => { });
        byte[] bytes = new byte[75000];
        new Random(3).NextBytes(bytes);
        int[] sent = [0, 0];
        for (int at = 0, piece = 0; at < bytes.Length; piece++)
        {
            int count = Math.Min(bytes.Length - at, piece == 0 ? 40_000 : piece % 7 * 300 + 1), seat = piece / 5 % 2;
            pump.Add(seats[seat], bytes.AsMemory(at, count));
            (at, sent[seat]) = (at + count, sent[seat] + count);
        }
        scratch.Write("go", "");
        await all.Task.WaitAsync(HubClient.Patience);
        Assert.Equal(sent, counts);
        string text = "";
        byte[] buffer = new byte[256];
        await Wait.UntilAsync(
            () =>
            {
                for (int count; (count = pty.Read(buffer)) > 0;) text += System.Text.Encoding.Latin1.GetString(buffer, 0, count);
                return text.Contains('\n', StringComparison.Ordinal);
            },
            () => $"all of it; there is {text}");
        Assert.Equal($"{Cksum(bytes)} 75000", text.Trim());
        pty.Kill();
        await pty.Exited;
    }

    [Fact]
    public async Task What_waits_of_a_place_that_may_not_type_any_more_is_dropped_and_nothing_else()
    {
        using var scratch = new Scratch();
        using var pty = Start($"stty raw -echo; printf R; {Until(scratch)}; exec tr -d a");
        while (pty.Read(new byte[1]) != 1) await Task.Delay(10);
        Seat guest = Place("guest"), owner = Place("owner");
        long written = 0, dropped = 0;
        var all = new TaskCompletionSource();
        var pump = new InputPump(pty, _ => { }, (_, count) => Count(ref written, count), (seat, count) => Count(ref dropped, seat == guest ? count : 1_000_000));
        pump.Add(guest, Enumerable.Repeat((byte)'a', 100_000).ToArray()); // more than the terminal takes, so that some waits
        pump.Add(guest, "b"u8.ToArray());
        pump.Drop(guest);
        pump.Add(owner, "cd\n"u8.ToArray());
        pump.Add(guest, "e\n"u8.ToArray()); // it has the keyboard again
        scratch.Write("go", "");
        await all.Task.WaitAsync(HubClient.Patience);
        Assert.InRange(dropped, 50_000, 100_001);
        string text = "";
        byte[] buffer = new byte[256];
        await Wait.UntilAsync(
            () =>
            {
                for (int count; (count = pty.Read(buffer)) > 0;) text += System.Text.Encoding.Latin1.GetString(buffer, 0, count);
                return text.EndsWith("e\n", StringComparison.Ordinal);
            },
            () => $"all of it; there is {text}");
        Assert.Equal("cd\ne\n", text);
        pty.Kill();
        await pty.Exited;

        void Count(ref long total, int count)
        {
            if (Interlocked.Add(ref total, count) >= 0 && Interlocked.Read(ref written) + Interlocked.Read(ref dropped) == 100_006) all.TrySetResult();
        }
    }

    // Nothing is read before the test says so.
    private static string Until(Scratch scratch) => $"until [ -e {scratch.PathOf("go")} ]; do sleep 0.05; done";

    // POSIX cksum(1).
    private static uint Cksum(byte[] bytes)
    {
        uint crc = 0;
        foreach (byte value in bytes) Feed(value);
        for (long length = bytes.Length; length != 0; length >>= 8) Feed((byte)length);
        return ~crc;

        void Feed(byte value)
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
        }
    }

    private static Seat Place(string name) => new(name, name, new Participant(name, ""));

    private static Pty Start(string script) => Pty.Spawn(
        new CommandLine("/bin/sh", ["-c", script], ImmutableDictionary<string, string>.Empty.Add("PATH", "/usr/bin:/bin"), "/"), new TerminalSize(80, 24));
}
