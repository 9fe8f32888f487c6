using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Gateway.Web;

namespace Gateway.Tests.Harness;

/// <summary>
/// A page that comes back by itself, at the byte where it was, as often as its connection is lost, and that says again
/// what it typed and nobody took. It waits between its tries as the real one does.
/// </summary>
internal sealed class RoamingPage : IAsyncDisposable
{
    private static readonly TimeSpan[] Steps = [TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];
    private static readonly string[] Passing = ["unreachable", "rate", "stopping", "visit"];

    private readonly Uri _gateway;
    private readonly CookieContainer _cookies;
    private readonly Action<byte[]>? _observe;
    private readonly CancellationTokenSource _over = new();
    private readonly StringBuilder _text = new();
    private readonly List<byte> _typed = [];
    private readonly SemaphoreSlim _typing = new(1, 1);
    private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;
    private volatile HubClient? _hub;
    private long _sent;

    /// <summary>Takes a terminal over from the connection that opened it.</summary>
    /// <param name="gateway">Where it connects.</param>
    /// <param name="cookies">The visitor's.</param>
    /// <param name="terminal">The terminal, and the place in it; nothing has been typed there.</param>
    /// <param name="observe">Sees all output in place of <see cref="Text"/>.</param>
    public RoamingPage(Uri gateway, CookieContainer cookies, Attached terminal, Action<byte[]>? observe = null)
    {
        (_gateway, _cookies, _observe, Terminal) = (gateway, cookies, observe, terminal);
        Offset = terminal.Start;
        _run = RunAsync();
    }

    /// <summary>The terminal as the last connection found it.</summary>
    public Attached Terminal { get; private set; }

    /// <summary>Offset of the next byte that was not received.</summary>
    public long Offset { get; private set; }

    /// <summary>How often it was attached.</summary>
    public int Connections { get; private set; }

    /// <summary>Every refusal that it has met.</summary>
    public ConcurrentQueue<Refusal> Refusals { get; } = new();

    /// <summary>Names and arguments of the events heard.</summary>
    public ConcurrentQueue<(string Name, JsonElement Arguments)> Events { get; } = new();

    /// <summary>How it ended: the code of a refusal that lasts, or <c>ended:</c> and the reason.</summary>
    public Task<string> Outcome => _outcome.Task;

    /// <summary>All output so far, byte for character.</summary>
    public string Text
    {
        get { lock (_text) return _text.ToString(); }
    }

    /// <summary>Whether it is attached now.</summary>
    public bool IsLive => _hub is not null;

    /// <summary>Types now, or as soon as there is a connection.</summary>
    public async Task TypeAsync(string text)
    {
        lock (_typed) _typed.AddRange(Encoding.UTF8.GetBytes(text));
        if (_hub is { } hub) await SendTypedAsync(hub);
    }

    public Task ExpectAsync(string words, TimeSpan? within = null) => Wait.UntilAsync(() => Text.Contains(words, StringComparison.Ordinal), () => $"\"{words}\"; there is: {Text}", within);

    /// <summary>Drops the connection, as a page does that hears nothing any more.</summary>
    public void Drop() => _hub?.Abort();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        if (_hub is { } hub) await hub.DisposeAsync();
        await _run.WaitAsync(HubClient.Patience);
        _over.Dispose();
        _typing.Dispose();
    }

    private async Task RunAsync()
    {
        int tries = 0;
        try
        {
            while (!_outcome.Task.IsCompleted)
            {
                await Task.Delay(Steps[Math.Min(tries++, Steps.Length - 1)], _over.Token);
                try
                {
                    if (await AttachAsync()) tries = 0;
                }
                catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or IOException or TimeoutException or HttpRequestException or OperationCanceledException)
                {
                    _over.Token.ThrowIfCancellationRequested(); // else it is the gateway's trouble, and tried again
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception exception)
        {
            _outcome.TrySetException(exception);
        }
    }

    // True if it was attached.
    private async Task<bool> AttachAsync()
    {
        await using var hub = await HubClient.ConnectAsync(_gateway, _cookies, terminal: Terminal.Id);
        var reply = await hub.JoinAsync(Terminal.Id, Terminal.Viewer);
        if (reply.Refusal is { } refusal)
        {
            Refusals.Enqueue(refusal);
            if (!Passing.Contains(refusal.Code)) _outcome.TrySetResult(refusal.Code);
            return false;
        }
        Terminal = reply.Terminal!;
        Connections++;
        _sent = Terminal.Input;
        _hub = hub;
        try
        {
            await SendTypedAsync(hub);
            await ReadAsync(hub);
        }
        finally
        {
            _hub = null;
        }
        return true;
    }

    private async Task ReadAsync(HubClient hub)
    {
        var frames = await hub.OutputAsync(Offset);
        var events = HearAsync(hub);
        await foreach (var (offset, bytes) in frames.ReadAllAsync(_over.Token))
        {
            if (offset != Offset) throw new Xunit.Sdk.XunitException($"Expected offset {Offset}, got {offset}.");
            if (_observe is not null) _observe(bytes);
            else lock (_text) _text.Append(Encoding.Latin1.GetString(bytes));
            Offset += bytes.Length;
            await hub.AcknowledgeAsync(Offset);
        }
        // Of an end one is told; a stream that just stops is a lost connection.
        await Task.WhenAny(events, _outcome.Task, Task.Delay(TimeSpan.FromSeconds(2), _over.Token));
    }

    private async Task HearAsync(HubClient hub)
    {
        await foreach (var heard in hub.Events.ReadAllAsync())
        {
            Events.Enqueue(heard);
            if (heard.Name == "Ended") _outcome.TrySetResult($"ended:{heard.Arguments[0].GetProperty("reason").GetString()}");
            else if (heard.Name == "TakenOver") _outcome.TrySetResult("takenover");
        }
    }

    private async Task SendTypedAsync(HubClient hub)
    {
        await _typing.WaitAsync(_over.Token);
        try
        {
            byte[] rest;
            lock (_typed) rest = [.. _typed.Skip((int)_sent)];
            if (rest.Length == 0) return;
            await hub.InputAsync(_sent, rest);
            _sent += rest.Length;
        }
        catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or ObjectDisposedException)
        {
            // The next connection says it again.
        }
        finally
        {
            _typing.Release();
        }
    }
}
