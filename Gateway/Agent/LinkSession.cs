using System.Threading.Channels;
using Gateway.Agent.Protocol;

namespace Gateway.Agent;

/// <summary>A connection that the gateway has let in: its messages, until it ends.</summary>
internal sealed class LinkSession
{
    private const int MostUnsent = 256;
    private const int LongestKeepAlive = 300;
    // Of what one message may hold, most.
    private const int RoomForLog = AgentWire.LargestMessage - 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(2);

    private readonly Channel<AgentMessage> _unsent = Channel.CreateBounded<AgentMessage>(new BoundedChannelOptions(MostUnsent) { SingleReader = true });
    private readonly TaskCompletionSource<LinkEnd> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AgentSocket _wire;
    private readonly LocalStreams _streams;
    private readonly LinkPulse _pulse;
    private readonly StateFolder _state;
    private readonly AgentLog _log;
    private readonly AgentStatus _status;
    private readonly TimeProvider _time;
    private readonly long _came;
    private Welcome _welcome;
    private long _asked;

    public LinkSession(AgentSocket wire, Welcome welcome, Func<Action<Failed>, LocalStreams> streams, StateFolder state, AgentLog log, AgentStatus status, TimeProvider time)
    {
        (_wire, _welcome, _state, _log, _status, _time, _came) = (wire, welcome, state, log, status, time, time.GetTimestamp());
        _pulse = new LinkPulse(TimeSpan.FromSeconds(Math.Clamp(welcome.KeepAlive, 1, LongestKeepAlive)), time);
        _streams = streams(failed =>
        {
            log.Write($"a stream was not opened: {failed.Reason}");
            Send(failed);
        });
    }

    /// <summary>Serves it.</summary>
    /// <param name="ending">Cancelled from outside to end it; ends its streams when it is over.</param>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public async Task<LinkEnd> RunAsync(CancellationTokenSource ending)
    {
        _log.Write($"connected, node {_welcome.Node}{(_welcome.Ports.Count == 0 ? "" : $"; ports of the domain: {string.Join(", ", _welcome.Ports.Select(port => $"{port.Key} {port.Value}"))}")}{(_welcome.Stopped ? "; stopped at the gateway" : "")}");
        _status.Up(_welcome, () => _streams.Count);
        await using var outside = ending.Token.Register(() => End("it was to end"));
        // These two are cut by the socket's end: a cancelled call would cut it before the gateway has heard the last words.
        var (receiving, sending, beating) = (ReceiveAsync(), SendAsync(), BeatAsync(ending.Token));
        var end = await _over.Task;
        bool isOutside = ending.IsCancellationRequested;
        await ending.CancelAsync();
        _unsent.Writer.TryComplete();
        await Task.WhenAny(sending, Task.Delay(ToFinish, _time, CancellationToken.None));
        _wire.Abort();
        await Task.WhenAll(receiving, sending, beating);
        await _streams.EndedAsync();
        return isOutside ? throw new OperationCanceledException(ending.Token) : end;
    }

    private void End(string reason) => _over.TrySetResult(new LinkEnd(reason, _time.GetElapsedTime(_came), TimeSpan.Zero));

    private void Send(AgentMessage message)
    {
        if (!_unsent.Writer.TryWrite(message)) End("the gateway does not read what it is sent");
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _wire.ReceiveAsync(CancellationToken.None) is { } message)
            {
                _pulse.Heard();
                Take(message);
            }
            End("the gateway ended the connection");
        }
        catch (InvalidDataException exception)
        {
            End($"the gateway speaks otherwise than this agent: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            End("the connection was lost");
        }
    }

    private void Take(AgentMessage message)
    {
        switch (message)
        {
            case Open open:
                _streams.Open(open);
                break;
            case Ping ping:
                Send(new Pong(ping.Id));
                break;
            case State state:
                _welcome = _welcome with { Stopped = state.Stopped };
                _status.Up(_welcome, () => _streams.Count);
                _log.Write(state.Stopped ? "stopped at the gateway: its ports are closed there" : "started at the gateway");
                break;
            case AskLog ask:
                Send(new LogLines(ask.Id, LastLines(ask.Lines)));
                break;
            case Refused refused:
                _over.TrySetResult(LinkEnd.Of(refused, _time.GetElapsedTime(_came)));
                break;
        }
    }

    private string[] LastLines(int count)
    {
        try
        {
            return AgentLog.Fitting(AgentLog.End(_state.LogFile, count), RoomForLog);
        }
        catch (AgentException exception)
        {
            return [exception.Message];
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var message in _unsent.Reader.ReadAllAsync()) await _wire.SendAsync(message, CancellationToken.None);
            await _wire.FinishAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            End("the connection was lost");
        }
    }

    private async Task BeatAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
            {
                switch (_pulse.Look())
                {
                    case Beat.Ask:
                        Send(new Ping(++_asked));
                        break;
                    case Beat.Lost:
                        End("nothing was heard of the gateway any more");
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }
}
