using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class EchoClockTests
{
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(7);

    private readonly ManualTime _time = new();
    private readonly List<TimeSpan> _measured = [];
    private readonly EchoClock _clock;
    private long _received;

    public EchoClockTests() => _clock = new EchoClock(_time, _measured.Add);

    [Fact]
    public void A_key_in_the_quiet_is_measured_to_the_next_output()
    {
        Settle();
        Type("a");
        Output(Echo);
        Assert.Equal([Echo], _measured);
    }

    [Fact]
    public void What_comes_after_the_echo_is_not_measured_again()
    {
        Settle();
        Type("a");
        Output(Echo);
        Output(Echo);
        Assert.Single(_measured);
    }

    [Fact]
    public void A_key_right_after_other_output_does_not_count()
    {
        Settle();
        Output(TimeSpan.FromMilliseconds(50));
        Type("a");
        Output(Echo);
        Assert.Empty(_measured);
    }

    [Fact]
    public void A_key_into_a_flood_does_not_count_however_long_ago_the_last_one_was()
    {
        Settle();
        for (int i = 0; i < 100; i++) Output(TimeSpan.FromMilliseconds(10));
        Type("a");
        Output(Echo);
        Assert.Empty(_measured);
    }

    [Fact]
    public void A_key_too_soon_after_the_last_echo_does_not_count()
    {
        Settle();
        Type("a");
        Output(Echo);
        _time.Advance(EchoClock.Quiet / 2);
        Type("b");
        Output(Echo);
        Assert.Single(_measured);
    }

    [Fact]
    public void A_paste_does_not_count()
    {
        Settle();
        Type("what somebody had copied");
        Output(Echo);
        Assert.Empty(_measured);
    }

    [Fact]
    public void A_password_does_not_count()
    {
        Settle();
        foreach (string key in (string[])["s", "e", "c", "\r"]) Type(key);
        Output(Echo);
        Assert.Empty(_measured);
    }

    [Fact]
    public void Keys_typed_on_a_slow_line_count_from_the_first()
    {
        Settle();
        Type("a");
        _time.Advance(Echo);
        Type("b");
        Output(Echo);
        Assert.Equal([2 * Echo], _measured);
    }

    [Fact]
    public void A_key_that_is_taken_in_silence_has_no_echo()
    {
        Settle();
        Type("g");
        Output(EchoClock.Longest + TimeSpan.FromSeconds(1));
        Assert.Empty(_measured);
    }

    // A prompt, and a first key whose echo is known to be the last output.
    private void Settle()
    {
        Output(Echo);
        Type("x");
        Output(Echo);
        Assert.Empty(_measured);
        _time.Advance(EchoClock.Quiet);
    }

    private void Type(string keys) => _clock.Typed(System.Text.Encoding.ASCII.GetBytes(keys), _received);

    private void Output(TimeSpan after)
    {
        _time.Advance(after);
        _clock.Read(_received += 10);
    }
}
