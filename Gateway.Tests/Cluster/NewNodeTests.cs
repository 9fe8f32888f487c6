using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>A node that joins others, with nothing in its data folder.</summary>
public sealed class NewNodeTests
{
    [Fact]
    public async Task It_takes_the_keys_that_there_are_so_that_its_first_cookies_are_read_everywhere()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        string keys = await cluster.Redis.AskAsync("HKEYS", "gateway:protection");
        var node = await cluster.AddAsync();
        var cookies = await node.VisitAsync();
        await using var page = await node.OpenAsync(cookies);
        await using var elsewhere = await Page.JoinAsync(cluster.Nodes[0].Address, cookies, page.Terminal.Id);
        Assert.Equal("gw-2", elsewhere.Terminal.Node);
        Assert.Equal(keys, await cluster.Redis.AskAsync("HKEYS", "gateway:protection"));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_and_make_a_key_each_share_them_all()
    {
        await using var cluster = await TestCluster.StartAsync(0);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cluster.AddAsync()));
        await cluster.SeeEachOtherAsync();
        string[] made = [];
        await Wait.UntilAsync(async () =>
        {
            string shared = await cluster.Redis.AskAsync("HKEYS", "gateway:protection");
            made = [.. cluster.Nodes.Select(node => string.Join(' ', Directory.GetFiles(Path.Combine(node.DataFolder, "keys"), "key-*").Select(Path.GetFileNameWithoutExtension).Order()))];
            return made.All(keys => keys == made[0] && keys!.Split(' ').All(key => shared.Contains(key["key-".Length..], StringComparison.Ordinal)));
        }, () => $"the same keys everywhere: {string.Join("; ", made)}");
    }
}
