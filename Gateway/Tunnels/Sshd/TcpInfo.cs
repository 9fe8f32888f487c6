using System.Buffers.Binary;
using System.Net.Sockets;

namespace Gateway.Tunnels.Sshd;

/// <summary>What the kernel knows of a TCP connection: struct tcp_info of linux/tcp.h, tcp(7), whose beginning is the same since Linux 4.1.</summary>
internal static class TcpInfo
{
    private const int IPPROTO_TCP = 6, TCP_INFO = 11;
    private const int RoundTripAt = 68, AckedAt = 120, ReceivedAt = 128, Length = 136;

    /// <summary>Smoothed time to the other end and back, and bytes from it and to it; null if it is no such connection, or gone.</summary>
    public static (TimeSpan RoundTrip, long In, long Out)? Of(Socket socket)
    {
        Span<byte> info = stackalloc byte[Length];
        try
        {
            if (socket.GetRawSocketOption(IPPROTO_TCP, TCP_INFO, info) < Length) return null;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
        return (TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt32LittleEndian(info[RoundTripAt..])), BinaryPrimitives.ReadInt64LittleEndian(info[ReceivedAt..]), BinaryPrimitives.ReadInt64LittleEndian(info[AckedAt..]));
    }
}
