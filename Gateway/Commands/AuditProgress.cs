using System.CommandLine;
using System.Diagnostics;

namespace Gateway.Commands;

/// <summary>Shows on a terminal how far a long reading has come; nowhere else.</summary>
internal sealed class AuditProgress(InvocationConfiguration console)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly bool _isTerminal = console.Error == Console.Error && !Console.IsErrorRedirected;
    private long _shown = Stopwatch.GetTimestamp();
    private bool _isShown;

    /// <summary>Shows a file and the bytes of it that were read, not too often.</summary>
    public void Show(string file, long bytes)
    {
        if (!_isTerminal || Stopwatch.GetElapsedTime(_shown) < Every) return;
        _shown = Stopwatch.GetTimestamp();
        _isShown = true;
        console.Error.Write(FormattableString.Invariant($"\r\e[K{AuditTable.Plain(Path.GetFileName(file))}: {bytes / (1024 * 1024)} MiB"));
    }

    /// <summary>Takes it off the screen.</summary>
    public void Clear()
    {
        if (_isShown) console.Error.Write("\r\e[K");
    }
}
