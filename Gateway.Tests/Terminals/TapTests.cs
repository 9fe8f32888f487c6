using System.Collections.Concurrent;
using System.Text;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

/// <summary>What the gateway itself reads of a terminal: every byte, the sizes and who did what.</summary>
public sealed class TapTests
{
    private static readonly TimeSpan Patience = HubClient.Patience;

    [Fact]
    public async Task A_reader_may_wait_for_more_than_a_byte_and_is_woken_by_neither_less_nor_too_late()
    {
        var log = new OutputLog(128 * 1024);
        using var reader = log.OpenReader(0);
        var waiting = reader.WaitAsync(3).AsTask();
        Write(log, 2);
        Assert.False(waiting.IsCompleted);
        Write(log, 1);
        await waiting.WaitAsync(Patience);
        while (reader.TryRead(out _, out _))
        {
        }
        Write(log, 3);
        await reader.WaitAsync(3).AsTask().WaitAsync(Patience); // they were there before it waited
        var last = reader.WaitAsync(1000).AsTask();
        log.Complete();
        await last.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_tap_holds_the_program_until_it_has_dealt_with_the_output_and_misses_nothing()
    {
        await using var server = await SshServer.StartAsync("head -c 8000000 /dev/zero | tr '\\0' x; echo end");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        var terminal = gateway.Terminals.All().Single();
        var tap = terminal.OpenTap();
        await Wait.UntilAsync(() => terminal.BytesReceived >= 384 * 1024, () => $"a full window; {terminal.BytesReceived} bytes came");
        var everything = page.ExpectEndAsync();
        long seen = 0;
        while (true)
        {
            if (tap.Reader.TryRead(out long offset, out var bytes))
            {
                Assert.Equal(seen, offset);
                seen += bytes.Length;
                Assert.InRange(terminal.BytesReceived - seen, 0, 2 * 384 * 1024); // the log holds far more: it was the program that waited
                tap.Acknowledge(seen);
            }
            else if (terminal.End is not null && seen >= terminal.Log.End) break;
            else await tap.Reader.WaitAsync().AsTask().WaitAsync(Patience);
        }
        await everything;
        Assert.Equal(terminal.BytesReceived, seen);
        tap.Dispose();
    }

    [Fact]
    public async Task A_tap_that_is_let_go_holds_nobody_any_more()
    {
        await using var server = await SshServer.StartAsync("head -c 8000000 /dev/zero | tr '\\0' x; echo end");
        await using var gateway = await TestGateway.StartAsync(server);
        await using var page = await gateway.OpenAsync(server);
        var terminal = gateway.Terminals.All().Single();
        var tap = terminal.OpenTap();
        var end = page.ExpectEndAsync();
        await Wait.UntilAsync(() => terminal.BytesReceived >= 384 * 1024, () => $"a full window; {terminal.BytesReceived} bytes came");
        Assert.False(end.IsCompleted);
        tap.Reader.Cancel();
        tap.Dispose();
        await end;
    }

    [Fact]
    public async Task Who_comes_types_and_resizes_is_noted_with_the_place_in_the_output()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        var cookies = await gateway.VisitAsync();
        await using var page = await gateway.OpenAsync(cookies);
        await page.ExpectAsync("$ ");
        var terminal = gateway.Terminals.All().Single();
        var notes = new ConcurrentQueue<TerminalNote>();
        terminal.Noted += notes.Enqueue;
        await page.Hub.SendAsync("Resize", 101, 33);
        await page.TypeAsync("stty size\r");
        await page.ExpectAsync("33 101");
        terminal.Attach(null, new Participant("local:root", "Root"), watches: true, administrator: true, unseen: true)!.Dispose();
        await using (var other = await Page.JoinAsync(gateway.Address, cookies, terminal.Id)) await other.ExpectAsync("33 101");
        await Wait.UntilAsync(() => notes.Any(note => note is TerminalNote.Left), "the other page's leaving");
        var resized = notes.OfType<TerminalNote.Resized>().ToList();
        Assert.Equal([new TerminalSize(101, 33), new TerminalSize(80, 24)], resized.Select(note => note.Size)); // the other page brought its own
        Assert.Equal([new(0, new TerminalSize(80, 24)), .. resized.Select(note => new SizeChange(note.Offset, note.Size))], terminal.Sizes);
        Assert.Equal("stty size\r", string.Concat(notes.OfType<TerminalNote.Typed>().Select(typed => Encoding.UTF8.GetString(typed.Bytes.Span))));
        Assert.All(notes, note => Assert.InRange(note.Offset, 1, terminal.BytesReceived));
        Assert.All(notes.OfType<TerminalNote.Typed>(), typed => Assert.Equal(terminal.Owner, typed.By.Id));
        Assert.DoesNotContain("stty", notes.OfType<TerminalNote.Typed>().First().ToString(), StringComparison.Ordinal);
        Assert.Equal(terminal.Owner, Assert.Single(notes.OfType<TerminalNote.Joined>()).By.Id);
    }

    [Fact]
    public void Of_very_many_sizes_the_last_ones_are_kept()
    {
        var sizes = new SizeHistory(new TerminalSize(80, 24));
        for (int step = 0; step < 10_000; step++) sizes.Add(step / 2 * 10, new TerminalSize(80 + step % 50, 24));
        var kept = sizes.Since(0);
        Assert.InRange(kept.Count, 2, 256);
        Assert.Equal(new SizeChange(49_990, new TerminalSize(80 + 9_999 % 50, 24)), kept[^1]);
        Assert.Equal(kept.OrderBy(change => change.Offset), kept);
        Assert.Equal([kept[^2], kept[^1]], sizes.Since(kept[^1].Offset - 1));
    }

    private static void Write(OutputLog log, int count)
    {
        log.Reserve().Span[..count].Fill((byte)'x');
        log.Commit(count);
        log.Publish();
    }
}
