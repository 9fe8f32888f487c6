using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>The groups <c>redis</c>, <c>cluster</c> and <c>operations</c>, each setting by itself.</summary>
public sealed class ScaleSettingsTests
{
    [Fact]
    public void Left_out_they_make_one_node_that_nobody_watches()
    {
        var configuration = Written.Good();

        Assert.Equal(new RedisSettings(), configuration.Redis);
        Assert.Equal(new ClusterSettings(), configuration.Cluster);
        Assert.Equal(new OperationsSettings(), configuration.Operations);
        Assert.Equal((0, TimeSpan.Zero), (configuration.Limits.TerminalsPerGateway, configuration.Limits.DrainTimeout));
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var configuration = Written.Good("""
            "redis": { "address": "redis.example:6380", "passwordFile": "redis.password", "database": 3, "prefix": "{east}:", "timeout": "00:00:05",
                       "tls": true, "authority": "redis-ca.pem", "certificate": "redis.pem", "key": "redis.key" },
            "cluster": { "name": "node_1.east", "listen": "https://*:5001", "address": "https://node1.example:5001", "certificate": "node.pem",
                         "key": "node.key", "authority": "nodes-ca.pem" },
            "operations": { "listen": "http://127.0.0.1:5002", "tokenFile": "token", "otlp": "http://127.0.0.1:4318/v1/metrics" },
            "limits": { "terminalsPerGateway": 2000, "drainTimeout": "7.00:00:00" },
            """);

        Assert.Equal(new RedisSettings
        {
            Address = "redis.example:6380",
            PasswordFile = "/srv/gateway/redis.password",
            Database = 3,
            Prefix = "{east}:",
            Timeout = TimeSpan.FromSeconds(5),
            Tls = true,
            Authority = "/srv/gateway/redis-ca.pem",
            Certificate = "/srv/gateway/redis.pem",
            Key = "/srv/gateway/redis.key",
        }, configuration.Redis);
        Assert.Equal(new ClusterSettings
        {
            Name = "node_1.east",
            Listen = new ListenAddress(true, "*", 5001),
            Address = new Uri("https://node1.example:5001"),
            Certificate = "/srv/gateway/node.pem",
            Key = "/srv/gateway/node.key",
            Authority = "/srv/gateway/nodes-ca.pem",
        }, configuration.Cluster);
        Assert.Equal(new OperationsSettings
        {
            Listen = new ListenAddress(false, "127.0.0.1", 5002),
            TokenFile = "/srv/gateway/token",
            Otlp = new Uri("http://127.0.0.1:4318/v1/metrics"),
        }, configuration.Operations);
        Assert.Equal((2000, TimeSpan.FromDays(7)), (configuration.Limits.TerminalsPerGateway, configuration.Limits.DrainTimeout));
    }

    [Fact]
    public void They_may_come_from_variables_alone()
    {
        var configuration = Written.Good("", ("GATEWAY__REDIS__ADDRESS", "127.0.0.1:6379"), ("GATEWAY__REDIS__TLS", "true"), ("GATEWAY__CLUSTER__NAME", "a"), ("GATEWAY__OPERATIONS__LISTEN", ""));

        Assert.Equal(("127.0.0.1:6379", true), (configuration.Redis.Address, configuration.Redis.Tls));
        Assert.Equal("a", configuration.Cluster.Name);
        Assert.Null(configuration.Operations.Listen);
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("[2001:db8::1]:65535")]
    [InlineData("redis:6379")]
    public void Redis_is_a_host_and_a_port(string address) =>
        Assert.Equal(address, Written.Good($"\"redis\": {{ \"address\": \"{address}\" }}").Redis.Address);

    [Theory]
    [InlineData("redis")]
    [InlineData("redis:")]
    [InlineData("redis:0")]
    [InlineData("redis:65536")]
    [InlineData("redis:+1")]
    [InlineData(":6379")]
    [InlineData("::1:6379")]
    [InlineData("[127.0.0.1]:6379")]
    [InlineData("[redis]:6379")]
    [InlineData("[]:6379")]
    [InlineData("127.1:6379")]
    [InlineData("redis://redis:6379")]
    [InlineData("user@redis:6379")]
    [InlineData("redis:6379,ssl=true")]
    [InlineData("a:1,b:2")]
    [InlineData("redis:6379\\n")]
    [InlineData("")]
    public void Anything_else_is_no_redis(string address) =>
        Assert.Equal(("redis.address", "is not a host and a port"), KeyAndProblem($"\"redis\": {{ \"address\": \"{address}\" }}"));

    [Fact]
    public void A_wrong_redis_address_does_not_hide_the_faults_beside_it() =>
        Assert.Equal(["redis.address", "redis.key"], Written.With("\"redis\": { \"address\": \"redis\", \"tls\": true, \"certificate\": \"redis.pem\" }").Faults.Select(fault => fault.Key));

    [Theory]
    [InlineData("redis", "prefix", "\"\"", "is not a prefix")]
    [InlineData("redis", "prefix", "\"a b\"", "is not a prefix")]
    [InlineData("redis", "prefix", "\"a*\"", "is not a prefix")]
    [InlineData("redis", "prefix", "\"a\\n\"", "is not a prefix")]
    [InlineData("redis", "prefix", "\"ä\"", "is not a prefix")]
    [InlineData("redis", "prefix", "\"01234567890123456789012345678901234567890123456789012345678901234\"", "is not a prefix")]
    [InlineData("redis", "prefix", "1", "is not text")]
    [InlineData("redis", "address", "6379", "is not a host and a port")]
    [InlineData("redis", "timeout", "\"00:00:00\"", "is out of range")]
    [InlineData("redis", "timeout", "\"00:00:31\"", "is out of range")]
    [InlineData("redis", "tls", "\"yes\"", "is neither true nor false")]
    [InlineData("limits", "drainTimeout", "\"7.00:00:01\"", "is out of range")]
    [InlineData("cluster", "name", "\"\"", "is not a name for a node")]
    [InlineData("cluster", "name", "\"a b\"", "is not a name for a node")]
    [InlineData("cluster", "name", "\"0123456789012345678901234567890123456789012345678901234567890123\"", "is not a name for a node")]
    [InlineData("cluster", "listen", "\"127.0.0.1:5001\"", "is not an address to listen on")]
    [InlineData("cluster", "listen", "\"http://node1.example:5001\"", "is not an address to listen on")]
    [InlineData("cluster", "listen", "[\"http://127.0.0.1:5001\"]", "is not an address to listen on")]
    [InlineData("operations", "listen", "\"127.0.0.1:5002\"", "is not an address to listen on")]
    [InlineData("cluster", "address", "\"node1.example:5001\"", "is not the address of a node")]
    [InlineData("cluster", "address", "\"http://node1.example:5001/path\"", "is not the address of a node")]
    [InlineData("cluster", "address", "\"http://node1.example:5001?x\"", "is not the address of a node")]
    [InlineData("cluster", "address", "\"http://user@node1.example:5001\"", "is not the address of a node")]
    [InlineData("cluster", "address", "\"http://0.0.0.0:5001\"", "cannot be visited")]
    [InlineData("operations", "otlp", "\"127.0.0.1:4318\"", "is not the address of a collector")]
    [InlineData("operations", "otlp", "\"grpc://127.0.0.1:4317\"", "is not the address of a collector")]
    [InlineData("operations", "otlp", "\"https://otlp.example/v1/metrics?x\"", "is not the address of a collector")]
    [InlineData("operations", "otlp", "4318", "is not text")]
    public void What_does_not_fit_is_a_fault(string group, string key, string value, string problem) =>
        Assert.Equal(($"{group}.{key}", problem), KeyAndProblem($"\"{group}\": {{ \"{key}\": {value} }}"));

    [Theory]
    [InlineData("\"operations\": { \"otlp\": \"https://hunter2@otlp.example/v1/metrics\" }", "\"https://***@otlp.example/v1/metrics\"")]
    [InlineData("\"operations\": { \"otlp\": \"https://user:hunt/er2@otlp.example\" }", "\"https://***@otlp.example\"")]
    [InlineData("\"operations\": { \"otlp\": \"https://otlp.example/v1/metrics?key=hunter2\" }", "\"https://otlp.example/v1/metrics?***\"")]
    [InlineData("\"redis\": { \"address\": \"redis://:hunter2@redis:6379\" }", "\"redis://***@redis:6379\"")]
    [InlineData("\"redis\": { \"address\": \"redis:6379,Password = hunter2,ssl=true\" }", "\"redis:6379,Password =***\"")]
    public void A_credential_in_the_wrong_place_is_not_repeated(string settings, string shown) => Assert.Equal(shown, Written.Fault(settings).Value);

    private static (string Key, string Problem) KeyAndProblem(string settings)
    {
        var fault = Written.Fault(settings);
        return (fault.Key, fault.Problem);
    }
}
