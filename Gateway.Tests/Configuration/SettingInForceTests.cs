using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>What is told of settings in force.</summary>
public sealed class SettingInForceTests
{
    [Fact]
    public void Every_setting_is_told_with_where_it_was_written()
    {
        var settings = SettingInForce.All(Written.Good("""
            "ports": [6022, "7000-7100"],
            "limits": { "idleTimeout": "01:00:00" }, "ssh": { "hostKeys": "accept-new" }
            """, ("GATEWAY__LIMITS__OPENSPERMINUTE", "7"))).ToDictionary(setting => setting.Key);

        Assert.Equal(Schema.Settings.Select(setting => setting.Key).Order(StringComparer.Ordinal), settings.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new SettingInForce("limits.opensPerMinute", "7", "environment", "GATEWAY__LIMITS__OPENSPERMINUTE"), settings["limits.opensPerMinute"]);
        Assert.Equal(("01:00:00", "file"), (settings["limits.idleTimeout"].Value, settings["limits.idleTimeout"].Source));
        Assert.StartsWith("line ", settings["limits.idleTimeout"].Where, StringComparison.Ordinal);
        Assert.Equal(("6022, 7000-7100", "accept-new"), (settings["ports"].Value, settings["ssh.hostKeys"].Value));
        Assert.Equal(new SettingInForce("desktop.ports", "9000-9099", "default", ""), settings["desktop.ports"]);
    }

    [Fact]
    public void What_looks_like_a_secret_is_only_said_to_be_set() =>
        Assert.Equal("(set)", SettingInForce.All(Written.Good() with { Data = "-----BEGIN PRIVATE KEY-----" }).Single(setting => setting.Key == "data").Value);
}
