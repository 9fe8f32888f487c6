using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// The data-protection keys that every node has to have, or it could not read the cookies that another made. Kept in a
/// folder of the node and in Redis, so that a node starts without Redis and Redis gets them back when it has lost them.
/// Stands in for Microsoft.AspNetCore.DataProtection.StackExchangeRedis.
/// </summary>
internal sealed class RedisProtectionKeys : IXmlRepository
{
    private readonly FileSystemXmlRepository _folder;
    private readonly HashSet<string> _ids;
    private readonly Lock _lock = new();

    /// <summary>With those that the folder holds.</summary>
    public RedisProtectionKeys(FileSystemXmlRepository folder)
    {
        _folder = folder;
        _ids = [.. folder.GetAllElements().Select(IdOf)];
    }

    /// <summary>Whether exactly these are here.</summary>
    public bool Are(IEnumerable<RedisValue> ids)
    {
        lock (_lock) return _ids.SetEquals(ids.Select(id => (string)id!));
    }

    /// <summary>Id and XML of every key.</summary>
    public IEnumerable<(string Id, string Xml)> All() => GetAllElements().Select(element => (IdOf(element), element.ToString(SaveOptions.DisableFormatting)));

    public IReadOnlyCollection<XElement> GetAllElements() => _folder.GetAllElements();

    public void StoreElement(XElement element, string friendlyName)
    {
        _folder.StoreElement(element, friendlyName);
        lock (_lock) _ids.Add(IdOf(element));
    }

    /// <summary>Takes over the keys of other nodes. True if there was a new one.</summary>
    public bool Take(IEnumerable<string> keys)
    {
        bool news = false;
        foreach (var element in keys.Select(XElement.Parse))
        {
            lock (_lock)
                if (_ids.Contains(IdOf(element))) continue;
            StoreElement(element, $"key-{IdOf(element)}");
            news = true;
        }
        return news;
    }

    // A key has an id; a revocation is itself.
    private static string IdOf(XElement element) => (string?)element.Attribute("id") ?? element.ToString(SaveOptions.DisableFormatting);
}
