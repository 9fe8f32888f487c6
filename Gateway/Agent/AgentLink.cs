using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>How a connection to the gateway ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Up">How long it was up; zero if it never was let in.</param>
/// <param name="Retry">How long the gateway has asked to wait.</param>
internal sealed record LinkEnd(string Reason, TimeSpan Up, TimeSpan Retry)
{
    /// <summary>The gateway has refused it.</summary>
    public static LinkEnd Of(Refused refused, TimeSpan up) => new($"the gateway says: {refused.Reason} ({refused.Code})", up, TimeSpan.FromSeconds(Math.Max(0, refused.Retry)));
}

/// <summary>One connection to the gateway, from the dialing to its end.</summary>
internal sealed class AgentLink(AgentSettings settings, AgentIdentity identity, StateFolder state, AgentLog log, AgentStatus status, TimeProvider time)
{
    /// <summary>Dials, says who it is, and serves until one end or the other is done.</summary>
    /// <exception cref="AgentException">The settings are wrong, or there is no gateway to be reached; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public async Task<LinkEnd> RunAsync(CancellationToken cancellation)
    {
        using var dialer = new AgentDialer(settings);
        using var socket = await dialer.DialAsync(AgentWire.ControlPath, AgentWire.SubProtocol, cancellation);
        var wire = new AgentSocket(socket, socket.Abort);
        try
        {
            switch (await GreetAsync(wire, cancellation))
            {
                case Refused refused:
                    return LinkEnd.Of(refused, TimeSpan.Zero);
                case Welcome { Node: { } node, Ports: not null } welcome:
                    using (var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
                        return await new LinkSession(wire, welcome, failed => new LocalStreams(settings.Services(), dialer, node, failed, ending.Token), state, log, status, time).RunAsync(ending);
                default:
                    throw NoGateway(null);
            }
        }
        finally
        {
            wire.Abort();
        }
    }

    private async Task<AgentMessage?> GreetAsync(AgentSocket wire, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // A gateway that refuses takes its time.
        patience.CancelAfter(2 * AgentWire.Patience);
        try
        {
            var first = await wire.ReceiveAsync(patience.Token);
            if (first is not Challenge { Nonce: not null } challenge) return first;
            await wire.SendAsync(identity.Answer(challenge, settings), patience.Token);
            return await wire.ReceiveAsync(patience.Token);
        }
        catch (InvalidDataException exception)
        {
            throw NoGateway(exception);
        }
        catch (IOException exception)
        {
            throw new AgentException("the connection was lost before the gateway had answered", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new AgentException("the gateway did not answer in time", exception);
        }
    }

    private static AgentException NoGateway(Exception? exception) => new($"what answers does not speak {AgentWire.SubProtocol} as this agent does{(exception is null ? "" : $": {exception.Message}")}", exception);
}
