using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class RuleTests
{
    [Theory]
    [InlineData("\"acknowledgeEvery\": 131073", "flow.low")]
    [InlineData("\"low\": 393216", "flow.high")]
    [InlineData("\"high\": 2031616", "flow.log")]
    [InlineData("\"log\": 458752", "flow.log")]
    public void The_gate_must_be_able_to_open_again(string flow, string key) =>
        Assert.Equal(key, Written.Fault($"\"flow\": {{ {flow} }}").Key);

    [Theory]
    [InlineData("\"acknowledgeEvery\": 131072")]
    [InlineData("\"low\": 393215")]
    [InlineData("\"high\": 2031615")]
    [InlineData("\"log\": 458753")]
    public void The_last_sizes_that_keep_the_rule_are_good(string flow) =>
        Assert.NotNull(Written.Good($"\"flow\": {{ {flow} }}"));

    [Fact]
    public void A_setting_that_is_wrong_by_itself_is_not_judged_again() =>
        Assert.Equal("is not a whole number", Written.Fault("\"flow\": { \"low\": \"300000\" }").Problem);

    [Fact]
    public void At_least_one_method_is_needed() =>
        Assert.Equal("clients", Written.Fault("\"clients\": { \"ssh\": null, \"telnet\": null }").Key);

    [Fact]
    public void One_input_call_fits_the_input_window() =>
        Assert.Equal("limits.inputWindow", Written.Fault("\"limits\": { \"inputSize\": 32768, \"inputWindow\": 32767 }").Key);

    [Fact]
    public void Zero_idle_time_is_for_ever() =>
        Assert.Equal(TimeSpan.Zero, Written.Good("\"limits\": { \"idleTimeout\": \"00:00:00\" }").Limits.IdleTimeout);

    [Fact]
    public void A_length_of_time_may_have_days() =>
        Assert.Equal(TimeSpan.FromDays(7.5), Written.Good("\"limits\": { \"idleTimeout\": \"7.12:00:00\" }").Limits.IdleTimeout);
}
