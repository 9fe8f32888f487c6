using System.Buffers;

namespace Gateway.Tests.Web.Protocol;

/// <summary>Bytes in small pieces, as a network delivers them.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    private Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    public static ReadOnlySequence<byte> Sequence(byte[] bytes, int step)
    {
        var first = new Segment(default, 0);
        var last = first;
        for (int at = 0; at < bytes.Length; at += step)
        {
            var next = new Segment(bytes.AsMemory(at, Math.Min(step, bytes.Length - at)), at);
            last.Next = next;
            last = next;
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
