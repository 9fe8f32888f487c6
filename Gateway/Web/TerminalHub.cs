using System.Runtime.CompilerServices;
using Gateway.Terminals;
using Gateway.Web.Devices;
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
        parts.Connections.Leave(Context);
        return Task.CompletedTask;
    }

    /// <summary>Starts a terminal for this visitor and attaches the connection to it.</summary>
    public Task<Reply> Open(OpenRequest? request) => parts.Opening.OpenAsync(Connection, request, Context.GetHttpContext());

    /// <summary>Comes back to a terminal of this visitor, or watches one that he may. A foreign one is answered like a missing one.</summary>
    public Task<Reply> Join(JoinRequest? request) => parts.Opening.JoinAsync(Connection, request, Context.GetHttpContext());

    /// <summary>All output from an offset on, or from the current screen on, until the terminal has ended or somebody else took the place.</summary>
    public async IAsyncEnumerable<OutputFrame> Output(long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Connection.Viewer is not { } viewer) yield break;
        using var counted = parts.Streams.Enter();
        using var output = viewer.Read(offset);
        using var registration = cancellation.Register(output.Cancel);
        while (!output.IsCancelled)
        {
            if (output.TryTake(out var piece))
            {
                yield return new OutputFrame(piece.Offset, piece.Bytes, piece.Screen);
            }
            else if (output.HasEnded)
            {
                await Clients.Caller.Ended(Ended.Of(viewer.Terminal.End!));
                yield break;
            }
            else
            {
                await output.WaitAsync();
            }
        }
        if (viewer.Departure == Departure.TakenOver) await Clients.Caller.TakenOver();
    }

    /// <summary>Types. Bytes that were accepted before are not typed twice; a gap ends the connection.</summary>
    public void Input(long offset, byte[]? bytes)
    {
        if (bytes is null || offset < 0 || bytes.Length > parts.Options.InputSize || Connection.Viewer?.Input(offset, bytes) == false) Context.Abort();
    }

    /// <summary>Sends a signal to the device, behind what was typed; for who may type now. Null when it is on its way.</summary>
    public Refusal? SendSignal(string? signal) => parts.Signalling.Send(Connection, signal);

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

    /// <summary>Sends away whom the owner let in to watch the terminal that this connection types in.</summary>
    public void DismissWatchers() => parts.Watching.Dismiss(Connection);

    /// <summary>Makes an invitation to the terminal of this visitor that the connection is attached to.</summary>
    public InvitationReply Invite(InvitationRequest? request) => parts.Sharing.Invite(Connection, request);

    /// <summary>The invitations to that terminal that stand, without their secrets.</summary>
    public IReadOnlyList<Invitation> Invitations() => parts.Sharing.List(Connection);

    /// <summary>Ends one of them, and sends away who came in by it.</summary>
    public Refusal? RevokeInvitation(string? id) => parts.Sharing.Revoke(Connection, id);

    /// <summary>Says who may type on that terminal: <c>baton</c> or <c>open</c>.</summary>
    public Refusal? SetKeyboard(string? mode) => parts.Sharing.SetKeyboard(Connection, mode);

    /// <summary>Asks for the keyboard of the terminal that this connection came to as a guest.</summary>
    public Refusal? AskKeyboard() => parts.Sharing.Ask(Connection);

    /// <summary>Gives the keyboard, for the owner or who has it, to somebody on the terminal.</summary>
    public Refusal? GrantKeyboard(string? participant) => parts.Sharing.Grant(Connection, participant);

    /// <summary>Takes the keyboard of this visitor's terminal back, at once.</summary>
    public Refusal? TakeKeyboard() => parts.Sharing.Take(Connection);

    /// <summary>Gives the keyboard back to the owner, or asks for it no more.</summary>
    public Refusal? ReleaseKeyboard() => parts.Sharing.Release(Connection);

    /// <summary>Sends somebody away from this visitor's terminal.</summary>
    public Refusal? SendAway(string? participant) => parts.Sharing.SendAway(Connection, participant);

    /// <summary>From now on the devices' changes are told to this connection. Null when they are.</summary>
    public Refusal? WatchDevices() => parts.Devices.Watch(Connection);

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
/// <param name="Watching">Who asks to look on.</param>
/// <param name="Sharing">Invitations and the keyboard.</param>
/// <param name="Signalling">BREAK and other signals.</param>
/// <param name="Overviews">For administrators.</param>
/// <param name="Terminals">The visitor's own terminals.</param>
/// <param name="Devices">What changes about devices.</param>
/// <param name="Streams">Counts output streams.</param>
/// <param name="Options">Sizes.</param>
public sealed record HubParts(HubConnections Connections, Opening Opening, Watching Watching, Sharing Sharing, Signalling Signalling, Overviews Overviews, VisitorTerminals Terminals, DeviceNews Devices, OutputStreams Streams, WebOptions Options);
