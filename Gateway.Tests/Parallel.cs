using Gateway.Tests.Browser;
using Gateway.Tests.Cluster.Faults;
using Xunit;
using Xunit.Abstractions;

// Most tests wait for other processes: a few more at once than a small machine has cores, and not so many that they wait in vain.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer("Gateway.Tests.LongestFirst", "Gateway.Tests")]

namespace Gateway.Tests;

/// <summary>Begins with the collections that take longest, so that none of them is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [OneBrowser.Name, ManyNodes.Name];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(collection => Long.Contains(collection.DisplayName) ? 0 : 1);
}
