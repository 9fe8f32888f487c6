using System.Globalization;
using System.Net;
using Gateway.Access;
using Gateway.Tests.Harness;
using Gateway.Web.Desktop;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Desktop;

/// <summary>What is handed out, and what is not.</summary>
public sealed class DesktopOfferTests
{
    [Fact]
    public async Task What_cannot_be_written_into_a_file_keeps_no_port_and_one_address_does_not_hold_all()
    {
        await using var gateway = await TestGateway.StartAsync([22], change: DesktopWorld.On(Ports.Free()));
        var offers = gateway.Services.GetRequiredService<DesktopOffers>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => OfferAsync("port", "one", "http://gateway.example/a%24b"));
        // There is only one port.
        await Wait.UntilAsync(async () => (await OfferAsync("port", "one", "http://gateway.example/~ops")).Offer is not null, () => "the port to be free again");
        await Assert.ThrowsAsync<InvalidOperationException>(() => OfferAsync("https", "one", "http://gateway.example/a%24b"));
        Assert.Contains("gateway.example/~ops", (await OfferAsync("https", "one", "http://gateway.example/~ops")).Offer!.Files[0].Text, StringComparison.Ordinal);

        // Two wait already; each of these is another visitor.
        for (int visitor = 0; visitor < 8; visitor++) Assert.NotNull((await OfferAsync("https", FormattableString.Invariant($"visitor {visitor}"))).Offer);
        Assert.Contains("from your address", (await OfferAsync("https", "the last")).Refusal!.Title, StringComparison.Ordinal);
        Assert.NotNull((await OfferAsync("https", "from elsewhere", from: "192.0.2.7")).Offer);

        Task<(DesktopOffer? Offer, Gateway.Web.Refusal? Refusal)> OfferAsync(string way, string visitor, string own = "http://gateway.example", string from = "127.0.0.1") => offers.OfferAsync(
            new Caller(visitor, from, null), new DesktopRequest(way, "ssh", "admin", 22.ToString(CultureInfo.InvariantCulture), null, null), IPAddress.Parse(from), "gateway.example", new Uri(own), CancellationToken.None);
    }
}
