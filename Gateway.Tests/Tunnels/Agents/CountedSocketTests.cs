using System.Net.WebSockets;
using Gateway.Tunnels.Agents;
using Xunit;

namespace Gateway.Tests.Tunnels.Agents;

/// <summary>A stream's end.</summary>
public sealed class CountedSocketTests
{
    [Fact]
    public async Task A_stream_that_is_cut_after_its_request_has_ended_cuts_nobody_elses_connection()
    {
        int cut = 0;
        using var pipe = new MemoryStream();
        using var socket = new CountedSocket(WebSocket.CreateFromStream(pipe, new WebSocketCreationOptions { IsServer = true }), _ => { }, _ => { }, () => cut++);
        socket.Abort();
        Assert.Equal(1, cut);
        socket.Leave();
        socket.Abort();
        Assert.Equal(1, cut);
        await socket.Aborted.WaitAsync(Harness.HubClient.Patience);
    }
}
