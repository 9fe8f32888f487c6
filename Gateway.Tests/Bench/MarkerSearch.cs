using System.Text;

namespace Gateway.Tests.Bench;

/// <summary>Finds a marker in a stream that comes in pieces.</summary>
internal sealed class MarkerSearch(string marker)
{
    private readonly byte[] _marker = Encoding.UTF8.GetBytes(marker);
    private readonly List<byte> _seam = [];

    /// <summary>Whether the marker ends in this piece.</summary>
    public bool Found(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(_marker) >= 0) return true;
        // The marker may lie across the seam of two pieces.
        int head = Math.Min(bytes.Length, _marker.Length - 1);
        _seam.AddRange(bytes[..head]);
        bool found = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_seam).IndexOf(_marker) >= 0;
        _seam.Clear();
        _seam.AddRange(bytes[^head..]);
        return found;
    }
}
