using System.Buffers;
using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.SignalR.Protocol;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web.Protocol;

/// <summary>Whatever a stranger sends: a message, "not yet" or a clean refusal, in time and memory that fit the input.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Seeds =
    [
        "3e960181a161a162a137a44f70656e9185a66d6574686f64a3737368a475736572a6c3a56c696365a4706f7274a436303232a4636f6c7350a4726f77731890",
        "17960180c0a5496e70757492ce00011170c404007f80ff90", "14960180a138a655706c6f61649092a27331a27332", "07940280a27331fb",
        "0f950380a13903cf000000012a05f200", "09950380a13901a26e6f", "18960480a23130a64f757470757491cf000000010000000090",
        "06930580a23130", "029106", "039207c0", "03920803", "079209ce00011170",
    ];

    [Fact]
    public void Any_bytes() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Try(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Any_bytes_in_a_right_frame_of_every_type()
    {
        var random = new Random(20261122);
        for (int round = 0; round < 60_000; round++)
        {
            byte[] body = new byte[random.Next(1, 100)];
            random.NextBytes(body);
            (byte fields, byte type) = ((byte)(0x90 + random.Next(7)), (byte)random.Next(11));
            Try([(byte)(body.Length + 2), fields, type, .. body]);
        }
    }

    [Fact]
    public void Right_messages_with_wrong_bytes_in_them()
    {
        var random = new Random(314159);
        byte[] markers = [0xc0, 0xc1, 0xc4, 0xc6, 0xc7, 0xca, 0xcb, 0xcf, 0xd3, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xff, 0x00, 0x7f, 0x80];
        for (int round = 0; round < 60_000; round++)
        {
            byte[] bytes = Convert.FromHexString(Seeds[random.Next(Seeds.Length)]);
            for (int change = random.Next(1, 5); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? markers[random.Next(markers.Length)] : (byte)random.Next(256);
            Try(bytes, result: (round % 3) switch { 0 => typeof(long), 1 => typeof(Gateway.Web.Reply), _ => typeof(RawResult) });
        }
    }

    [Theory]
    [InlineData("ffffffff07")] // 2 GiB - 1: not yet, and SignalR's own limit ends it
    [InlineData("ffffffff0796018080")]
    public void A_frame_that_claims_2_GiB_waits_and_takes_nothing(string hex)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var input = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.False(Binder.Protocol.TryParseMessage(ref input, new Binder(), out _));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
    }

    [Theory]
    [InlineData("ffffffff08")]
    [InlineData("ffffffffff")]
    [InlineData("8080808080808000")]
    public void A_longer_frame_is_refused(string hex)
    {
        var input = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.Throws<FormatException>(() => Binder.Protocol.TryParseMessage(ref input, new Binder(), out _));
    }

    [Theory]
    [InlineData("960180a131a5496e707574ddffffffff")]              // arguments
    [InlineData("960180a131a5496e7075749200c6ffffffff")]          // bytes
    [InlineData("960180a131a655706c6f616490dd7fffffff")]          // streams
    [InlineData("960180a131dbffffffff")]                          // the method's name
    [InlineData("9601dfffffffffa161a162")]                        // headers
    [InlineData("dd7fffffff06")]                                  // fields
    [InlineData("960180a131a44f70656e91dfffffffff")]              // a record's properties
    [InlineData("950380a13901db7fffffff")]                        // an error's text
    public void A_huge_count_takes_no_memory(string hex)
    {
        byte[] body = Convert.FromHexString(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Try([(byte)body.Length, .. body]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("960180a131a09090")] // no method's name
    [InlineData("960180a131c09090")]
    [InlineData("960480c0a64f7574707574910090")] // a stream without a name
    [InlineData("930580c0")]
    [InlineData("940280c001")]
    [InlineData("940380c002")]
    public void What_has_no_name_is_refused_as_malformed(string hex)
    {
        byte[] body = Convert.FromHexString(hex);
        Assert.Throws<FormatException>(() => new Binder().Read(new byte[] { (byte)body.Length }.Concat(body).ToArray()));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_the_stack_holds()
    {
        byte[] head = Convert.FromHexString("960180a131a44f70656e91");
        foreach (byte nested in new byte[] { 0x91, 0x81 })
        {
            byte[] body = [.. head, .. Enumerable.Repeat(nested == 0x91 ? [nested] : new byte[] { nested, 0xa1, 0x61 }, 5000).SelectMany(level => level), 0xc0];
            byte[] frame = [(byte)(body.Length & 0x7f | 0x80), (byte)(body.Length >> 7 | (body.Length >> 14 == 0 ? 0 : 0x80)), .. body.Length >> 14 == 0 ? [] : new[] { (byte)(body.Length >> 14) }, .. body];
            Assert.IsType<InvocationBindingFailureMessage>(new Binder().Read(frame));
        }
    }

    private static void Try(byte[] bytes) => Try(bytes, typeof(long));

    private static void Try(byte[] bytes, Type result)
    {
        var clock = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var input = new ReadOnlySequence<byte>(bytes);
        int messages = 0;
        try
        {
            while (Binder.Protocol.TryParseMessage(ref input, new Binder { Result = result }, out var message))
            {
                Assert.NotNull(message);
                Assert.True(++messages <= bytes.Length, "It reads without end.");
            }
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
        }
        Assert.True(clock.Elapsed < HubClient.Patience, Convert.ToHexString(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000, Convert.ToHexString(bytes));
    }
}
