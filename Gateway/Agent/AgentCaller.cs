using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Agent;

/// <summary>Asks a running agent through its socket.</summary>
internal static class AgentCaller
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks, and waits for the answer.</summary>
    /// <returns>The exit code, and lines for people.</returns>
    /// <exception cref="AgentException">No agent answers, or this account may not ask.</exception>
    public static async Task<(int Code, string Text)> AskAsync(StateFolder state, string question, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(state.Door), patience.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(question + "\n"), patience.Token);
            using var reader = new StreamReader(stream);
            string code = await reader.ReadLineAsync(patience.Token) ?? "";
            string text = await reader.ReadToEndAsync(patience.Token);
            return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (number, text) : throw new AgentException($"{state.Door}: the answer is no agent's.");
        }
        catch (Exception exception) when (exception is SocketException or IOException or ArgumentException)
        {
            throw new AgentException((exception as SocketException)?.SocketErrorCode == SocketError.AccessDenied
                ? $"{state.Door}: {Environment.UserName} may not connect to it. Run the command as the agent's account, or as root."
                : $"{state.Door}: no agent runs there, or it has another state folder (--state).", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new AgentException($"{state.Door}: no answer within {Patience.TotalSeconds:0} seconds.", exception);
        }
    }
}
