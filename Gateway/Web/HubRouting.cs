using Gateway.Access;
using Gateway.Cluster;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>
/// Brings a hub connection to the node where its terminal is. The page names the terminal in the address; what it may
/// do there is for that node to say, which reads the visitor's session itself.
/// </summary>
internal sealed class HubRouting(TerminalTable terminals, IDirectory directory, NodeTable nodes, NodeConnections connections, Callers callers, SignInOptions signIn, HubForwarder forwarder, HubMetrics metrics, IHostApplicationLifetime lifetime)
{
    /// <summary>Name of the query parameter.</summary>
    public const string Parameter = "terminal";

    /// <summary>Passes the connection on, or lets <paramref name="connect"/> serve it here.</summary>
    public async Task ConnectAsync(HttpContext context, RequestDelegate connect)
    {
        // What another node passed on is served here, or it could go round in circles.
        // Who this is is found out first: only here it is known what the proxy in front says, and nobody is passed on for whom
        // there is nothing anywhere.
        await callers.KeepInAsync(context);
        bool isNobody = signIn.IsOn && Callers.KeptIn(context) is null;
        if (Listeners.DoorOf(context) != Door.Node && !isNobody && await PassOnAsync(context)) return;
        using var counted = metrics.Enter();
        await connect(context);
    }

    private async Task<bool> PassOnAsync(HttpContext context)
    {
        string? terminal = context.Request.Query[Parameter];
        // Who names no terminal will want a new one, or the list, which every node has.
        if (terminal is null) return !(terminals.TakesNew && terminals.HasRoom) && nodes.Roomiest() is { } roomy && await ForwardAsync(context, roomy);
        if (!Terminal.IsId(terminal) || terminals.Has(terminal)) return false;
        var answer = await directory.FindAsync(terminal);
        if (answer.Places is not [var place, ..]) return !answer.IsSure && await SearchAsync(context, terminal);
        if (place.Node == nodes.SelfId) return false;
        // One whose heartbeat is missing may still be there: it is only Redis that has not heard of it.
        var node = place.Record is { } record ? new Node(record, NodeState.Up) : nodes.Find(place.Node);
        if (node is not null && await ForwardAsync(context, node)) return true;
        new Elsewhere(place, node?.Name, IsLost: place.Record is null).KeepIn(context);
        return false;
    }

    // What the directory does not know for sure the nodes are asked themselves.
    private async Task<bool> SearchAsync(HttpContext context, string terminal)
    {
        var answers = await Task.WhenAll(nodes.Others.Select(async node => (node, answer: await connections.AskAsync<object>(node, HttpMethod.Head, NodeRoutes.Terminal(terminal)))));
        foreach (var (node, answer) in answers)
            if (answer is { Status: System.Net.HttpStatusCode.OK } && await ForwardAsync(context, node)) return true;
        if (answers.Any(one => one.answer is not { Status: System.Net.HttpStatusCode.NotFound })) new Elsewhere(null, null, IsLost: false).KeepIn(context);
        return false;
    }

    private Task<bool> ForwardAsync(HttpContext context, Node node) => forwarder.ForwardAsync(context, node, lifetime.ApplicationStopping);
}
