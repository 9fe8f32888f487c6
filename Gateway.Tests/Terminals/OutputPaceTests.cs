using Gateway.Terminals;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class OutputPaceTests
{
    private static readonly OutputPace Pace = new(Window: 100, Lag: 1000);

    [Theory]
    [InlineData(false, 0, 0, 0, 0, 5000, "Skip")] // more than half the log behind
    [InlineData(false, 0, 0, 0, 0, 1000, "Send")]
    [InlineData(false, 99, 0, 0, 0, 500, "Send")]
    [InlineData(false, 100, 0, 0, 0, 500, "Rest")] // the page has not said that it has shown what it was sent
    [InlineData(false, 100, 0, 0, 200, 5000, "Rest")] // nor is it sent a screen on top
    [InlineData(false, 50, 40, 0, 60, 500, "Skip")] // the log has dropped what it needs
    [InlineData(false, 50, 40, 45, 0, 5000, "Send")] // it has yet to show the last screen
    [InlineData(true, 100, 0, 0, 0, 500, "Send")] // who holds the program is waited for by the gate
    [InlineData(true, 100, 0, 0, 0, 5000, "Skip")] // but begins near the end when he is given the keyboard
    [InlineData(true, 100, 0, 0, 200, 500, "Skip")]
    public void A_step_for_every_state(bool holds, long next, long acknowledged, long skippedTo, long start, long end, string step) =>
        Assert.Equal(step, Pace.Next(holds, next, acknowledged, skippedTo, start, end).ToString());

    [Fact]
    public void A_page_of_any_speed_gets_there_without_a_gap_and_without_more_than_its_window()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            long end = 0, next = 0, acknowledged = 0, skippedTo = 0, log = 2000;
            for (int turn = 0; end < 50_000 || next < end; turn++)
            {
                Assert.True(turn < 1_000_000, "It never gets there.");
                if (end < 50_000) end += random.Next(200);
                if (random.Next(3) == 0) acknowledged += random.NextInt64(next - acknowledged + 1);
                if (next == end) continue;
                switch (Pace.Next(false, next, acknowledged, skippedTo, Math.Max(0, end - log), end))
                {
                    case OutputStep.Skip:
                        next = skippedTo = end;
                        break;
                    case OutputStep.Send:
                        Assert.True(next >= end - log);
                        next += Math.Min(end - next, 100 - (next - acknowledged));
                        break;
                    default:
                        Assert.True(next - acknowledged >= 100);
                        break;
                }
            }
        }
    }
}
