using System.Net;
using System.Net.Sockets;
using Gateway.Cluster;

namespace Gateway.Web.Desktop;

/// <summary>Opens ports of the range, in turn over all nodes. What is handed out is really open here, and was free.</summary>
internal sealed class DesktopPorts(DesktopOptions options, IPortRotation rotation)
{
    private const int Backlog = 16;

    /// <summary>Whether a port is in the range.</summary>
    public bool Holds(int port) => port >= options.FirstPort && port <= options.LastPort;

    /// <summary>Opens the next free port; null if all are in use.</summary>
    public async Task<Socket?> OpenAsync()
    {
        int size = options.LastPort - options.FirstPort + 1;
        long turn = await rotation.NextAsync();
        for (int step = 0; step < size; step++)
        {
            int port = options.FirstPort + (int)((turn + step) % size);
            var socket = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (options.Listen.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
                socket.Bind(new IPEndPoint(options.Listen, port));
                socket.Listen(Backlog);
                return socket;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                socket.Dispose();
            }
        }
        return null;
    }
}
