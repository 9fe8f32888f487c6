using System.Net.WebSockets;
using System.Text;
using Gateway.Agent.Protocol;
using Xunit;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>The reader of messages, given what no gateway sends.</summary>
public sealed class AgentSocketTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"type":"nonsense"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"welcome","node":5}""")]
    [InlineData("""{"type":"ping","id":"a"}""")]
    [InlineData("""{"type":"ping","id":1}{"type":"ping","id":1}""")]
    public Task What_is_no_message_ends_the_connection(string text) => Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text));

    [Fact]
    public async Task Bytes_and_what_is_too_long_end_it_and_the_longest_message_does_not()
    {
        byte[] longest = Encoding.UTF8.GetBytes("""{"type":"log","id":1,"lines":[""" + $"\"{new string('x', AgentWire.LargestMessage - 34)}\"]}}");
        Assert.Equal(AgentWire.LargestMessage, longest.Length);
        Assert.Single(Assert.IsType<LogLines>(await ReadAsync(longest, WebSocketMessageType.Text)).Lines);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([.. longest, (byte)' '], WebSocketMessageType.Text));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(longest, WebSocketMessageType.Binary));
    }

    [Fact]
    public async Task A_message_that_is_damaged_anywhere_is_read_or_refused_and_nothing_else()
    {
        byte[] good = Encoding.UTF8.GetBytes("""{"type":"welcome","node":"n","ports":{"ssh":10022},"keepAlive":15,"stopped":false}""");
        var random = new Random(7);
        int read = 0, refused = 0;
        for (int turn = 0; turn < 2000; turn++)
        {
            byte[] bad = (byte[])good.Clone();
            for (int change = random.Next(3); change >= 0; change--) bad[random.Next(bad.Length)] = (byte)random.Next(128);
            try
            {
                Assert.NotNull(await ReadAsync(bad[..random.Next(bad.Length + 1)], WebSocketMessageType.Text));
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1500, 1999);
        Assert.InRange(read, 1, 500);
    }

    private static async Task<AgentMessage?> ReadAsync(byte[] bytes, WebSocketMessageType type)
    {
        using var sent = new MemoryStream();
        using (var sender = WebSocket.CreateFromStream(sent, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan }))
        {
            int half = bytes.Length / 2;
            await sender.SendAsync(bytes.AsMemory(0, half), type, endOfMessage: false, CancellationToken.None);
            await sender.SendAsync(bytes.AsMemory(half), type, endOfMessage: true, CancellationToken.None);
        }
        using var received = new MemoryStream(sent.ToArray());
        using var socket = WebSocket.CreateFromStream(received, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        return await new AgentSocket(socket, socket.Abort).ReceiveAsync(CancellationToken.None);
    }
}
