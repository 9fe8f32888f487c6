using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class ScalePostureTests
{
    private const string Local = "\"redis\": { \"address\": \"127.0.0.1:6379\" }";
    private const string Secured = "\"redis\": { \"address\": \"redis.example:6380\", \"tls\": true, \"passwordFile\": \"password\" }";
    private const string NodeTls = "\"certificate\": \"node.pem\", \"key\": \"node.key\"";

    [Theory]
    [InlineData(Local)]
    [InlineData("\"redis\": { \"address\": \"localhost:6379\" }")]
    [InlineData("\"redis\": { \"address\": \"[::1]:6379\" }")]
    [InlineData(Secured + ", \"cluster\": { \"listen\": \"https://10.0.0.11:5001\", " + NodeTls + " }")]
    [InlineData(Secured + ", \"cluster\": { \"listen\": \"http://127.0.0.1:5001\", \"address\": \"https://node1.example\" }")]
    [InlineData("\"redis\": { \"address\": \"redis.example:6380\", \"tls\": true, \"certificate\": \"c.pem\", \"key\": \"c.key\" }, \"cluster\": { \"listen\": \"http://127.0.0.1:5001\", \"address\": \"https://node1.example\" }")]
    [InlineData(Local + ", \"limits\": { \"terminalsPerGateway\": 5, \"drainTimeout\": \"01:00:00\" }")]
    [InlineData("\"limits\": { \"drainTimeout\": \"01:00:00\" }")]
    [InlineData("\"operations\": { \"listen\": \"http://127.0.0.1:5002\", \"otlp\": \"https://otlp.example/v1/metrics\" }")]
    public void What_is_in_order_is_no_warning(string settings) => Assert.Empty(Warnings(settings));

    [Theory]
    [InlineData("\"redis\": { \"address\": \"redis.example:6379\", \"passwordFile\": \"password\" }, \"cluster\": { \"listen\": \"https://10.0.0.11:5001\", " + NodeTls + " }", "The connection to Redis at redis.example:6379 is not encrypted")]
    [InlineData("\"redis\": { \"address\": \"10.0.0.10:6380\", \"tls\": true }, \"cluster\": { \"listen\": \"https://10.0.0.11:5001\", " + NodeTls + " }", "No password is set for Redis at 10.0.0.10:6380")]
    [InlineData(Local + ", \"cluster\": { \"listen\": \"http://10.0.0.11:5001\" }", "Nodes reach each other by http (cluster.listen): visitors' cookies and everything typed cross that network unencrypted.")]
    [InlineData(Local + ", \"cluster\": { \"listen\": \"http://127.0.0.1:5001\", \"address\": \"http://node1.example:5001\" }", "Nodes reach each other by http (cluster.address)")]
    [InlineData(Secured, "Nodes on other machines cannot reach this one")]
    [InlineData("\"cluster\": { \"name\": \"a\" }", "Settings that are not used without redis.address: cluster.")]
    [InlineData("\"cluster\": { \"name\": \"a\" }, \"redis\": { \"tls\": true }, \"limits\": { \"terminalsPerGateway\": 5 }", "Settings that are not used without redis.address: the rest of redis, cluster, limits.terminalsPerGateway.")]
    [InlineData("\"operations\": { \"listen\": \"http://10.0.0.11:5002\", \"tokenFile\": \"token\" }", "Status and metrics are served by http (operations.listen)")]
    public void What_an_operator_should_know_is_one_warning(string settings, string start) =>
        Assert.StartsWith(start, Assert.Single(Warnings(settings)), StringComparison.Ordinal);

    private static IReadOnlyList<string> Warnings(string settings) => Posture.Warnings(Written.Good("\"ports\": [6022], " + settings));
}
