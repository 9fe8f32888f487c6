using System.Security.Cryptography;

namespace Gateway.Recording;

/// <summary>Files that were fetched, the last ones read, up to a number of bytes.</summary>
internal sealed class RecordingCache(string folder, long most) : IDisposable
{
    /// <summary>What the names of such folders begin with. Beside each lies a file whose lock its process holds.</summary>
    public const string Prefix = ".read-";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Name, long Length)>> _kept = [];
    private readonly LinkedList<(string Name, long Length)> _order = []; // the last read first
    private long _bytes;
    private bool _begun;
    private IDisposable? _held;

    /// <summary>Opens a file that is kept; null if it is not.</summary>
    public Stream? Open(string name)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(name, out var node)) return null;
            _order.Remove(node);
            _order.AddFirst(node);
        }
        return RecordingFile.Read(PathOf(name));
    }

    /// <summary>Keeps a file, and lets others go for it. That it cannot be kept is no fault.</summary>
    public void Keep(string name, byte[] bytes)
    {
        if (bytes.Length > most) return;
        lock (_lock)
        {
            if (_kept.ContainsKey(name)) return;
            try
            {
                Begin();
                while (_bytes + bytes.Length > most && _order.Last is { } oldest) Drop(oldest);
                using (var file = RecordingFile.Create(PathOf(name))) file.Write(bytes);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                File.Delete(PathOf(name));
                return;
            }
            _kept[name] = _order.AddFirst((name, bytes.Length));
            _bytes += bytes.Length;
        }
    }

    /// <summary>Forgets a file.</summary>
    public void Remove(string name)
    {
        lock (_lock)
            if (_kept.TryGetValue(name, out var node)) Drop(node);
    }

    /// <summary>Removes all of them.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_begun) return;
            Directory.Delete(folder, recursive: true);
            File.Delete(LockOf(folder));
            _held?.Dispose();
        }
    }

    // What a killed process has left goes, too.
    private void Begin()
    {
        if (_begun) return;
        string above = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(above, RecordingPath.Folder);
        _held ??= RecordingLock.TryTake(LockOf(folder)); // before there is a folder that another could find unheld
        Directory.CreateDirectory(folder, RecordingPath.Folder);
        _begun = true;
        foreach (string left in Directory.GetDirectories(above, $"{Prefix}*"))
        {
            using var free = RecordingLock.TryTake(LockOf(left));
            if (free is null) continue;
            Directory.Delete(left, recursive: true);
            File.Delete(LockOf(left));
        }
    }

    private static string LockOf(string folder) => $"{folder}.lock";

    private void Drop(LinkedListNode<(string Name, long Length)> node)
    {
        _kept.Remove(node.Value.Name);
        _order.Remove(node);
        _bytes -= node.Value.Length;
        File.Delete(PathOf(node.Value.Name));
    }

    private string PathOf(string name) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))));
}
