using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class StartupBannerTests
{
    [Fact]
    public void The_banner_says_what_runs_in_a_few_lines()
    {
        var configuration = Written.Good("""
            "ports": [7023, "6000-6100", 6022], "publicUrl": "https://gateway.example/remote-access/",
            "ssh": { "hostKeys": "bypass" }, "trustedProxies": ["127.0.0.1"], "listen": ["http://127.0.0.1:0"],
            """);

        Assert.Equal(
            [
                "Gateway 1.2.3",
                "  configuration  /srv/gateway/gateway.json",
                "  domain         host.example",
                "  methods        ssh, telnet",
                "  ports          6000-6100, 7023",
                "  listening      http://127.0.0.1:40123",
                "  public URL     https://gateway.example/remote-access",
                "  host keys      bypass",
                "  warning        HOST KEYS ARE NOT CHECKED (ssh.hostKeys: bypass): anybody on the way to a device can read and change what is typed.",
                "  warning        Whoever the proxy at https://gateway.example/remote-access lets through can open terminals; the gateway itself asks nobody to sign in.",
            ],
            StartupBanner.Lines("1.2.3", configuration, ["http://127.0.0.1:40123"]));
    }

    [Fact]
    public void What_is_not_set_is_left_out()
    {
        var lines = StartupBanner.Lines("1.2.3", Written.Good("\"clients\": { \"ssh\": null }"), ["http://127.0.0.1:5000"]);

        Assert.Contains("  methods        telnet", lines);
        Assert.Contains("  ports          none", lines);
        Assert.DoesNotContain(lines, line => line.Contains("host keys", StringComparison.Ordinal) || line.Contains("public URL", StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_says_its_name_its_address_and_its_redis_and_no_secret()
    {
        var configuration = Written.Good("""
            "ports": [6022], "cluster": { "name": "node1", "listen": "http://127.0.0.1:0" },
            "redis": { "address": "127.0.0.1:6380", "tls": true, "passwordFile": "redis.password", "database": 2, "prefix": "east:" },
            """);

        Assert.Equal(
            [
                "  host keys      accept-new",
                "  node           node1, other nodes reach it at http://127.0.0.1:40124",
                "  redis          127.0.0.1:6380 (tls), database 2, prefix east:",
            ],
            StartupBanner.Lines("1.2.3", configuration, ["http://127.0.0.1:40123"], "http://127.0.0.1:40124").Skip(6));
    }

    [Fact]
    public void Where_people_sign_in_it_says_how_and_by_how_many_rules()
    {
        var configuration = Written.Good("""
            "ports": [6022], "policy": [{ "name": "all" }],
            "signIn": { "oidc": { "authority": "https://login.example/ops", "clientId": "gateway" }, "proxy": { "from": ["10.0.0.5"] } },
            """);

        Assert.Contains("  sign-in        OpenID Connect (login.example), the proxy at 10.0.0.5/32; 1 rule", StartupBanner.Lines("1", configuration, []));
    }

    [Fact]
    public void Very_many_ranges_are_cut_short()
    {
        var ports = string.Join(", ", Enumerable.Range(1, 40).Select(port => port * 2));

        Assert.Contains(StartupBanner.Lines("1", Written.Good($"\"ports\": [{ports}]"), []), line => line.EndsWith("22, 24 and 28 more", StringComparison.Ordinal));
    }
}
