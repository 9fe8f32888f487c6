using System.CommandLine;
using System.Diagnostics;
using Gateway.Recording;

namespace Gateway.Commands;

/// <summary>Shows on a terminal how far long work with recordings has come; nowhere else.</summary>
internal sealed class RecordingProgress(InvocationConfiguration console) : IProgress<IndexingProgress>
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly bool _isTerminal = console.Error == Console.Error && !Console.IsErrorRedirected;
    private readonly Lock _lock = new();
    private long _shown = Stopwatch.GetTimestamp();
    private bool _isShown;

    /// <summary>Shows a line, not too often.</summary>
    public void Show(string line)
    {
        if (!_isTerminal) return;
        lock (_lock)
        {
            if (Stopwatch.GetElapsedTime(_shown) < Every) return;
            (_shown, _isShown) = (Stopwatch.GetTimestamp(), true);
            console.Error.Write($"\r\e[K{RecordingTable.Plain(line)}");
        }
    }

    /// <inheritdoc/>
    public void Report(IndexingProgress value) => Show(FormattableString.Invariant($"Indexing: {value.Recordings} of {value.Of} recordings, {value.Bytes / (1024 * 1024)} MiB"));

    /// <summary>Takes it off the screen.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_isShown) console.Error.Write("\r\e[K");
            _isShown = false;
        }
    }
}
