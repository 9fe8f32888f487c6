using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Gateway.Cluster;

/// <summary>
/// The data-protection keys that every node has to have, or it could not read the cookies that another made. Kept in a
/// folder of the node and in Redis, so that a node starts without Redis and Redis gets them back when it has lost them.
/// Stands in for Microsoft.AspNetCore.DataProtection.StackExchangeRedis.
/// </summary>
internal sealed class RedisProtectionKeys(FileSystemXmlRepository folder) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => folder.GetAllElements();

    // The next heartbeat finds that Redis has fewer.
    public void StoreElement(XElement element, string friendlyName) => folder.StoreElement(element, friendlyName);

    /// <summary>How many keys this node has.</summary>
    public int Count => GetAllElements().Select(IdOf).Distinct().Count();

    /// <summary>Id and XML of every key.</summary>
    public IEnumerable<(string Id, string Xml)> All() => GetAllElements().Select(element => (IdOf(element), element.ToString(SaveOptions.DisableFormatting)));

    /// <summary>Takes over the keys of other nodes. True if there was a new one.</summary>
    public bool Take(IEnumerable<string> keys)
    {
        var known = GetAllElements().Select(IdOf).ToHashSet(StringComparer.Ordinal);
        bool news = false;
        foreach (var element in keys.Select(XElement.Parse).Where(element => known.Add(IdOf(element))))
        {
            folder.StoreElement(element, $"key-{IdOf(element)}");
            news = true;
        }
        return news;
    }

    // A key has an id; a revocation is itself.
    private static string IdOf(XElement element) => (string?)element.Attribute("id") ?? element.ToString(SaveOptions.DisableFormatting);
}
