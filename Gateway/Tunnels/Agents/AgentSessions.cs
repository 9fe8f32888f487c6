using Gateway.Access.Audit;
using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>What agents are told of the node that they are connected to.</summary>
/// <param name="Id">Id of the node.</param>
/// <param name="Version">The program's version.</param>
internal sealed record AgentNode(string Id, string Version);

/// <summary>Lets agents in, one of each identity, and cuts those off that may not stay.</summary>
internal sealed partial class AgentSessions(
    DialInBook book, LiveTunnels live, TunnelHistory history, AuditLog audit, AgentStreams streams, TunnelOptions options, AgentNode node, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AgentSessions> logger)
    : IHostedService, IDisposable
{
    // Seconds that one of two devices with one identity is told to wait.
    private const int RetryOfTwo = 300;

    private readonly AgentGreeting _greeting = new(book, history, audit, time);
    private readonly AgentPlaces _places = new();
    private CancellationTokenRegistration _stopping;

    /// <summary>A place for somebody who has not said yet who he is; null if there are too many.</summary>
    public IDisposable? TryEnter(string countedAddress) => _places.TryEnter(countedAddress);

    /// <summary>Serves an agent's connection until it ends.</summary>
    /// <param name="call">The connection.</param>
    /// <param name="place">Its place among those that are not known, given back once it is.</param>
    public async Task ServeAsync(AgentCall call, IDisposable place)
    {
        AgentVisitor? visitor;
        try
        {
            visitor = await _greeting.GreetAsync(call, node.Version, lifetime.ApplicationStopping);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException)
        {
            visitor = null; // it went away, or said nothing in time
        }
        place.Dispose();
        if (visitor is null)
        {
            call.Socket.Abort();
            return;
        }
        var pinning = call.PinAsync(visitor);
        using var session = Admit(visitor, call);
        await session.RunAsync();
        await pinning;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        book.Changed += LookAtAll;
        // Before the server waits for connections that stand.
        _stopping = lifetime.ApplicationStopping.Register(() => EndAll(AgentGoodbye.Stopping));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        book.Changed -= LookAtAll;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _greeting.Dispose();
        _places.Dispose();
    }

    private AgentSession Admit(AgentVisitor visitor, AgentCall call)
    {
        var before = live.Of(visitor.Device.Name, visitor.Which).OfType<AgentSession>().FirstOrDefault();
        var session = new AgentSession(visitor, call, streams, options.KeepAlive, time)
        {
            Swaps = before?.Swaps.After(before.From, call.From, time.GetUtcNow()) ?? IdentitySwaps.None,
            Ended = OnEnded,
        };
        bool two = session.Swaps.AreTwo;
        if (before is not null && two) before.RetryIfReplaced = RetryOfTwo;
        var ports = visitor.Carries.ToDictionary(service => service.ToString().ToLowerInvariant(), service => visitor.Entry.PortOf(service)!.Value);
        session.Welcome(new Welcome(node.Id, ports, Math.Max(1, (int)Math.Ceiling(options.KeepAlive.TotalSeconds)), visitor.Device.Stopped));
        string words = two ? session.Swaps.Words(before!.From) : $"agent {visitor.Version}";
        history.Note(session.Device, two ? TunnelEvent.Refused : TunnelEvent.Up, session.Member, Road.WebSocket, session.From, words);
        if (two) history.Note(session.Device, TunnelEvent.Up, session.Member, Road.WebSocket, session.From, $"agent {visitor.Version}");
        audit.Write(Entry(session, AuditEvent.TunnelUp, "WebSocket"));
        Came(session.Device, session.Member, session.From);
        live.Add(session);
        // What has changed since it was found, nobody has told it.
        Look(session);
        if (lifetime.ApplicationStopping.IsCancellationRequested) session.End(AgentGoodbye.Stopping);
        return session;
    }

    private void LookAtAll()
    {
        foreach (var session in live.All.OfType<AgentSession>()) Look(session);
    }

    // Whether it may stay, and be used.
    private void Look(AgentSession session)
    {
        var visitor = session.Visitor;
        var device = book.Current.Find(session.Device);
        if (device?.Of(session.Member) is not { } entry) session.End(AgentGoodbye.Unknown("the device was removed"));
        else if (visitor.ByToken ? entry.TokenHash != visitor.Entry.TokenHash : entry.Key != visitor.Entry.Key) session.End(AgentGoodbye.Unknown("its key or token was withdrawn"));
        else if (!entry.Ports().SequenceEqual(visitor.Entry.Ports())) session.End(AgentGoodbye.Of("ports", "its ports were changed", 1));
        else if (session.SetStopped(device.Stopped)) live.Renew(session);
    }

    private void EndAll(AgentGoodbye goodbye)
    {
        foreach (var session in live.All.OfType<AgentSession>()) session.End(goodbye);
    }

    private void OnEnded(AgentSession session, AgentGoodbye goodbye)
    {
        live.Remove(session);
        history.Note(session.Device, TunnelEvent.Down, session.Member, Road.WebSocket, session.From, goodbye.Reason);
        audit.Write(Entry(session, AuditEvent.TunnelDown, $"WebSocket: {goodbye.Reason}"));
        Went(session.Device, session.Member, goodbye.Reason);
    }

    private static AuditEntry Entry(AgentSession session, AuditEvent what, string reason) => new(what) { Target = session.Device, Device = session.Device, Address = session.From, Reason = session.Member == Member.Clone ? $"{reason} (clone)" : reason };

    [LoggerMessage(1, LogLevel.Information, "The agent of {Device} ({Member}) came from {Address}")]
    private partial void Came(string device, Member member, string address);

    [LoggerMessage(2, LogLevel.Information, "The agent of {Device} ({Member}) went: {Reason}")]
    private partial void Went(string device, Member member, string reason);
}
