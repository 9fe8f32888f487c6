using Gateway.Web;
using Microsoft.AspNetCore.SignalR.Protocol;
using Xunit;

namespace Gateway.Tests.Web.Protocol;

/// <summary>Bytes that @microsoft/signalr-protocol-msgpack 10.0.11 wrote, one vector for each kind of message.</summary>
public sealed class StockVectorTests
{
    private readonly Binder _binder = new();

    [Fact]
    public void An_invocation_keeps_its_headers_id_target_and_record()
    {
        var message = Assert.IsType<InvocationMessage>(_binder.Read("3e960181a161a162a137a44f70656e9185a66d6574686f64a3737368a475736572a6c3a56c696365a4706f7274a436303232a4636f6c7350a4726f77731890"));
        Assert.Equal("b", message.Headers!["a"]);
        Assert.Equal(("7", "Open"), (message.InvocationId, message.Target));
        Assert.Equal(new OpenRequest("ssh", "ålice", "6022", 80, 24), Assert.Single(message.Arguments));
    }

    [Fact]
    public void A_call_without_an_answer_has_no_id_and_carries_bytes_as_they_are()
    {
        var message = Assert.IsType<InvocationMessage>(_binder.Read("17960180c0a5496e70757492ce00011170c404007f80ff90"));
        Assert.Null(message.InvocationId);
        Assert.Equal(70000L, message.Arguments[0]);
        Assert.Equal(new byte[] { 0, 127, 128, 255 }, message.Arguments[1]);
    }

    [Fact]
    public void An_invocation_may_announce_streams()
    {
        var message = Assert.IsType<InvocationMessage>(_binder.Read("14960180a138a655706c6f61649092a27331a27332"));
        Assert.Equal(["s1", "s2"], message.StreamIds!);
    }

    [Fact]
    public void A_stream_item()
    {
        var message = Assert.IsType<StreamItemMessage>(_binder.Read("07940280a27331fb"));
        Assert.Equal(("s1", -5L), (message.InvocationId, message.Item));
    }

    [Theory]
    [InlineData("06940380a13902", null, false, null)]
    [InlineData("0f950380a13903cf000000012a05f200", null, true, 5_000_000_000)]
    [InlineData("09950380a13901a26e6f", "no", false, null)]
    public void A_completion_is_void_a_value_or_an_error(string hex, string? error, bool hasResult, long? result)
    {
        var message = Assert.IsType<CompletionMessage>(_binder.Read(hex));
        Assert.Equal(("9", error, hasResult, (object?)result), (message.InvocationId, message.Error, message.HasResult, message.Result));
    }

    [Fact]
    public void A_stream_invocation()
    {
        var message = Assert.IsType<StreamInvocationMessage>(_binder.Read("18960480a23130a64f757470757491cf000000010000000090"));
        Assert.Equal(("10", "Output", 4_294_967_296L), (message.InvocationId, message.Target, (long)message.Arguments[0]!));
    }

    [Fact]
    public void A_cancellation() => Assert.Equal("10", Assert.IsType<CancelInvocationMessage>(_binder.Read("06930580a23130")).InvocationId);

    [Fact]
    public void A_ping() => Assert.IsType<PingMessage>(_binder.Read("029106"));

    [Fact]
    public void A_close_of_two_fields_as_the_stock_client_writes_it()
    {
        var message = Assert.IsType<CloseMessage>(_binder.Read("039207c0"));
        Assert.Equal((null, false), (message.Error, message.AllowReconnect));
    }

    [Fact]
    public void An_acknowledgement() => Assert.Equal(3, Assert.IsType<AckMessage>(_binder.Read("03920803")).SequenceId);

    [Fact]
    public void A_sequence() => Assert.Equal(70000, Assert.IsType<SequenceMessage>(_binder.Read("079209ce00011170")).SequenceId);
}
