using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>What the settings for several nodes and for the operator have to be to each other.</summary>
public sealed class ScaleRuleTests
{
    [Theory]
    [InlineData("\"tls\": true, \"certificate\": \"redis.pem\"", "redis.key", "is missing")]
    [InlineData("\"tls\": true, \"key\": \"redis.key\"", "redis.certificate", "is missing")]
    [InlineData("\"authority\": \"ca.pem\"", "redis.authority", "is set, but redis.tls is false")]
    public void Redis_takes_certificates_by_tls_and_by_pairs(string redis, string key, string problem)
    {
        var fault = Written.Fault($"\"redis\": {{ \"address\": \"127.0.0.1:6379\", {redis} }}");

        Assert.Equal((key, problem), (fault.Key, fault.Problem));
    }

    [Fact]
    public void A_client_certificate_without_tls_is_a_fault_for_both_its_files() =>
        Assert.Equal(["redis.certificate", "redis.key"], Clustered("", redis: ", \"certificate\": \"redis.pem\", \"key\": \"redis.key\"").Faults.Select(fault => fault.Key));

    [Theory]
    [InlineData("http://*:5001")]
    [InlineData("http://0.0.0.0:5001")]
    [InlineData("http://[::]:5001")]
    public void A_node_that_listens_everywhere_says_where_it_is_reached(string listen)
    {
        Assert.Equal("cluster.address", Assert.Single(Clustered($"\"listen\": \"{listen}\"").Faults).Key);
        Assert.Empty(Clustered($"\"listen\": \"{listen}\", \"address\": \"http://10.0.0.11:5001\"").Faults);
    }

    [Fact]
    public void An_address_for_other_nodes_needs_a_port_that_stays() =>
        Assert.Equal("cluster.listen", Assert.Single(Clustered("\"address\": \"http://10.0.0.11:5001\"").Faults).Key);

    [Fact]
    public void Https_between_nodes_needs_certificate_and_key() =>
        Assert.Equal(["cluster.certificate", "cluster.key"], Clustered("\"listen\": \"https://127.0.0.1:5001\"").Faults.Select(fault => fault.Key));

    [Theory]
    [InlineData("certificate", "cluster.key")]
    [InlineData("key", "cluster.certificate")]
    public void Half_a_certificate_for_nodes_is_a_fault(string given, string missing) =>
        Assert.Equal(missing, Assert.Single(Clustered($"\"{given}\": \"x.pem\"").Faults).Key);

    [Fact]
    public void Nodes_are_not_sent_to_https_by_http() =>
        Assert.Equal("cluster.address", Assert.Single(Clustered(
            "\"listen\": \"https://10.0.0.11:5001\", \"certificate\": \"node.pem\", \"key\": \"node.key\", \"address\": \"http://10.0.0.11:5001\"").Faults).Key);

    [Fact]
    public void A_proxy_may_have_the_certificate_for_nodes() =>
        Assert.Empty(Clustered("\"listen\": \"http://127.0.0.1:5001\", \"address\": \"https://node1.example:5001\"").Faults);

    [Fact]
    public void What_only_redis_would_use_is_not_judged_without_it() =>
        Assert.NotNull(Written.Good("\"redis\": { \"key\": \"redis.key\" }, \"cluster\": { \"listen\": \"https://*:5000\", \"key\": \"node.key\" }"));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    public void On_loopback_the_operator_needs_no_token(string host) =>
        Assert.NotNull(Written.Good($"\"operations\": {{ \"listen\": \"http://{host}:5002\" }}"));

    [Fact]
    public void Beyond_loopback_the_operator_needs_a_token()
    {
        Assert.Equal("operations.tokenFile", Written.Fault("\"operations\": { \"listen\": \"http://10.0.0.11:5002\" }").Key);
        Assert.NotNull(Written.Good("\"operations\": { \"listen\": \"http://10.0.0.11:5002\", \"tokenFile\": \"token\" }"));
    }

    [Fact]
    public void Https_for_the_operator_needs_the_gateways_certificate() => Assert.Equal(
        ["tls.certificate", "tls.key"], Written.With("\"operations\": { \"listen\": \"https://127.0.0.1:5002\" }").Faults.Select(fault => fault.Key));

    [Theory]
    [InlineData("\"cluster\": { \"listen\": \"http://127.0.0.1:5000\" }", "cluster.listen")]
    [InlineData("\"cluster\": { \"listen\": \"http://*:5000\", \"address\": \"http://10.0.0.11:5000\" }", "cluster.listen")]
    [InlineData("\"operations\": { \"listen\": \"http://127.0.0.1:5000\" }", "operations.listen")]
    [InlineData("\"cluster\": { \"listen\": \"http://10.0.0.11:5001\" }, \"operations\": { \"listen\": \"http://0.0.0.0:5001\", \"tokenFile\": \"token\" }", "operations.listen")]
    public void No_two_doors_take_one_port(string settings, string key)
    {
        var fault = Written.Fault($"\"redis\": {{ \"address\": \"127.0.0.1:6379\" }}, {settings}");

        Assert.Equal(key, fault.Key);
        Assert.StartsWith("takes the port of http://", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_that_the_system_chooses_are_never_taken() => Assert.NotNull(Written.Good(
        "\"redis\": { \"address\": \"127.0.0.1:6379\" }, \"listen\": [\"http://127.0.0.1:0\"], \"operations\": { \"listen\": \"http://127.0.0.1:0\" }"));

    private static Gateway.Configuration.ConfigurationResult Clustered(string cluster, string redis = "") =>
        Written.With($"\"redis\": {{ \"address\": \"127.0.0.1:6379\"{redis} }}, \"cluster\": {{ {cluster} }}");
}
