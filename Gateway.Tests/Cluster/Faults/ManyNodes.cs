using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>Three nodes that the tests of this folder use one after another. Each leaves them so that <see cref="ProcessCluster.SettleAsync"/> sets them right.</summary>
[CollectionDefinition(Name)]
public sealed class ManyNodes : ICollectionFixture<ManyNodes.Fixture>
{
    public const string Name = "many nodes";

    /// <summary>The last node has three seconds to drain, the others a minute.</summary>
    internal static void Limit(int node, JsonObject file)
    {
        file["limits"]!["drainTimeout"] = node == 2 ? "00:00:03" : "00:01:00";
        file["limits"]!["terminalsPerVisitor"] = 5;
    }

    /// <summary>Starts and ends them.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private ProcessCluster? _cluster;

        internal ProcessCluster Cluster => _cluster!;

        public async Task InitializeAsync() => _cluster = await ProcessCluster.StartAsync([[], [], []], Limit);

        public async Task DisposeAsync()
        {
            if (_cluster is not null) await _cluster.DisposeAsync();
        }
    }
}

/// <summary>Three more, so that the folder takes half the time. They wait longer for Redis: what these tests count is counted there.</summary>
[CollectionDefinition(Name)]
public sealed class OtherNodes : ICollectionFixture<OtherNodes.Fixture>
{
    public const string Name = "other nodes";

    /// <summary>As those of <see cref="ManyNodes"/>.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private ProcessCluster? _cluster;

        internal ProcessCluster Cluster => _cluster!;

        public async Task InitializeAsync() => _cluster = await ProcessCluster.StartAsync([[], [], []], (node, file) =>
        {
            ManyNodes.Limit(node, file);
            file["redis"]!["timeout"] = "00:00:03";
        });

        public async Task DisposeAsync()
        {
            if (_cluster is not null) await _cluster.DisposeAsync();
        }
    }
}
