namespace Gateway.Cluster;

/// <summary>Where nodes write for each other what they have found out about devices: short texts by name.</summary>
public interface IStateBoard
{
    /// <summary>Key of the board about which devices that dial in are connected to which node; without a key it is the one about devices' ports.</summary>
    const string Tunnels = "tunnels";

    /// <summary>All that is written; null if it cannot be asked now.</summary>
    Task<IReadOnlyDictionary<string, string>?> ReadAsync();

    /// <summary>Writes some and removes others. False if that cannot be done now.</summary>
    Task<bool> WriteAsync(IReadOnlyDictionary<string, string> written, IReadOnlyCollection<string> removed);
}

/// <summary>The board of a gateway that is one node, which knows by itself what it has found.</summary>
internal sealed class MemoryStateBoard : IStateBoard
{
    public Task<IReadOnlyDictionary<string, string>?> ReadAsync() => Task.FromResult<IReadOnlyDictionary<string, string>?>(new Dictionary<string, string>());

    public Task<bool> WriteAsync(IReadOnlyDictionary<string, string> written, IReadOnlyCollection<string> removed) => Task.FromResult(true);
}
