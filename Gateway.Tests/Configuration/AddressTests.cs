using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class AddressTests
{
    private const string Open = "\"publicUrl\": \"https://gateway.example\", \"allowAnonymousBeyondLoopback\": true, ";

    [Theory]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000", true)]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:0", true)]
    [InlineData("http://localhost:5000/", "http://localhost:5000", true)]
    [InlineData("https://[::1]:5443", "https://[::1]:5443", true)]
    [InlineData("http://127.9.9.9", "http://127.9.9.9:80", true)]
    [InlineData("https://0.0.0.0", "https://0.0.0.0:443", false)]
    [InlineData("http://*:80", "http://*:80", false)]
    [InlineData("http://[::]:80", "http://[::]:80", false)]
    [InlineData("http://192.0.2.7:80", "http://192.0.2.7:80", false)]
    public void An_address_to_listen_on_is_read(string text, string written, bool isLoopback)
    {
        var address = ListenAddress.Parse(text);

        Assert.Equal(written, address.ToString());
        Assert.Equal(isLoopback, address.IsLoopback);
    }

    [Theory]
    [InlineData("127.0.0.1:5000")]
    [InlineData("ftp://127.0.0.1:5000")]
    [InlineData("http://gateway.example:5000")]
    [InlineData("http://+:5000")]
    [InlineData("http://127.1:5000")]
    [InlineData("http://127.0.0.1:5000/path")]
    [InlineData("http://127.0.0.1:5000?x")]
    [InlineData("http://user@127.0.0.1:5000")]
    [InlineData("http://127.0.0.1:65536")]
    [InlineData("http://localhost:0")]
    [InlineData("http://127.0.0.1:5000\n")]
    [InlineData("")]
    public void Nothing_else_can_be_listened_on(string text) =>
        Assert.Throws<FormatException>(() => ListenAddress.Parse(text));

    [Fact]
    public void An_empty_list_of_addresses_is_a_fault() => Assert.Equal("is empty", Written.Fault("\"listen\": []").Problem);

    [Fact]
    public void The_same_address_twice_is_a_fault() =>
        Assert.Equal("listen[1]", Written.Fault("\"listen\": [\"http://127.0.0.1:80\", \"http://127.0.0.1\"]").Key);

    [Fact]
    public void Two_addresses_whose_port_the_system_chooses_are_not_the_same() =>
        Assert.Equal(2, Written.Good("\"listen\": [\"http://127.0.0.1:0\", \"http://127.0.0.1:0\"]").Listen.Count);

    [Theory]
    [InlineData("https://gateway.example", "https://gateway.example", "")]
    [InlineData("https://Gateway.Example:443/", "https://gateway.example", "")]
    [InlineData("http://gateway.example:8080/remote-access/", "http://gateway.example:8080", "/remote-access")]
    [InlineData("https://[2001:db8::1]/a/b", "https://[2001:db8::1]", "/a/b")]
    public void The_public_url_gives_origin_and_path_base(string url, string origin, string pathBase)
    {
        var configuration = Written.Good($"\"publicUrl\": \"{url}\"");

        Assert.Equal(origin, configuration.PublicOrigin);
        Assert.Equal(pathBase, configuration.PathBase);
    }

    [Theory]
    [InlineData("gateway.example")]
    [InlineData("ws://gateway.example")]
    [InlineData("https://gateway.example?x=1")]
    [InlineData("https://gateway.example#x")]
    [InlineData("https://user:password@gateway.example")]
    [InlineData("https://gateway.example//a")]
    [InlineData("https://gateway.example/a/../b")]
    [InlineData("https://gateway.example/a b")]
    [InlineData("https://gateway.example/%2e")]
    [InlineData("https://gateway.example:99999")]
    [InlineData("https://gateway.example:0")]
    [InlineData("https://0.0.0.0")]
    [InlineData("https://*")]
    [InlineData("https://[:::]")]
    [InlineData("https://")]
    public void Anything_else_is_no_public_url(string url) =>
        Assert.Equal("publicUrl", Written.Fault($"\"publicUrl\": \"{url}\"").Key);

    [Fact]
    public void Without_a_public_url_there_is_no_origin_and_no_path_base()
    {
        Assert.Null(Written.Good().PublicOrigin);
        Assert.Empty(Written.Good().PathBase);
    }

    [Fact]
    public void Trusted_proxies_are_addresses_and_networks()
    {
        var networks = Written.Good("\"trustedProxies\": [\"10.0.0.5\", \"10.1.0.0/16\", \"::1\", \"fd00::/8\"]").TrustedProxies;

        Assert.Equal(["10.0.0.5/32", "10.1.0.0/16", "::1/128", "fd00::/8"], networks.Select(network => network.ToString()));
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.1")]
    [InlineData("10.1/16")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("/8")]
    [InlineData("fe80::1%eth0")]
    public void Anything_else_is_no_trusted_proxy(string text) =>
        Assert.Equal("trustedProxies[0]", Written.Fault($"\"trustedProxies\": [\"{text}\"]").Key);

    [Fact]
    public void A_network_may_be_named_by_an_address_in_it() =>
        Assert.Equal("10.1.0.0/16", Assert.Single(Written.Good("\"trustedProxies\": [\"10.1.2.3/16\"]").TrustedProxies).ToString());

    [Fact]
    public void Beyond_loopback_public_url_and_consent_are_both_required()
    {
        var faults = Written.With("\"listen\": [\"http://127.0.0.1:5000\", \"http://0.0.0.0:5001\"]").Faults;

        Assert.Equal(["publicUrl", "allowAnonymousBeyondLoopback"], faults.Select(fault => fault.Key));
        Assert.NotNull(Written.Good(Open + "\"listen\": [\"http://0.0.0.0:5001\"]"));
    }

    [Fact]
    public void Https_needs_certificate_and_key() =>
        Assert.Equal(["tls.certificate", "tls.key"], Written.With("\"listen\": [\"https://127.0.0.1:5443\"]").Faults.Select(fault => fault.Key));

    [Theory]
    [InlineData("certificate", "tls.key")]
    [InlineData("key", "tls.certificate")]
    public void Half_a_certificate_is_a_fault(string given, string missing) =>
        Assert.Equal(missing, Written.Fault($"\"tls\": {{ \"{given}\": \"x.pem\" }}").Key);
}
