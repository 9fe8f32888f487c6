using System.Net;
using System.Net.Sockets;
using Gateway.Access.Audit;

namespace Gateway.Web.Desktop;

/// <summary>A port that waits for one person's program, from that person's own address, once.</summary>
internal sealed class DesktopPort(DesktopSession session, Socket listener, DesktopSessions sessions, AuditLog audit, TimeProvider time)
{
    // Who knocks in a loop must not fill the record.
    private const int MostOnRecord = 5;

    /// <summary>Completes when everything of the session is over.</summary>
    public async Task RunAsync()
    {
        if (await AcceptAsync() is { } person) await sessions.CarryAsync(session, new SocketEnd(person));
        else session.Close("nobody came in time");
    }

    /// <summary>Whether two addresses are of the same program's machine: they are the same, or both are this machine's loopback under its usual names.</summary>
    public static bool IsSame(IPAddress one, IPAddress other) => Plain(one).Equals(Plain(other));

    private async Task<Socket?> AcceptAsync()
    {
        int refused = 0;
        using var _ = listener;
        using var patience = new CancellationTokenSource(session.Expires - session.Made, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, session.Ending);
        while (true)
        {
            Socket person;
            try
            {
                person = await listener.AcceptAsync(either.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return null;
            }
            var from = ((IPEndPoint)person.RemoteEndPoint!).Address;
            bool isOwn = IPAddress.TryParse(session.Caller.Address, out var own) && IsSame(own, from);
            if (isOwn && session.TryConnect())
            {
                person.NoDelay = true;
                return person;
            }
            person.Dispose();
            if (isOwn) return null;
            if (refused++ < MostOnRecord) audit.Write(DesktopSessions.Entry(session, AuditEvent.DesktopRefused) with { Address = Plain(from).ToString(), Reason = "from another address" });
        }
    }

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address.Equals(IPAddress.IPv6Loopback) ? IPAddress.Loopback : address;
}
