using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>Standard input and output to the gateway's sshd and back: what ssh's ProxyCommand (ssh_config(5)) wants.</summary>
internal static class AgentPipe
{
    /// <summary>Pipes until the gateway's end is done.</summary>
    /// <param name="settings">Where the gateway is, and how it is reached.</param>
    /// <param name="input">What is sent.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AgentException">The gateway cannot be reached, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public static async Task RunAsync(AgentSettings settings, Stream input, Stream output, CancellationToken cancellation)
    {
        using var dialer = new AgentDialer(settings);
        await using var far = new SocketStream(await dialer.DialAsync(AgentWire.SshPath, null, cancellation));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            // Reading standard input blocks its thread, and goes on until this program ends.
            var up = Task.Run(() => Duplex.PassAsync(input, far, ending), CancellationToken.None);
            var down = Duplex.PassAsync(far, output, ending);
            if (await Task.WhenAny(up, down) == up) await up;
            await down;
        }
        catch (IOException exception)
        {
            throw new AgentException($"the connection was lost: {exception.Message}", exception);
        }
    }
}
