using System.Text.Json;

namespace Gateway.HostKeys;

/// <summary>
/// Remembers which decisions this node has carried out, so that one is done once: what the operator changes in the file by
/// hand later stays as he wants it.
/// </summary>
public sealed class HostKeyApplied(HostKeyOptions options)
{
    private readonly string _path = Path.Combine(options.Folder, "host-keys.json");
    private readonly Lock _lock = new();
    private Dictionary<string, DateTimeOffset>? _done;

    /// <summary>Whether a decision, or a later one about that place, was carried out here.</summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    public bool Has(HostKeyDecision decision)
    {
        lock (_lock) return Done().TryGetValue(decision.Name, out var at) && at >= decision.At;
    }

    /// <summary>It has been carried out.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public void Add(HostKeyDecision decision)
    {
        lock (_lock)
        {
            Done()[decision.Name] = decision.At;
            File.WriteAllText($"{_path}.new", JsonSerializer.Serialize(_done));
            File.Move($"{_path}.new", _path, overwrite: true);
        }
    }

    private Dictionary<string, DateTimeOffset> Done()
    {
        if (_done is not null) return _done;
        try
        {
            _done = File.Exists(_path) ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllText(_path)) : null;
        }
        catch (JsonException)
        {
            // Cut off by a full disk: decisions are done once more, which changes nothing where nobody changed anything.
        }
        return _done ??= [];
    }
}
