using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>
/// Stands on loopback between a telnet client and its device, for one connection of that client and nobody else's, and puts
/// signals between what is typed: the client's own prompt, which could send them too, stays out of everybody's reach.
/// Urgent data is passed on as a part of the stream and loses its mark (RFC 854, SYNCH), which the signals here do without.
/// </summary>
internal sealed class TelnetRelay : IDisposable
{
    private const int BufferSize = 16 * 1024;

    // The kernel would otherwise hold megabytes for each direction, and with them hide that somebody is behind.
    private const int KernelBuffer = 64 * 1024;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private readonly Waypoint _to;
    private readonly TimeProvider _time;
    private readonly Socket _listener = Prepared(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
    private readonly TelnetSeam _seam = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile Task _typing = Task.CompletedTask;
    private volatile string? _fault;
    private bool _stopped;

    /// <summary>Listens on a port of 127.0.0.1; nobody is let in before <see cref="Start"/>.</summary>
    /// <exception cref="IOException">There is no port left.</exception>
    public TelnetRelay(Waypoint to, TimeProvider time)
    {
        (_to, _time) = (to, time);
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(16);
        }
        catch (SocketException exception)
        {
            Dispose();
            throw new IOException($"No relay for signals could be set up: {exception.Message}.", exception);
        }
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    /// <summary>Where the client has to connect to.</summary>
    public int Port { get; }

    /// <summary>Why the device could not be reached, as the client would say it; null if it was, or nobody has tried.</summary>
    public string? Fault => _fault;

    /// <summary>Whether so many signals wait that no more are taken.</summary>
    public bool IsFull => _seam.IsFull;

    /// <summary>Lets the one process in, and leads it to the device.</summary>
    public void Start(int client) => _running = RunAsync(client);

    /// <summary>The client is about to be given these bytes.</summary>
    public void Typing(ReadOnlySpan<byte> bytes) => _seam.Typing(bytes);

    /// <summary>Sends a signal behind what was typed.</summary>
    public void Send(DeviceSignal signal)
    {
        if (_seam.Add(signal)) _added.Release();
    }

    /// <summary>The client has gone: what it sent last may still reach the device, for a moment, and then nothing is left.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_stopped) return;
        _stopped = true;
        _listener.Dispose();
        await Task.WhenAny(_typing, Task.Delay(patience, _time));
        await _stop.CancelAsync();
        await _running;
        Dispose();
    }

    /// <summary>Closes it before it was started.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(int process)
    {
        try
        {
            using var client = await AcceptAsync(process);
            _listener.Dispose();
            using var device = Prepared(new Socket(SocketType.Stream, ProtocolType.Tcp)); // of both families
            await using var fromClient = new NetworkStream(client, ownsSocket: false);
            if (!await ReachAsync(device))
            {
                await fromClient.WriteAsync(System.Text.Encoding.ASCII.GetBytes(_fault + "\r\n"), _stop.Token);
                client.Shutdown(SocketShutdown.Send);
                await fromClient.CopyToAsync(Stream.Null, _stop.Token); // or the words could be lost by a reset
                return;
            }
            await using var fromDevice = new NetworkStream(device, ownsSocket: false);
            _typing = PassTypedAsync(fromClient, fromDevice, device);
            await Task.WhenAll(EndingBothAsync(_typing, client, device), EndingBothAsync(PassShownAsync(fromDevice, fromClient, client), client, device));
        }
        // One end has broken off, or the terminal has ended: so does this, and both ends are closed.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
        finally
        {
            _listener.Dispose();
        }
    }

    private async Task<Socket> AcceptAsync(int process)
    {
        while (true)
        {
            var peer = await _listener.AcceptAsync(_stop.Token);
            bool isOurs = false;
            try
            {
                isOurs = peer.RemoteEndPoint is IPEndPoint far && await TelnetPeer.IsOfAsync(far, (IPEndPoint)peer.LocalEndPoint!, process, _stop.Token);
            }
            catch (SocketException)
            {
                // It has gone already.
            }
            finally
            {
                if (!isOurs) peer.Dispose();
            }
            if (!isOurs) continue;
            return Prepared(peer);
        }
    }

    private async Task<bool> ReachAsync(Socket device)
    {
        try
        {
            await device.ConnectAsync(_to.Host, _to.Port, _stop.Token);
            return true;
        }
        catch (SocketException exception)
        {
            // The words of strerror(3), without the address that .NET adds.
            _fault = $"telnet: Unable to connect to remote host: {new SocketException((int)exception.SocketErrorCode).Message}";
            return false;
        }
    }

    private async Task PassTypedAsync(NetworkStream client, NetworkStream device, Socket socket)
    {
        byte[] buffer = new byte[BufferSize];
        var passed = new ArrayBufferWriter<byte>(BufferSize + 2 * TelnetSeam.MostWaiting);
        var reading = client.ReadAsync(buffer, _stop.Token).AsTask();
        var added = _added.WaitAsync(_stop.Token);
        while (true)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var first = _seam.IsWaiting ? await Task.WhenAny(reading, added, Task.Delay(Quiet, _time, over.Token)) : await Task.WhenAny(reading, added);
            await over.CancelAsync();
            passed.ResetWrittenCount();
            int count = -1;
            if (first == reading)
            {
                count = await reading;
                _seam.Pass(buffer.AsSpan(0, count), passed);
            }
            else if (first == added)
            {
                await added;
                added = _added.WaitAsync(_stop.Token);
                _seam.Pass([], passed);
            }
            else
            {
                _seam.GoOn(passed);
            }
            await device.WriteAsync(passed.WrittenMemory, _stop.Token);
            if (count == 0) break;
            if (count > 0) reading = client.ReadAsync(buffer, _stop.Token).AsTask();
        }
        socket.Shutdown(SocketShutdown.Send);
    }

    private async Task PassShownAsync(NetworkStream device, NetworkStream client, Socket socket)
    {
        byte[] buffer = new byte[BufferSize];
        while (await device.ReadAsync(buffer, _stop.Token) is > 0 and var count) await client.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        socket.Shutdown(SocketShutdown.Send);
    }

    // A direction that broke off takes the other with it; one that came to its end does not.
    private static async Task EndingBothAsync(Task passing, Socket client, Socket device)
    {
        try
        {
            await passing;
        }
        catch
        {
            client.Dispose();
            device.Dispose();
            throw;
        }
    }

    private static Socket Prepared(Socket socket)
    {
        socket.NoDelay = true;
        (socket.SendBufferSize, socket.ReceiveBufferSize) = (KernelBuffer, KernelBuffer);
        // What a device marks as urgent must not be missing from the stream.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
        return socket;
    }
}
