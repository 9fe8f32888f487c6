using System.Net;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>Programs that speak the hub's protocol, but not as our pages do.</summary>
public sealed class HostileClientTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    // SignalR starts streams without limit, and each leaves an answer in memory while the client does not read.
    [Fact]
    public async Task A_connection_may_not_open_streams_without_end()
    {
        await using var hub = await HubClient.ConnectAsync(shared.Gateway.Address, new CookieContainer());
        for (int i = 0; i < 300 && !hub.Closed.IsCompleted; i++)
        {
            try
            {
                await hub.OutputAsync(0);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                break; // closed meanwhile
            }
        }
        await hub.Closed.WaitAsync(HubClient.Patience);
    }
}
