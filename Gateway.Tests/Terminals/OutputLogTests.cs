using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class OutputLogTests
{
    private const int Capacity = 128 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Readers_see_what_was_written_or_a_later_offset_and_never_anything_else(int seed)
    {
        var random = new Random(seed);
        var log = new OutputLog(Capacity);
        var readers = Enumerable.Range(0, 5).Select(_ => log.OpenReader(0)).ToList();
        long written = 0;
        for (int step = 0; step < 4000; step++)
        {
            if (random.Next(3) > 0)
            {
                written = Write(log, written, random.Next(1, 8000));
                if (random.Next(2) == 0) log.Publish();
            }
            int which = random.Next(readers.Count);
            var reader = readers[which];
            long before = reader.Offset;
            if (random.Next(200) == 0)
            {
                reader.Dispose();
                readers[which] = log.OpenReader(random.NextInt64(-10, log.End + 10));
            }
            else if (reader.TryRead(out long offset, out var bytes))
            {
                Assert.True(offset == before || offset == log.Start, $"{before} jumped to {offset}");
                Verify(offset, bytes.Span);
                Assert.Equal(offset + bytes.Length, reader.Offset);
            }
            else
            {
                Assert.True(reader.Offset >= log.End);
            }
            Assert.InRange(log.End - log.Start, 0, Capacity);
        }
        log.Complete();
        Assert.Equal(written, log.End);
        foreach (var reader in readers)
            while (reader.TryRead(out long offset, out var bytes)) Verify(offset, bytes.Span);
        Verify(log.End - 4096, log.Tail(4096));
        Assert.Equal(log.End - log.Start, log.Tail(int.MaxValue).Length);
    }

    [Fact]
    public void Bytes_that_a_reader_still_sends_from_are_never_overwritten()
    {
        var log = new OutputLog(Capacity);
        long written = Write(log, 0, 60 * 1024);
        log.Publish();
        using var slow = log.OpenReader(40 * 1024);
        Assert.True(slow.TryRead(out long offset, out var held));
        for (int i = 0; i < 200; i++) written = Write(log, written, 32 * 1024);
        Verify(offset, held.Span);
        Assert.True(slow.TryRead(out long next, out var fresh));
        Assert.Equal(log.Start, next);
        Verify(next, fresh.Span);
    }

    [Fact]
    public void A_flood_runs_on_the_same_memory()
    {
        var log = new OutputLog(Capacity);
        long written = Write(log, 0, 4 * Capacity);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(log, written, 64 * Capacity);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Capacity);
    }

    [Fact]
    public async Task No_wake_up_is_lost()
    {
        const int total = 20_000;
        var log = new OutputLog(Capacity);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            using var reader = log.OpenReader(0);
            long seen = 0;
            while (seen < total)
            {
                if (reader.TryRead(out long offset, out var bytes)) seen = offset + bytes.Length;
                else await reader.WaitAsync();
            }
        })).ToList();
        var writer = Task.Run(() =>
        {
            for (int i = 0; i < total; i++)
            {
                Write(log, i, 1);
                log.Publish();
            }
        });
        await Task.WhenAll([writer, .. readers]).WaitAsync(HubClient.Patience);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task A_reader_of_a_silent_log_waits_whatever_offset_it_was_given(long offset)
    {
        var log = new OutputLog(Capacity);
        using var reader = log.OpenReader(offset);
        var waiting = reader.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted); // a wait that returned at once would be a loop without end
        Write(log, 0, 1);
        log.Publish();
        await waiting.WaitAsync(HubClient.Patience);
    }

    [Fact]
    public async Task Cancelling_and_completing_end_a_wait()
    {
        var log = new OutputLog(Capacity);
        using LogReader cancelled = log.OpenReader(0), completed = log.OpenReader(0);
        Task first = cancelled.WaitAsync().AsTask(), second = completed.WaitAsync().AsTask();
        cancelled.Cancel();
        await first.WaitAsync(HubClient.Patience);
        Assert.True(cancelled.IsCancelled);
        Assert.False(second.IsCompleted);
        log.Complete();
        await second.WaitAsync(HubClient.Patience);
        Assert.False(completed.TryRead(out _, out _));
    }

    private static byte At(long offset) => (byte)((offset * 2654435761) >> 13);

    private static long Write(OutputLog log, long offset, int count)
    {
        while (count > 0)
        {
            var room = log.Reserve().Span;
            int part = Math.Min(count, room.Length);
            for (int i = 0; i < part; i++) room[i] = At(offset + i);
            log.Commit(part);
            offset += part;
            count -= part;
        }
        return offset;
    }

    private static void Verify(long offset, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
            if (bytes[i] != At(offset + i)) Assert.Fail($"The byte at {offset + i} is {bytes[i]}, not {At(offset + i)}.");
    }
}
