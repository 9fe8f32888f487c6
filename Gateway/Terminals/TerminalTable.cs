using System.Collections.Concurrent;
using System.Threading.Channels;
using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>Why no terminal was opened.</summary>
public enum OpenFailure
{
    /// <summary>The visitor has as many as allowed.</summary>
    VisitorLimit,

    /// <summary>The node has as many as allowed.</summary>
    NodeLimit,

    /// <summary>The gateway is stopping.</summary>
    Stopping,

    /// <summary>The client program could not be started.</summary>
    NotStarted,
}

/// <summary>All terminals of this node. Every look-up names the owner, so a foreign one and a missing one are the same.</summary>
public sealed class TerminalTable(TerminalOptions options, TimeProvider time, TerminalMetrics metrics, ILogger<TerminalTable> logger)
{
    private readonly ConcurrentDictionary<string, Terminal> _terminals = new();
    private readonly ConcurrentDictionary<Terminal, TerminalEvents> _pending = new();
    private readonly Channel<Terminal> _events = Channel.CreateUnbounded<Terminal>();
    private readonly Lock _opening = new();
    private bool _stopping;

    /// <summary>Terminals whose client is running.</summary>
    public int RunningCount => _terminals.Values.Count(terminal => terminal.End is null);

    /// <summary>Whether new terminals are opened; not any more once the gateway stops or drains.</summary>
    public bool TakesNew
    {
        get { lock (_opening) return !_stopping; }
    }

    /// <summary>Whether this node runs fewer terminals than it may.</summary>
    public bool HasRoom => RunningCount < options.PerNode;

    /// <summary>Every terminal, of whichever owner: for the node's own bookkeeping.</summary>
    public IReadOnlyList<Terminal> All() => [.. _terminals.Values];

    /// <summary>Whether this node has the terminal, whoever owns it. Says nothing about anybody's right to it.</summary>
    public bool Has(string id) => _terminals.ContainsKey(id);

    /// <summary>Opens no more terminals; those that run go on.</summary>
    public void Drain()
    {
        lock (_opening) _stopping = true;
    }

    /// <summary>Starts the client for a validated request.</summary>
    /// <param name="owner">The visitor it will belong to.</param>
    /// <param name="request">What to open.</param>
    /// <param name="size">The size from the first byte on.</param>
    /// <param name="terminal">The running terminal, if there is no failure.</param>
    /// <param name="id">The name it gets (<see cref="Terminal.NewId"/>); null for a new one.</param>
    /// <param name="forOne">Whether one connection only is let in, and it ends with that.</param>
    public OpenFailure? Open(string owner, RemoteRequest request, TerminalSize size, out Terminal? terminal, string? id = null, bool forOne = false)
    {
        terminal = null;
        lock (_opening)
        {
            if (_stopping) return OpenFailure.Stopping;
            // Terminals that have ended only wait to be read; they make room for a new one.
            if (!MakeRoom(candidate => candidate.Owner == owner, options.PerVisitor)) return OpenFailure.VisitorLimit;
            if (!MakeRoom(_ => true, options.PerNode)) return OpenFailure.NodeLimit;
            try
            {
                terminal = new Terminal(id ?? Terminal.NewId(), owner, request, size, options, time, logger, metrics, Changed) { IsForOne = forOne };
            }
            // What the operator has written into settings or inventory may be nothing that can be handed to a client safely.
            catch (Exception exception) when (exception is IOException or ArgumentException)
            {
                logger.NotStarted(request.Method.Name, request.Port, exception.Message);
                return OpenFailure.NotStarted;
            }
            _terminals[terminal.Id] = terminal;
        }
        logger.Opened(terminal.Id, request.Method.Name, request.User, request.Port, terminal.ProcessId);
        metrics.Opened(terminal);
        terminal.Start();
        Changed(terminal, TerminalEvents.Listed);
        return null;
    }

    /// <summary>The owner's terminal of that name, running or just ended; null if there is none.</summary>
    public Terminal? Find(string owner, string? id) =>
        id is not null && _terminals.TryGetValue(id, out var terminal) && terminal.Owner == owner ? terminal : null;

    /// <summary>A terminal of whichever owner, for somebody whose right to it was asked about; null if there is none.</summary>
    public Terminal? Get(string? id) => id is not null && _terminals.TryGetValue(id, out var terminal) ? terminal : null;

    /// <summary>The owner's terminals, oldest first.</summary>
    public IReadOnlyList<Terminal> List(string owner) =>
        [.. _terminals.Values.Where(terminal => terminal.Owner == owner).OrderBy(terminal => terminal.Started)];

    /// <summary>Ends a terminal on its visitor's word and forgets it.</summary>
    public async Task CloseAsync(Terminal terminal)
    {
        await terminal.EndAsync(new Outcome(EndReason.Closed, "You closed this terminal.", ""));
        Remove(terminal);
    }

    /// <summary>Changes as they happen, for one consumer; ends when <paramref name="cancellation"/> does.</summary>
    public async IAsyncEnumerable<TerminalEvent> EventsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var terminal in _events.Reader.ReadAllAsync(cancellation))
            if (_pending.TryRemove(terminal, out var changes)) yield return new TerminalEvent(terminal, changes);
    }

    /// <summary>Does what time demands of all terminals. Called about once a second.</summary>
    public void Tick()
    {
        foreach (var terminal in _terminals.Values)
        {
            if (terminal.End is { } end && time.GetUtcNow() - end.At >= options.EndedTimeout) Remove(terminal);
            else terminal.Tick();
        }
    }

    /// <summary>Ends every terminal and opens no more. Completes when all clients are gone.</summary>
    public Task StopAsync()
    {
        Drain();
        var outcome = new Outcome(EndReason.Shutdown, "The gateway is stopping.", "Reconnect in a moment, when it is back.");
        return Task.WhenAll(_terminals.Values.Select(terminal => terminal.EndAsync(outcome)));
    }

    private bool MakeRoom(Func<Terminal, bool> counted, int limit)
    {
        var found = _terminals.Values.Where(counted).ToList();
        int excess = found.Count + 1 - limit;
        foreach (var ended in found.Where(terminal => terminal.End is not null).OrderBy(terminal => terminal.End!.At).Take(Math.Max(0, excess)))
        {
            Remove(ended);
            excess--;
        }
        return excess <= 0;
    }

    private void Remove(Terminal terminal)
    {
        if (_terminals.TryRemove(terminal.Id, out _)) Changed(terminal, TerminalEvents.Listed);
    }

    private void Changed(Terminal terminal, TerminalEvents changes)
    {
        bool first = false; // of the changes since the last event: the others ride on it
        _pending.AddOrUpdate(
            terminal,
            _ =>
            {
                first = true;
                return changes;
            },
            (_, before) =>
            {
                first = false;
                return before | changes;
            });
        if (first) _events.Writer.TryWrite(terminal);
    }
}
