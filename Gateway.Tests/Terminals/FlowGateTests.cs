using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class FlowGateTests
{
    [Fact]
    public void It_shuts_above_high_opens_below_low_and_does_not_flap_between()
    {
        long behind = 0;
        var gate = new FlowGate(100, 20, () => behind);
        foreach (var (now, closed) in new[] { (100L, false), (101, true), (50, true), (20, true), (19, false), (100, false), (101, true) })
        {
            behind = now;
            gate.Update();
            Assert.True(gate.IsClosed == closed, $"at {now}");
        }
        Assert.True(gate.OpenForGood());
        Assert.False(gate.Update());
        Assert.False(gate.IsClosed);
    }

    [Fact]
    public async Task Writer_and_acknowledgements_racing_never_leave_it_shut()
    {
        for (int round = 0; round < 300; round++)
        {
            long received = 0, acknowledged = 0;
            var gate = new FlowGate(64, 16, () => Volatile.Read(ref received) - Volatile.Read(ref acknowledged));
            // Like the pump, which is resumed only by whoever opened the gate.
            using var resumed = new SemaphoreSlim(0);
            var writer = Task.Run(async () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    while (gate.IsClosed) await resumed.WaitAsync(HubClient.Patience);
                    Interlocked.Add(ref received, 40);
                    gate.Update();
                }
            });
            var page = Task.Run(() =>
            {
                while (Volatile.Read(ref acknowledged) < 8000)
                {
                    long seen = Volatile.Read(ref received);
                    // The writer's turn, where both share a processor.
                    if (seen == Volatile.Read(ref acknowledged)) Thread.Yield();
                    Volatile.Write(ref acknowledged, seen);
                    if (gate.Update()) resumed.Release();
                }
            });
            await Task.WhenAll(writer, page).WaitAsync(HubClient.Patience);
            Assert.False(gate.IsClosed);
        }
    }
}
