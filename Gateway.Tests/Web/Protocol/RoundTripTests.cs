using System.Buffers;
using System.Text.Json;
using Gateway.Web;
using Microsoft.AspNetCore.SignalR.Protocol;
using Xunit;

namespace Gateway.Tests.Web.Protocol;

public sealed class RoundTripTests
{
    private static readonly Dictionary<string, string> Headers = new() { ["trace"] = "ä", ["empty"] = "" };

    public static TheoryData<string> Messages => [.. Samples.Keys];

    private static Dictionary<string, HubMessage> Samples { get; } = new()
    {
        ["invocation"] = new InvocationMessage("1", "Input", [long.MaxValue, new byte[70_000]]) { Headers = Headers },
        ["send"] = new InvocationMessage("Resize", [int.MinValue, int.MaxValue]),
        ["record"] = new InvocationMessage("2", "Join", [new JoinRequest("t", null, -1, 500)]),
        ["text"] = new InvocationMessage("3", "Close", [new string('x', 70_000)]),
        ["null"] = new InvocationMessage("3", "Close", [null]),
        ["numbers"] = new InvocationMessage("4", "Flags", [true, -0.25]),
        ["streams"] = new InvocationMessage("5", "Upload", [], ["a", "b"]),
        ["item"] = new StreamItemMessage("6", -33L) { Headers = Headers },
        ["void"] = CompletionMessage.Empty("7"),
        ["error"] = CompletionMessage.WithError("7", "it failed"),
        ["result"] = new CompletionMessage("7", null, long.MinValue, true) { Headers = Headers },
        ["stream"] = new StreamInvocationMessage("8", "Output", [0L]) { Headers = Headers },
        ["cancel"] = new CancelInvocationMessage("8") { Headers = Headers },
        ["ping"] = PingMessage.Instance,
        ["close"] = new CloseMessage("bye", true),
        ["close without words"] = new CloseMessage(null),
        ["ack"] = new AckMessage(long.MaxValue),
        ["sequence"] = new SequenceMessage(0),
    };

    [Theory, MemberData(nameof(Messages))]
    public void What_is_written_is_read_back(string name)
    {
        byte[] bytes = Binder.Protocol.GetMessageBytes(Samples[name]).ToArray();
        Assert.Equal(Describe(Samples[name]), Describe(new Binder().Read(bytes)));
    }

    [Fact]
    public void Messages_back_to_back_are_read_one_by_one_wherever_they_were_cut()
    {
        byte[] bytes = [.. Samples.Values.SelectMany(sample => Binder.Protocol.GetMessageBytes(sample).ToArray())];
        foreach (int step in new[] { 1, 7, 4096 })
        {
            var read = new List<string>();
            var sequence = Segment.Sequence(bytes, step);
            while (Binder.Protocol.TryParseMessage(ref sequence, new Binder(), out var message)) read.Add(Describe(message));
            Assert.True(sequence.IsEmpty);
            Assert.Equal(Samples.Values.Select(Describe), read);
        }
    }

    [Fact]
    public void Every_beginning_of_a_message_means_not_yet()
    {
        foreach (var sample in Samples.Values)
        {
            var bytes = Binder.Protocol.GetMessageBytes(sample);
            for (int length = 0; length < Math.Min(bytes.Length, 200); length++)
            {
                var input = new ReadOnlySequence<byte>(bytes[..length]);
                Assert.False(Binder.Protocol.TryParseMessage(ref input, new Binder(), out _));
                Assert.Equal(length, input.Length);
            }
        }
    }

    [Fact]
    public void A_message_of_a_later_version_is_passed_over()
    {
        byte[] bytes = [3, 0x92, 50, 1, .. Binder.Protocol.GetMessageBytes(PingMessage.Instance).Span];
        Assert.IsType<PingMessage>(new Binder().Read(bytes));
    }

    [Fact]
    public void Terminal_output_is_an_offset_and_bytes()
    {
        byte[] bytes = Binder.Protocol.GetMessageBytes(new StreamItemMessage("1", new OutputFrame(300, new byte[] { 1, 2, 3 }))).ToArray();
        Assert.Equal("10940280A13192D20000012CC403010203", Convert.ToHexString(bytes));
    }

    [Fact]
    public void A_screen_is_an_offset_bytes_and_a_size()
    {
        byte[] bytes = Binder.Protocol.GetMessageBytes(new StreamItemMessage("1", new OutputFrame(300, new byte[] { 1, 2, 3 }, new Gateway.Terminals.TerminalSize(80, 24)))).ToArray();
        Assert.Equal("12940280A13194D20000012CC4030102035018", Convert.ToHexString(bytes));
    }

    // No streams may be written as none or as an empty list.
    private static string Describe(HubMessage message) =>
        $"{message.GetType().Name} {JsonSerializer.Serialize(message, message.GetType())}".Replace("\"StreamIds\":[]", "\"StreamIds\":null", StringComparison.Ordinal);
}
