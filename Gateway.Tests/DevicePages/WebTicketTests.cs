using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Gateway.Web.DevicePages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.DevicePages;

/// <summary>What brings a browser from the gateway's own host to a device's, and back from a provider.</summary>
public sealed class WebTicketTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ManualTime _time = new();
    private readonly RecordShelf _shelf;

    public WebTicketTests() => _shelf = new RecordShelf(_scratch.PathOf("records.db"), _time);

    public void Dispose()
    {
        _shelf.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_ticket_is_good_for_half_a_minute_and_at_one_of_two_nodes()
    {
        WebTickets here = new(_shelf.Records, _time), there = new(_shelf.Records, _time);
        string nonce = WebTickets.NewSecret();
        string first = await MakeAsync(), second = await MakeAsync();
        _time.Advance(TimeSpan.FromSeconds(29));
        var taken = await Task.WhenAll(here.TakeAsync(first, "sop001", nonce), there.TakeAsync(first, "sop001", nonce));
        Assert.Equal("/x", Assert.Single(taken, ticket => ticket is not null)!.Next);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await here.TakeAsync(second, "sop001", nonce));
        // In the store there is nothing that lets anybody in.
        Assert.DoesNotContain(await _shelf.Records.ListAsync(RecordKind.WebTicket, null), record => $"{record.Id} {record.Json}".Contains(first, StringComparison.Ordinal) || record.Json.Contains(nonce, StringComparison.Ordinal));

        Task<string> MakeAsync() => here.MakeAsync(Asked.AliceCalling(), "sop001", WebTickets.HashOf(nonce), "/x");
    }

    [Fact]
    public async Task One_person_cannot_fill_the_store()
    {
        var tickets = new WebTickets(_shelf.Records, _time);
        for (int number = 0; number <= RecordLimits.WebSessions; number++) await tickets.MakeAsync(Asked.AliceCalling(), "sop001", WebTickets.HashOf("nonce"), "/");
        Assert.Equal(RecordLimits.WebSessions, (await _shelf.Records.ListAsync(RecordKind.WebTicket, "local:alice")).Count);
    }

    // A device's page can set a cookie for the gateway's host, and so plant a provider's answer to somebody else's question,
    // but none whose name begins like that.
    [Fact]
    public async Task The_way_back_from_a_provider_rests_on_no_cookie_that_a_device_can_set()
    {
        await using var gateway = await TestGateway.StartAsync([6022], change: file =>
        {
            file["publicUrl"] = "https://gateway.test/below";
            file["signIn"] = System.Text.Json.Nodes.JsonNode.Parse("""{ "oidc": { "authority": "https://login.example", "clientId": "gateway" } }""");
        });
        var cookie = gateway.Services.GetRequiredService<IOptionsMonitor<OidcHandlerOptions>>().Get(OidcHandler.Name).CorrelationCookie;
        Assert.Equal(("__Host-gateway-oidc.", "/", null), (cookie.Name, cookie.Path, cookie.Domain));
        Assert.Equal(Microsoft.AspNetCore.Http.CookieSecurePolicy.Always, cookie.SecurePolicy);
    }
}
