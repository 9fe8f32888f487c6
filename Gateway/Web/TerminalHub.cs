using System.Runtime.CompilerServices;
using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>
/// The way of a page to its terminal: one connection, one terminal. A hub object is made for every call, so it holds
/// nothing; the viewer lives with the connection.
/// </summary>
public sealed class TerminalHub(HubParts parts) : Hub<ITerminalClient>
{
    private static readonly HubConnection Nobody = new("", null, () => { }, CancellationToken.None);

    private HubConnection Connection => HubConnections.Of(Context) ?? Nobody;

    /// <summary>Learns who this is; a connection of nobody known stays, but may do nothing.</summary>
    public override Task OnConnectedAsync() => parts.Connections.EnterAsync(Context);

    /// <summary>Leaves the terminal running and the viewer's place free for a while.</summary>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (parts.Connections.Leave(Context) is { Watches: true } watcher) parts.Watching.Changed(watcher.Terminal);
        return Task.CompletedTask;
    }

    /// <summary>Starts a terminal for this visitor and attaches the connection to it.</summary>
    public Task<Reply> Open(OpenRequest? request) => parts.Opening.OpenAsync(Connection, request, Context.GetHttpContext());

    /// <summary>Comes back to a terminal of this visitor, or watches one that he may. A foreign one is answered like a missing one.</summary>
    public Task<Reply> Join(JoinRequest? request) => parts.Opening.JoinAsync(Connection, request, Context.GetHttpContext());

    /// <summary>All output from an offset on, until the terminal has ended or somebody else took the place.</summary>
    public async IAsyncEnumerable<OutputFrame> Output(long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Connection.Viewer is not { } viewer) yield break;
        using var counted = parts.Streams.Enter();
        using var reader = viewer.Read(offset);
        using var registration = cancellation.Register(reader.Cancel);
        while (!reader.IsCancelled)
        {
            if (reader.TryRead(out long at, out var bytes))
            {
                yield return new OutputFrame(at, bytes);
            }
            else if (viewer.Terminal.End is { } end && reader.Offset >= viewer.Terminal.Log.End)
            {
                await Clients.Caller.Ended(Ended.Of(end));
                yield break;
            }
            else
            {
                await reader.WaitAsync();
            }
        }
        if (viewer.Departure == Departure.TakenOver) await Clients.Caller.TakenOver();
    }

    /// <summary>Types. Bytes that were accepted before are not typed twice; a gap ends the connection.</summary>
    public void Input(long offset, byte[]? bytes)
    {
        if (bytes is null || offset < 0 || bytes.Length > parts.Options.InputSize || Connection.Viewer?.Input(offset, bytes) == false) Context.Abort();
    }

    /// <summary>Everything below the offset has been parsed by the page.</summary>
    public void Acknowledge(long offset) => Connection.Viewer?.Acknowledge(offset);

    /// <summary>Sets the size of the terminal.</summary>
    public void Resize(int cols, int rows) => Connection.Viewer?.Resize(new TerminalSize(cols, rows));

    /// <summary>Answers with the input bytes that were given to the client program.</summary>
    public long Ping() => Connection.Viewer?.Written ?? 0;

    /// <summary>The visitor's terminals on all nodes, oldest first.</summary>
    public Task<IReadOnlyList<TerminalSummary>> List() => parts.Terminals.ListAsync(Connection.Acting);

    /// <summary>Ends a terminal of this visitor, on whichever node it is. A foreign one is answered like a missing one.</summary>
    public Task<Refusal?> Close(string? terminal) => parts.Terminals.CloseAsync(Connection.Acting, terminal);

    /// <summary>Asks the people on a terminal of this node to be let in as a watcher. Null once they agree.</summary>
    public Task<Refusal?> AskToWatch(string? terminal) => parts.Watching.AskAsync(Connection, terminal);

    /// <summary>Answers who asked to watch the terminal that this connection types in.</summary>
    public void AnswerWatch(string? id, bool allow) => parts.Watching.Answer(Connection, id, allow);

    /// <summary>For administrators: everybody's terminals and all nodes, and from then on news of them. Null for anybody else.</summary>
    public async Task<Overview?> Overview()
    {
        var connection = Connection;
        if (await parts.Overviews.AllAsync(connection.Acting) is not { } overview) return null;
        if (!connection.Administers)
        {
            connection.Administers = true;
            await Groups.AddToGroupAsync(connection.Id, HubGroups.Administrators);
        }
        return overview;
    }

    /// <summary>For administrators: ends somebody's terminal, on whichever node it is.</summary>
    public Task<Refusal?> EndTerminal(string? terminal) => parts.Overviews.EndAsync(Connection.Acting, terminal);

    /// <summary>For administrators: shows a text to the people on a terminal, on whichever node it is.</summary>
    public Task<Refusal?> SendMessage(string? terminal, string? text) => parts.Overviews.SendAsync(Connection.Acting, terminal, text);
}

/// <summary>What the hub's calls are passed to; made once, since a hub object is made for every call.</summary>
/// <param name="Connections">All connections.</param>
/// <param name="Opening">Opens and attaches.</param>
/// <param name="Watching">Who looks on.</param>
/// <param name="Overviews">For administrators.</param>
/// <param name="Terminals">The visitor's own terminals.</param>
/// <param name="Streams">Counts output streams.</param>
/// <param name="Options">Sizes.</param>
public sealed record HubParts(HubConnections Connections, Opening Opening, Watching Watching, Overviews Overviews, VisitorTerminals Terminals, OutputStreams Streams, WebOptions Options);
