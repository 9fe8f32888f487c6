using System.Net;
using System.Net.Sockets;

namespace Gateway.Inventory.States;

/// <summary>
/// Looks at one port: connects, and listens for a moment to what is said first. It sends nothing, and goes as soon as it
/// knows, so that a device has as little as possible to write into its log.
/// </summary>
public static class PortProbe
{
    private const int LongestGreeting = 4096;

    /// <summary>How long a server may take to say something.</summary>
    public static readonly TimeSpan ToGreet = TimeSpan.FromSeconds(2);

    /// <summary>Looks.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="port">The port.</param>
    /// <param name="protocol"><c>ssh</c> or <c>telnet</c>.</param>
    /// <param name="timeout">How long connecting may take.</param>
    /// <param name="toGreet">How long the first words may take, <see cref="ToGreet"/>.</param>
    /// <param name="cancellation">Gives up; then nothing is known.</param>
    public static async Task<PortWord> LookAsync(IPAddress address, int port, string protocol, TimeSpan timeout, TimeSpan toGreet, CancellationToken cancellation)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(timeout);
        try
        {
            await socket.ConnectAsync(address, port, patience.Token);
            patience.CancelAfter(toGreet);
            var found = await ListenAsync(socket, protocol == "ssh", patience.Token);
            socket.Shutdown(SocketShutdown.Both);
            return found;
        }
        catch (SocketException)
        {
            return PortWord.Down;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return socket.Connected ? Silent(protocol == "ssh") : PortWord.Down;
        }
    }

    // A telnet server may well wait for the first word; an ssh server says who it is at once (RFC 4253, 4.2).
    private static PortWord Silent(bool isSsh) => isSsh ? PortWord.Other : PortWord.Up;

    private static async Task<PortWord> ListenAsync(Socket socket, bool isSsh, CancellationToken cancellation)
    {
        byte[] greeting = new byte[LongestGreeting];
        int length = 0;
        while (length < greeting.Length)
        {
            int read = await socket.ReceiveAsync(greeting.AsMemory(length), cancellation);
            // Whoever is let in and shown out without a word has reached a forwarder with nothing behind it.
            if (read == 0) return length == 0 ? PortWord.Down : PortWord.Other;
            length += read;
            if (!isSsh) return PortWord.Up;
            // Lines may come before the one that counts (RFC 4253, 4.2).
            var lines = greeting.AsSpan(0, length);
            while (!lines.StartsWith("SSH-"u8))
            {
                int end = lines.IndexOf((byte)'\n');
                if (end < 0) break;
                lines = lines[(end + 1)..];
            }
            if (lines.StartsWith("SSH-"u8)) return PortWord.Up;
        }
        return PortWord.Other;
    }
}
