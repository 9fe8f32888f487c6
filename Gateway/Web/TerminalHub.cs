using System.Runtime.CompilerServices;
using Gateway.Access;
using Gateway.Cluster;
using Gateway.Methods;
using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>
/// The way of a page to its terminal: one connection, one terminal. A hub object is made for every call, so it holds
/// nothing; the viewer lives with the connection.
/// </summary>
public sealed class TerminalHub(TerminalTable terminals, MethodCatalog methods, OpenRate rate, OutputStreams streams, ConnectionLimit connections, WebOptions options,
    IDirectory directory, VisitorTerminals visitors, NodeTable nodes, Drain drain, HubMetrics metrics) : Hub<ITerminalClient>
{
    private static readonly object VisitorKey = new();
    private static readonly object ViewerKey = new();
    private static readonly object PlaceKey = new();

    private string? Visitor => Context.Items.TryGetValue(VisitorKey, out object? visitor) ? (string?)visitor : null;

    private Viewer? Viewer => Context.Items.TryGetValue(ViewerKey, out object? viewer) ? (Viewer?)viewer : null;

    /// <summary>Learns who this is; a connection without a session stays, but may do nothing.</summary>
    public override async Task OnConnectedAsync()
    {
        if (Context.GetHttpContext() is not { } http || await Visitors.FindAsync(http) is not { } visitor) return;
        if (connections.TryEnter(visitor) is not { } place)
        {
            Context.Abort();
            return;
        }
        Context.Items[PlaceKey] = place;
        Context.Items[VisitorKey] = visitor;
        await Groups.AddToGroupAsync(Context.ConnectionId, HubGroups.Visitor(visitor));
    }

    /// <summary>Leaves the terminal running and the viewer's place free for a while.</summary>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        Viewer?.Dispose();
        if (Context.Items.TryGetValue(PlaceKey, out object? place)) ((IDisposable)place!).Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Starts a terminal for this visitor and attaches the connection to it.</summary>
    public async Task<Reply> Open(OpenRequest? request)
    {
        if (Visitor is not { } visitor) return Reply.Of(Refusals.NoVisitor);
        var verdict = methods.Read(request?.Method, request?.User, request?.Port, out var remote);
        if (Refusals.Of(verdict, methods, request?.Method, request?.Port) is { } wrong) return Reply.Of(wrong.Refusal);
        string address = ClientAddress.CountedAs(Context.GetHttpContext()?.Connection.RemoteIpAddress);
        if (!rate.TryTake(visitor, address)) return Refuse(ClaimFailure.Rate);
        var (id, size) = (Terminal.NewId(), new TerminalSize(request!.Cols, request.Rows));
        if (await directory.ClaimAsync(id, visitor, address, remote!, size) is { } denied) return Refuse(denied);
        if (terminals.Open(visitor, remote!, size, out var terminal, id) is not { } failure) return await AttachAsync(terminal!, null);
        directory.Release(id, visitor);
        metrics.Refused(failure);
        return Reply.Of(Refusals.Of(failure));
    }

    /// <summary>Comes back to a terminal of this visitor. A foreign one is answered like a missing one.</summary>
    public async Task<Reply> Join(JoinRequest? request)
    {
        if (Visitor is not { } visitor) return Reply.Of(Refusals.NoVisitor);
        if (terminals.Find(visitor, request?.Terminal) is not { } terminal)
            return Reply.Of(Elsewhere.RefusalFor(Context.GetHttpContext(), visitor, request?.Terminal) ?? Refusals.Missing);
        var reply = await AttachAsync(terminal, request!.Viewer);
        if (reply.Terminal is not null) Viewer?.Resize(new TerminalSize(request.Cols, request.Rows));
        return reply;
    }

    /// <summary>All output from an offset on, until the terminal has ended or somebody else took the place.</summary>
    public async IAsyncEnumerable<OutputFrame> Output(long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Viewer is not { } viewer) yield break;
        using var counted = streams.Enter();
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
        if (bytes is null || offset < 0 || bytes.Length > options.InputSize || Viewer?.Input(offset, bytes) == false) Context.Abort();
    }

    /// <summary>Everything below the offset has been parsed by the page.</summary>
    public void Acknowledge(long offset) => Viewer?.Acknowledge(offset);

    /// <summary>Sets the size of the terminal.</summary>
    public void Resize(int cols, int rows) => Viewer?.Resize(new TerminalSize(cols, rows));

    /// <summary>Answers with the input bytes that were given to the client program.</summary>
    public long Ping() => Viewer?.Written ?? 0;

    /// <summary>The visitor's terminals on all nodes, oldest first.</summary>
    public async Task<IReadOnlyList<TerminalSummary>> List() => Visitor is { } visitor ? await visitors.ListAsync(visitor) : [];

    /// <summary>Ends a terminal of this visitor, on whichever node it is. A foreign one is answered like a missing one.</summary>
    public async Task<Refusal?> Close(string? terminal) => Visitor is { } visitor ? await visitors.CloseAsync(visitor, terminal) : Refusals.NoVisitor;

    private Reply Refuse(ClaimFailure failure)
    {
        metrics.Refused(failure);
        return Reply.Of(Refusals.Of(failure));
    }

    private async Task<Reply> AttachAsync(Terminal terminal, string? place)
    {
        if (Viewer is { } previous)
        {
            previous.Dispose();
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, HubGroups.Terminal(previous.Terminal.Id));
        }
        if (terminal.Attach(place) is not { } viewer) return Reply.Of(Refusals.TooManyViewers);
        // The caller and its context are the connection's own, not this hub object's.
        viewer.Dropped = Context.Abort;
        viewer.InputWritten = new TakenNotices(Clients.Caller).Tell;
        Context.Items[ViewerKey] = viewer;
        // A connection lost meanwhile may have been seen off before it had a viewer, who would stay for ever.
        if (Context.ConnectionAborted.IsCancellationRequested) viewer.Dispose();
        await Groups.AddToGroupAsync(Context.ConnectionId, HubGroups.Terminal(terminal.Id));
        if (drain.Until is not null) await Clients.Caller.Draining(drain.SecondsLeft);
        var request = terminal.Request;
        return new Reply(
            new Attached(
                terminal.Id, viewer.Id, request.Method.Name, request.User, methods.Options.Domain, request.Port, terminal.Started,
                terminal.Size.Columns, terminal.Size.Rows, viewer.Start, viewer.End, viewer.InputAccepted,
                options.AcknowledgeEvery, options.InputWindow, options.InputSize, nodes.ShownName),
            null);
    }
}
