using Gateway.Access;
using Gateway.Tests.Access;
using Gateway.Web.Desktop;
using Xunit;

namespace Gateway.Tests.Desktop;

/// <summary>How bytes are moved, without a network.</summary>
public sealed class DesktopRelayTests
{
    [Fact]
    public async Task Who_does_not_read_stops_the_other_and_one_buffer_is_all_that_is_held()
    {
        using var cancellation = new CancellationTokenSource();
        using var session = Session();
        using End flood = new() { Gives = long.MaxValue }, wall = new() { Takes = false };
        var running = DesktopRelay.RunAsync(wall, flood, session, cancellation.Token);
        await wall.Offered.Task;
        Assert.Equal((1, 0L), (flood.Reads, session.Received));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task One_way_may_be_finished_while_the_other_goes_on()
    {
        using var session = Session();
        using End person = new() { Gives = 10 }, device = new() { Gives = 1_000_000, WaitsForFinish = true };
        await DesktopRelay.RunAsync(person, device, session, CancellationToken.None);
        Assert.Equal((10L, 1_000_000L, 10L, 1_000_000L), (session.Sent, session.Received, device.Got, person.Got));
        Assert.True(person.Finished.Task.IsCompleted && device.Finished.Task.IsCompleted);
    }

    [Fact]
    public void A_session_is_connected_once_and_ends_for_the_first_reason()
    {
        using var session = Session();
        Assert.True(session.TryConnect());
        Assert.False(session.TryConnect());
        Assert.True(session.End("first"));
        Assert.False(session.End("second"));
        session.Close("third");
        Assert.Equal((DesktopState.Ended, "first"), (session.State, session.Reason));
        using var late = Session();
        late.End("over");
        Assert.False(late.TryConnect());
    }

    private static DesktopSession Session() => new("s", true, new Caller("visitor", "127.0.0.1", null), Asked.Link(), "rule", DateTimeOffset.MaxValue, TimeProvider.System);

    private sealed class End : IDesktopEnd
    {
        public long Gives { get; set; }

        public bool Takes { get; init; } = true;

        public bool WaitsForFinish { get; init; }

        public int Reads { get; private set; }

        public long Got { get; private set; }

        public TaskCompletionSource Offered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Finished { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            if (WaitsForFinish) await Finished.Task;
            if (Gives == 0 && !Takes) await Task.Delay(Timeout.Infinite, cancellation);
            Reads++;
            int count = (int)Math.Min(Gives, buffer.Length);
            Gives -= count;
            return count;
        }

        public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            Offered.TrySetResult();
            if (!Takes) await Task.Delay(Timeout.Infinite, cancellation);
            Got += bytes.Length;
        }

        public ValueTask FinishAsync(CancellationToken cancellation)
        {
            Finished.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}
