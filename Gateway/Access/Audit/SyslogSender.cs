using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Gateway.Access.Audit;

/// <summary>
/// Sends the record to a syslog collector, over UDP (RFC 5426) or TCP with octet counting (RFC 6587, 3.4.1). Nobody waits
/// for it: what does not fit into its queue is dropped and counted, and shows at the collector as a gap in the numbers.
/// </summary>
internal sealed partial class SyslogSender : IAsyncDisposable
{
    private const int Waiting = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ToClose = TimeSpan.FromSeconds(1);

    private readonly Uri _collector;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sending;
    private Socket? _socket;
    private long _dropped;
    private long? _said;
    private volatile string? _trouble;

    /// <summary>Begins to send.</summary>
    /// <param name="collector"><c>udp://host:port</c> or <c>tcp://host:port</c>.</param>
    /// <param name="time">The clock of the pauses between attempts.</param>
    /// <param name="logger">Where it is said that it does not work.</param>
    public SyslogSender(Uri collector, TimeProvider time, ILogger logger)
    {
        (_collector, _time, _logger) = (collector, time, logger);
        _sending = Task.Run(RunAsync);
    }

    /// <summary>Why nothing can be sent; null if it can.</summary>
    public string? Trouble => _trouble;

    private bool IsTcp => _collector.Scheme == "tcp";

    /// <summary>Sends a line. Does not wait.</summary>
    public void Send(AuditLine line, ReadOnlySpan<byte> json)
    {
        byte[] message = SyslogMessage.Of(line, json);
        if (IsTcp) message = [.. Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture)), (byte)' ', .. message];
        if (!_queue.Writer.TryWrite(message)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>Sends what waits, for a second at most.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _closing.CancelAfter(ToClose);
        await _sending;
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped) Behind(_collector, dropped);
        _socket?.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (byte[] message in _queue.Reader.ReadAllAsync(_closing.Token)) await DeliverAsync(message);
        }
        catch (OperationCanceledException)
        {
            Unsent(_queue.Reader.Count + 1);
        }
    }

    private async Task DeliverAsync(byte[] message)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await TrySendAsync(message)) return;
            // With a gateway that ends there is no use in waiting for better times.
            if (_queue.Reader.Completion.IsCompleted) return;
            await Task.Delay(pause, _time, _closing.Token);
        }
    }

    private async Task<bool> TrySendAsync(byte[] message)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _closing.Token);
            // A collector that has hung up is noticed by reading only: the first write after that would still succeed.
            if (_socket is { } idle && IsTcp && idle.Poll(TimeSpan.Zero, SelectMode.SelectRead) && idle.Available == 0) Hang();
            _socket ??= await ConnectAsync(either.Token);
            for (var rest = message.AsMemory(); !rest.IsEmpty;) rest = rest[await _socket.SendAsync(rest, either.Token)..];
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException || exception is OperationCanceledException && !_closing.IsCancellationRequested)
        {
            Hang();
            string words = exception is OperationCanceledException ? "does not take anything" : exception.Message;
            if (_trouble is null) Silent(_collector, words);
            _trouble = words;
            return false;
        }
        if (_trouble is not null)
        {
            Again(_collector, Interlocked.Exchange(ref _dropped, 0));
            _trouble = null;
        }
        else if (Interlocked.Read(ref _dropped) > 0 && (_said is not { } said || _time.GetElapsedTime(said) >= SayEvery))
        {
            Behind(_collector, Interlocked.Exchange(ref _dropped, 0));
            _said = _time.GetTimestamp();
        }
        return true;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = IsTcp ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(_collector.DnsSafeHost, _collector.Port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Hang()
    {
        _socket?.Dispose();
        _socket = null;
    }

    [LoggerMessage(11, LogLevel.Error, "The syslog collector {Collector} cannot be reached: {Words}; it is tried again")]
    private partial void Silent(Uri collector, string words);

    [LoggerMessage(12, LogLevel.Warning, "The syslog collector {Collector} is reached again; {Count} entries were dropped meanwhile")]
    private partial void Again(Uri collector, long count);

    [LoggerMessage(13, LogLevel.Error, "{Count} entries were not sent to the syslog collector before the end")]
    private partial void Unsent(int count);

    [LoggerMessage(14, LogLevel.Warning, "The syslog collector {Collector} is too slow; {Count} entries were dropped")]
    private partial void Behind(Uri collector, long count);
}
