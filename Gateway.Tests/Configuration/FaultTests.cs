using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class FaultTests
{
    [Fact]
    public void The_domain_alone_is_a_configuration() => Assert.Equal("host.example", Written.Good().Domain);

    [Fact]
    public void Every_fault_is_reported_at_once()
    {
        var result = Written.Parse("""
            {
              "ports": [0, 6022],
              "clients": { "ssh": "ssh" },
              "ssh": { "hostKeys": "yes", "connectTimeout": 15 },
              "listen": ["ftp://127.0.0.1"],
              "publicUrl": "gateway.example",
              "trustedProxies": ["proxy"],
              "allowAnonymousBeyondLoopback": "no",
              "limits": { "terminalsPerVisitor": 0, "idleTimeout": "8h" },
              "flow": { "low": 400000 },
              "loging": {},
              "tls": { "key": "key.pem" },
            }
            """, ("GATEWAY__NONE", "1"));

        Assert.Null(result.Configuration);
        Assert.Equal(
            [
                "GATEWAY__NONE", "allowAnonymousBeyondLoopback", "clients.ssh", "domain", "flow.high", "limits.idleTimeout",
                "limits.terminalsPerVisitor", "listen[0]", "loging", "ports[0]", "publicUrl", "ssh.connectTimeout", "ssh.hostKeys",
                "tls.certificate", "trustedProxies[0]",
            ],
            result.Faults.Select(fault => fault.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_fault_names_key_value_line_and_repair()
    {
        var fault = Assert.Single(Written.Parse("{\n  \"domain\": \"h\",\n  // comment\n  \"limits\": {\n    \"idleTimeout\": \"8h\"\n  }\n}").Faults);

        Assert.Equal("limits.idleTimeout", fault.Key);
        Assert.Equal("\"8h\"", fault.Value);
        Assert.Equal("line 5", fault.Origin);
        Assert.Equal("is not a length of time", fault.Problem);
        Assert.Contains("\"00:00:00\" is for ever; \"08:00:00\" is the default", fault.Repair, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"port\": []", "port", "ports")]
    [InlineData("\"PublicUrl\": null", "PublicUrl", "publicUrl")]
    [InlineData("\"limits\": { \"idletimeout\": \"08:00:00\" }", "limits.idletimeout", "limits.idleTimeout")]
    [InlineData("\"limits\": { \"terminalsPerUser\": 3 }", "limits.terminalsPerUser", "limits.terminalsPerNode")]
    [InlineData("\"idleTimeout\": \"08:00:00\"", "idleTimeout", "limits.idleTimeout")]
    [InlineData("\"ssh\": { \"stallTimeout\": \"00:05:00\" }", "ssh.stallTimeout", "limits.stallTimeout")]
    [InlineData("\"client\": {}", "client", "clients")]
    public void An_unknown_key_is_a_fault_that_suggests_the_right_one(string settings, string key, string meant)
    {
        var fault = Written.Fault(settings);

        Assert.Equal(key, fault.Key);
        Assert.Equal("is not a setting", fault.Problem);
        Assert.Equal($"Did you mean \"{meant}\"?", fault.Repair);
    }

    [Fact]
    public void An_unknown_key_like_no_other_suggests_nothing() =>
        Assert.StartsWith("Remove it", Written.Fault("\"favouriteColour\": \"blue\"").Repair, StringComparison.Ordinal);

    [Fact]
    public void A_repeated_key_is_a_fault_that_names_both_lines()
    {
        var fault = Assert.Single(Written.Parse("{\n\"domain\": \"a\",\n\"domain\": \"b\"\n}").Faults);

        Assert.Equal("domain", fault.Key);
        Assert.Equal("is written twice, first on line 2", fault.Problem);
        Assert.Equal("line 3", fault.Origin);
    }

    [Theory]
    [InlineData("\"ports\": 6022", "ports", "is not a list")]
    [InlineData("\"ports\": [null]", "ports[0]", "is neither a port nor a range of ports")]
    [InlineData("\"clients\": []", "clients", "is not a group of settings")]
    [InlineData("\"clients\": null", "clients", "is not a group of settings")]
    [InlineData("\"clients\": { \"ssh\": 5 }", "clients.ssh", "is not the absolute path of a program")]
    [InlineData("\"data\": []", "data", "is not text")]
    [InlineData("\"data\": \" \"", "data", "is not a path")]
    [InlineData("\"publicUrl\": 1", "publicUrl", "is not text")]
    [InlineData("\"limits\": { \"inputSize\": \"16384\" }", "limits.inputSize", "is not a whole number")]
    [InlineData("\"limits\": { \"inputSize\": 1e4 }", "limits.inputSize", "is not a whole number")]
    [InlineData("\"limits\": { \"inputSize\": 4096.5 }", "limits.inputSize", "is not a whole number")]
    [InlineData("\"limits\": { \"inputSize\": 99999999999999999999 }", "limits.inputSize", "is out of range")]
    [InlineData("\"limits\": { \"inputSize\": null }", "limits.inputSize", "is not a whole number")]
    [InlineData("\"limits\": { \"stallTimeout\": \"00:00:00\" }", "limits.stallTimeout", "is out of range")]
    [InlineData("\"limits\": { \"stallTimeout\": \"10\" }", "limits.stallTimeout", "is not a length of time")]
    [InlineData("\"limits\": { \"stallTimeout\": \"-00:05:00\" }", "limits.stallTimeout", "is not a length of time")]
    [InlineData("\"limits\": { \"stallTimeout\": \"00:99:00\" }", "limits.stallTimeout", "is not a length of time")]
    [InlineData("\"logging\": { \"console\": \"true\" }", "logging.console", "is neither true nor false")]
    [InlineData("\"logging\": { \"level\": \"Loud\" }", "logging.level", "is none of the choices")]
    [InlineData("\"logging\": { \"level\": 2 }", "logging.level", "is none of the choices")]
    [InlineData("\"logging\": { \"file\": true }", "logging.file", "is not text")]
    public void A_wrong_type_is_a_fault_like_the_others(string settings, string key, string problem)
    {
        var fault = Written.Fault(settings);

        Assert.Equal(key, fault.Key);
        Assert.Equal(problem, fault.Problem);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"domain\"")]
    [InlineData("null")]
    public void A_file_that_is_no_group_says_so(string json) =>
        Assert.Contains(Written.Parse(json).Faults, fault => fault is { Key: "(file)", Problem: "is not a group of settings" });

    [Fact]
    public void The_schema_key_is_allowed() => Assert.NotNull(Written.Good("\"$schema\": \"config/gateway.schema.json\""));
}
