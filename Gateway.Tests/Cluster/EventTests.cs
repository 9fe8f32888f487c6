using System.IO.Pipelines;
using System.Threading.Channels;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>One specification of events to groups, for one node in memory and for several on Redis.</summary>
public abstract class EventSpecification : IAsyncLifetime
{
    /// <summary>Where events are published.</summary>
    internal abstract TestGateway Source { get; }

    /// <summary>Where the groups' members are connected.</summary>
    internal abstract TestGateway Target { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task The_visitors_group_hears_of_its_own_terminals_only()
    {
        await using var mine = await MemberAsync(HubGroups.Visitor("me"));
        await using var other = await MemberAsync(HubGroups.Visitor("somebody"));
        Events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged, "me"));
        Assert.Equal(nameof(ITerminalClient.TerminalsChanged), await mine.HearAsync());
        // Another kind, so that the first would show if it had come here.
        Events.Publish(new ClusterEvent(ClusterEventKind.NodesChanged, "somebody"));
        Assert.Equal(nameof(ITerminalClient.NodesChanged), await other.HearAsync());
        Events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged, "me"));
        Assert.Equal(nameof(ITerminalClient.TerminalsChanged), await mine.HearAsync());
    }

    [Fact]
    public async Task The_administrators_group_hears_of_everybodys_terminals_and_of_nodes()
    {
        await using var administrator = await MemberAsync(HubGroups.Administrators);
        Events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged, "me"));
        await administrator.HearAsync(nameof(ITerminalClient.TerminalsChanged)); // nodes that have only just met may have news of their own
        Events.Publish(new ClusterEvent(ClusterEventKind.NodesChanged));
        await administrator.HearAsync(nameof(ITerminalClient.NodesChanged));
    }

    [Fact]
    public async Task Every_member_of_a_group_hears()
    {
        await using var one = await MemberAsync(HubGroups.Visitor("me"));
        await using var two = await MemberAsync(HubGroups.Visitor("me"));
        Events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged, "me"));
        Assert.Equal(nameof(ITerminalClient.TerminalsChanged), await one.HearAsync());
        Assert.Equal(nameof(ITerminalClient.TerminalsChanged), await two.HearAsync());
    }

    [Fact]
    public async Task A_member_that_does_not_read_keeps_nothing_from_the_others()
    {
        await using var stuck = await MemberAsync(HubGroups.Visitor("stuck"), reads: false);
        await using var administrator = await MemberAsync(HubGroups.Administrators);
        for (int times = 0; times < 1000; times++) Events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged, "stuck"));
        Events.Publish(new ClusterEvent(ClusterEventKind.NodesChanged));
        await administrator.HearAsync(nameof(ITerminalClient.NodesChanged));
    }

    private IClusterEvents Events => Source.Services.GetRequiredService<IClusterEvents>();

    private async Task<Member> MemberAsync(string group, bool reads = true)
    {
        var member = new Member(Target, reads);
        await member.EnterAsync(group);
        return member;
    }

    /// <summary>A connection that SignalR takes for a page's, at the other end of a pipe.</summary>
    private sealed class Member : IAsyncDisposable
    {
        private readonly HubLifetimeManager<TerminalHub> _hub;
        private readonly HubConnectionContext _connection;
        private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

        public Member(TestGateway gateway, bool reads)
        {
            _hub = gateway.Services.GetRequiredService<HubLifetimeManager<TerminalHub>>();
            var (input, output) = (new Pipe(), new Pipe(new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32)));
            var transport = new DefaultConnectionContext(Guid.NewGuid().ToString()) { Transport = new Duplex(input.Reader, output.Writer) };
            _connection = new HubConnectionContext(transport, new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromMinutes(1) }, gateway.Services.GetRequiredService<ILoggerFactory>())
            {
                Protocol = gateway.Services.GetServices<IHubProtocol>().Single(protocol => protocol.Name == "messagepack"),
            };
            if (reads) _ = ReadAsync(output.Reader);
        }

        public async Task EnterAsync(string group)
        {
            await _hub.OnConnectedAsync(_connection);
            await _hub.AddToGroupAsync(_connection.ConnectionId, group);
        }

        public async Task<string> HearAsync()
        {
            using var timeout = new CancellationTokenSource(HubClient.Patience);
            return await _heard.Reader.ReadAsync(timeout.Token);
        }

        public async Task HearAsync(string name)
        {
            while (await HearAsync() != name)
            {
            }
        }

        public async ValueTask DisposeAsync() => await _hub.OnDisconnectedAsync(_connection);

        private async Task ReadAsync(PipeReader reader)
        {
            while (true)
            {
                var read = await reader.ReadAsync();
                var buffer = read.Buffer;
                while (_connection.Protocol.TryParseMessage(ref buffer, new AnyEvent(), out var message))
                    if (message is InvocationMessage { Target: var name }) _heard.Writer.TryWrite(name);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) return;
            }
        }

        private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

        private sealed class AnyEvent : IInvocationBinder
        {
            public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];

            public Type GetReturnType(string invocationId) => typeof(object);

            public Type GetStreamItemType(string streamId) => typeof(object);
        }
    }
}

/// <summary>One node, in memory.</summary>
public sealed class MemoryEventTests : EventSpecification
{
    private TestGateway _gateway = null!;

    internal override TestGateway Source => _gateway;

    internal override TestGateway Target => _gateway;

    public override async Task InitializeAsync() => _gateway = await TestGateway.StartAsync([22]);

    public override async Task DisposeAsync() => await _gateway.DisposeAsync();
}

/// <summary>Published on one node, heard on another, over Redis.</summary>
public sealed class RedisEventTests : EventSpecification
{
    private TestCluster _cluster = null!;

    internal override TestGateway Source => _cluster.Nodes[0];

    internal override TestGateway Target => _cluster.Nodes[1];

    public override async Task InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public override async Task DisposeAsync() => await _cluster.DisposeAsync();
}
