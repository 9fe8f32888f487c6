using System.Net;
using Gateway.Access;
using Xunit;

namespace Gateway.Tests.Access;

public sealed class AddressLimitTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    [InlineData("::1", "::/64")]
    public void An_IPv6_network_counts_as_one_address(string address, string counted) =>
        Assert.Equal(counted, ClientAddress.CountedAs(IPAddress.Parse(address)));

    [Fact]
    public void No_address_is_counted_too() => Assert.Equal("", ClientAddress.CountedAs(null));

    [Fact]
    public void Who_throws_the_cookie_away_is_still_counted_by_address()
    {
        using var rate = new OpenRate(2);
        int opened = Enumerable.Range(0, 100).Count(visitor => rate.TryTake($"visitor {visitor}", "192.0.2.7"));
        Assert.Equal(20, opened);
        Assert.True(rate.TryTake("somebody", "192.0.2.8"));
    }

    [Fact]
    public void One_visitor_does_not_use_up_what_others_of_the_same_address_may()
    {
        using var rate = new OpenRate(2);
        Assert.Equal(2, Enumerable.Range(0, 100).Count(_ => rate.TryTake("greedy", "192.0.2.7")));
        Assert.True(rate.TryTake("modest", "192.0.2.7"));
    }

    [Fact]
    public void A_connection_that_ends_makes_room()
    {
        using var limit = new ConnectionLimit();
        var held = Enumerable.Range(0, ConnectionLimit.PerVisitor).Select(_ => limit.TryEnter("a")).ToList();
        Assert.All(held, Assert.NotNull);
        Assert.Null(limit.TryEnter("a"));
        Assert.NotNull(limit.TryEnter("b"));
        held[7]!.Dispose();
        Assert.NotNull(limit.TryEnter("a"));
    }
}
