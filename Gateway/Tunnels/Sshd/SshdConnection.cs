using System.Net.Sockets;
using System.Text;
using Gateway.Terminals;

namespace Gateway.Tunnels.Sshd;

/// <summary>A connection with the sshd process of its own that serves it, from its start to its end, as its log tells it.</summary>
internal sealed class SshdConnection : IDisposable
{
    // sshd bounds them at 1 KiB (log.c).
    private const int LongestEntry = 8 * 1024;

    private readonly Socket _log;
    private readonly ChildProcess _child;
    private readonly Task _left;
    private volatile string? _reason;

    private SshdConnection(ChildProcess child, Socket log, SshdTraffic traffic, string from, SshdMarks marks)
    {
        (_child, _log, Traffic, From) = (child, log, traffic, from);
        marks.Add(child.Pid);
        _left = LeaveAsync(marks);
    }

    /// <summary>The address that it came from.</summary>
    public string From { get; }

    /// <summary>What it carries.</summary>
    public SshdTraffic Traffic { get; }

    /// <summary>Number of its process, and of the session that all its processes are in.</summary>
    public int Pid => _child.Pid;

    /// <summary>Whose it is, once it has signed in.</summary>
    public (DialIn Device, Member Member, string Fingerprint)? Whose { get; set; }

    /// <summary>Number of the process that holds its ports where that is not the first one, which logs it: where sshd has to keep two accounts apart, or cannot tell that it need not.</summary>
    public int? Child { get; set; }

    /// <summary>Why it ended, or will.</summary>
    public string Reason => _reason ?? "the connection was lost";

    /// <summary>Completes when all its processes are gone.</summary>
    public Task Ended => _left;

    /// <summary>Starts sshd for a connection; the caller closes his copy of the socket when <see cref="Ended"/>.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static SshdConnection Start(TunnelOptions options, SshdFiles files, SshdMarks marks, Socket socket, SshdTraffic traffic, string from)
    {
        // sshd writes line ends of a stranger's into its log as they are, but each entry with one write (log.c).
        var (ours, childs) = ChildProcess.Pair(records: true);
        ChildProcess? child = null;
        try
        {
            using (childs)
                child = ChildProcess.Start(options.SshdPath, ["-i", "-e", "-f", files.Configuration], ["PATH=/usr/bin:/bin"], "/", socket.SafeHandle, socket.SafeHandle, childs.SafeHandle);
            return new SshdConnection(child, ours, traffic, from, marks);
        }
        catch
        {
            child?.Kill(); // nobody would know of it
            ours.Dispose();
            throw;
        }
    }

    /// <summary>Its log, entry by entry, until its last process has ended. One that holds a line's end is a stranger's doing.</summary>
    public async IAsyncEnumerable<string> LinesAsync()
    {
        byte[] entry = new byte[LongestEntry];
        while (true)
        {
            int read = await _log.ReceiveAsync(entry);
            if (read == 0) yield break;
            yield return Encoding.UTF8.GetString(entry, 0, read).TrimEnd('\r', '\n');
        }
    }

    /// <summary>Says why it is about to end by itself, if nothing has said so yet.</summary>
    public void Excuse(string reason) => Interlocked.CompareExchange(ref _reason, reason, null);

    /// <summary>Ends it at once.</summary>
    public void Cut(string reason)
    {
        Excuse(reason);
        _child.Kill();
    }

    /// <summary>Has it stand still while what it is about to ask for is made free.</summary>
    public void Halt() => _child.Halt();

    /// <summary>Has it go on.</summary>
    public void Continue() => _child.Continue();

    /// <summary>Whether a socket of that number is one of its processes'.</summary>
    public bool Holds(string inode)
    {
        string link = $"socket:[{inode}]";
        return Processes.Holds(Pid, link) || (Child is { } child && Processes.Holds(child, link));
    }

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();

    // Its first process may be killed alone, and leave the one that holds the ports and the log.
    private async Task LeaveAsync(SshdMarks marks)
    {
        var status = await _child.Exited;
        if (status.SignalName is { } signal) Excuse($"its sshd was ended by {signal}");
        marks.Remove(Pid);
    }
}
