using System.Net.Sockets;
using System.Text;

namespace Gateway.Agent;

/// <summary>
/// Where a running agent is asked: a Unix socket in its state folder, for its own account and root. A question is one word
/// and a line feed, the answer a line with the exit code and then lines for people.
/// </summary>
internal sealed class AgentDoor : IAsyncDisposable
{
    /// <summary>Exit code of an answer that says all is well.</summary>
    public const int Well = 0;

    /// <summary>Exit code of an answer that says it is not.</summary>
    public const int Degraded = 1;

    private const int LongestQuestion = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _listener;
    private readonly StateFolder _state;
    private readonly AgentStatus _status;
    private readonly AgentSwitch _on;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _listening;

    private AgentDoor(Socket listener, StateFolder state, AgentStatus status, AgentSwitch on)
    {
        (_listener, _state, _status, _on) = (listener, state, status, on);
        _listening = ListenAsync();
    }

    /// <summary>Opens it; one that a killed agent has left is taken away.</summary>
    /// <exception cref="AgentException">It cannot be opened.</exception>
    public static AgentDoor Open(StateFolder state, AgentStatus status, AgentSwitch on)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(state.Door);
            listener.Bind(new UnixDomainSocketEndPoint(state.Door));
            // The folder lets nobody else in either, so that the moment between does not count.
            File.SetUnixFileMode(state.Door, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen();
            return new AgentDoor(listener, state, status, on);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            listener.Dispose();
            throw new AgentException($"{state.Door}: the socket cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _listening;
        _ending.Dispose();
        try
        {
            File.Delete(_state.Door);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start takes it away.
        }
    }

    private async Task ListenAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                // One after the other: whoever may come here is one person with a terminal.
                using var caller = await _listener.AcceptAsync(_ending.Token);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
                patience.CancelAfter(Patience);
                await AnswerAsync(caller, patience.Token);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The caller has gone, or the agent ends.
            }
        }
    }

    private async Task AnswerAsync(Socket caller, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LongestQuestion];
        int length = 0, read;
        while (length < buffer.Length && !buffer.AsSpan(0, length).Contains((byte)'\n') && (read = await caller.ReceiveAsync(buffer.AsMemory(length), cancellation)) > 0) length += read;
        var (code, lines) = Answer(Encoding.ASCII.GetString(buffer, 0, length).Trim());
        byte[] answer = Encoding.UTF8.GetBytes($"{code}\n{string.Join('\n', lines)}\n");
        for (int sent = 0; sent < answer.Length;) sent += await caller.SendAsync(answer.AsMemory(sent), cancellation);
    }

    private (int Code, IEnumerable<string> Lines) Answer(string question)
    {
        try
        {
            switch (question)
            {
                case "status":
                    return (_status.IsUp ? Well : Degraded, _status.Lines());
                case "stop":
                    _on.Turn(false);
                    return (Well, [$"It is stopped, also after a restart, until: {AgentVersion.Program} start"]);
                case "start":
                    _on.Turn(true);
                    return (Well, ["It is started."]);
                default:
                    return (Degraded, ["The running agent does not know this command: it is of another version."]);
            }
        }
        catch (AgentException exception)
        {
            return (Degraded, [exception.Message]);
        }
    }
}
