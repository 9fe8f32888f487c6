using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class EnvironmentTests
{
    [Fact]
    public void A_variable_takes_precedence_over_the_file() =>
        Assert.Equal(TimeSpan.FromHours(1), Written.Good("\"limits\": { \"idleTimeout\": \"02:00:00\" }", ("GATEWAY__LIMITS__IDLETIMEOUT", "01:00:00")).Limits.IdleTimeout);

    [Theory]
    [InlineData("GATEWAY__DOMAIN")]
    [InlineData("gateway__domain")]
    [InlineData("Gateway__Domain")]
    public void Letter_case_does_not_matter(string name) =>
        Assert.Equal("other.example", Written.Good("", (name, "other.example")).Domain);

    [Fact]
    public void A_required_setting_may_come_from_a_variable_alone() =>
        Assert.Equal("other.example", Written.Parse("{}", ("GATEWAY__DOMAIN", "other.example")).Configuration!.Domain);

    [Fact]
    public void Numbers_flags_and_choices_are_read_from_text()
    {
        var configuration = Written.Good("",
            ("GATEWAY__LIMITS__INPUTSIZE", "2048"), ("GATEWAY__LOGGING__CONSOLE", "False"), ("GATEWAY__SSH__HOSTKEYS", "strict"), ("GATEWAY__LOGGING__LEVEL", "debug"));

        Assert.Equal(2048, configuration.Limits.InputSize);
        Assert.False(configuration.Logging.Console);
        Assert.Equal(HostKeyPolicy.Strict, configuration.Ssh.HostKeys);
        Assert.Equal(LoggingLevel.Debug, configuration.Logging.Level);
    }

    [Fact]
    public void A_comma_separated_variable_replaces_a_whole_list() =>
        Assert.Equal("6022, 7000-7100", PortRange.Describe(Written.Good("\"ports\": [1, 2, 3]", ("GATEWAY__PORTS", "6022, 7000-7100")).Ports));

    [Fact]
    public void Numbered_variables_replace_items_and_add_some_at_the_end() =>
        Assert.Equal("1, 5, 7, 9", PortRange.Describe(Written.Good("\"ports\": [1, 2]", ("GATEWAY__PORTS__1", "5"), ("GATEWAY__PORTS__2", "7"), ("GATEWAY__PORTS__3", "9")).Ports));

    [Fact]
    public void A_gap_in_numbered_variables_is_a_fault() =>
        Assert.Equal("Number the items of a list from 0, without gaps.", Written.Fault("\"ports\": [1]", ("GATEWAY__PORTS__2", "5")).Repair);

    [Fact]
    public void An_empty_variable_means_null() =>
        Assert.Null(Written.Good("", ("GATEWAY__CLIENTS__TELNET", "")).Clients.Telnet);

    [Fact]
    public void An_empty_variable_empties_a_list() =>
        Assert.Empty(Written.Good("\"ports\": [1]", ("GATEWAY__PORTS", "")).Ports);

    [Fact]
    public void False_switches_the_log_file_off() =>
        Assert.Null(Written.Good("", ("GATEWAY__LOGGING__FILE", "false")).Logging.File);

    [Fact]
    public void An_unknown_variable_is_a_fault_that_suggests_the_right_one()
    {
        var fault = Written.Fault("", ("GATEWAY__LIMIT__IDLETIMEOUT", "01:00:00"));

        Assert.Equal("GATEWAY__LIMIT__IDLETIMEOUT", fault.Key);
        Assert.Equal("Did you mean GATEWAY__LIMITS__IDLETIMEOUT?", fault.Repair);
    }

    [Fact]
    public void A_variable_for_a_whole_group_is_a_fault() =>
        Assert.StartsWith("Unset it", Written.Fault("", ("GATEWAY__LIMITS", "{}")).Repair, StringComparison.Ordinal);

    [Fact]
    public void A_variable_that_is_set_twice_is_a_fault() =>
        Assert.Equal("is set twice, in different letter case", Written.Fault("", ("GATEWAY__DATA", "/a"), ("GATEWAY__data", "/b")).Problem);

    [Fact]
    public void An_unknown_variables_value_is_not_repeated() =>
        Assert.Null(Written.Fault("", ("GATEWAY__PASSWORD", "hunter2")).Value);

    [Fact]
    public void A_wrong_value_names_its_variable() =>
        Assert.Equal("GATEWAY__LIMITS__INPUTSIZE", Written.Fault("", ("GATEWAY__LIMITS__INPUTSIZE", "many")).Origin);

    [Fact]
    public void Other_variables_are_nobodys_business() =>
        Assert.NotNull(Written.Good("", ("GATEWAY_CONFIG", "x"), ("GATEWAY", "x"), ("PATH", "x")));
}
