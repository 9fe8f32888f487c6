using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Gateway.Terminals;

/// <summary>
/// A thread that waits for many pseudo-terminals at once (epoll(7)), reads each where it stands and runs its viewers'
/// continuations itself. .NET's socket engine can drive a terminal too, but wakes two more threads for every four KiB
/// that a client writes; on few cores those wake-ups cost more than the bytes.
/// </summary>
internal sealed unsafe class PtyLoop
{
    private const int EventsPerWait = 64;

    // How long a piece of a running stream waits for the rest of its segment, in milliseconds.
    private const int HoldTime = 1;

    // struct epoll_event is packed on x86-64 only (epoll_event(3type)).
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - sizeof(long);

    private static readonly PtyLoop[] Loops = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount / 2, 1, 4)).Select(_ => new PtyLoop())];
    private static int s_next;

    [ThreadStatic] private static List<LogReader>? t_woken;
    [ThreadStatic] private static List<OutputLog>? t_held;

    // Numbers are not used twice: an event that comes late, after its descriptor was closed, finds nobody.
    private readonly ConcurrentDictionary<long, Pty> _watched = new();
    private readonly int _epoll;
    private long _lastNumber;

    private PtyLoop()
    {
        _epoll = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (_epoll < 0) throw new IOException($"epoll is not to be had: {Marshal.GetLastPInvokeErrorMessage()}.");
        new Thread(Run) { IsBackground = true, Name = "Terminals" }.Start();
    }

    /// <summary>The loop for the next terminal; they take turns.</summary>
    public static PtyLoop Next() => Loops[(uint)Interlocked.Increment(ref s_next) % (uint)Loops.Length];

    /// <summary>
    /// Wakes a reader from wherever the log grows. On a loop's thread that waits until no lock is held, and then runs
    /// the reader's continuation right there.
    /// </summary>
    public static void Wake(LogReader reader)
    {
        if (t_woken is { } woken) woken.Add(reader);
        else ThreadPool.UnsafeQueueUserWorkItem(static woken => woken.Continue(), reader, preferLocal: false);
    }

    /// <summary>
    /// Publishes a log a little later, unless it fills a segment before. Only on a loop's thread.
    /// </summary>
    public static void PublishSoon(OutputLog log)
    {
        if (!t_held!.Contains(log)) t_held.Add(log);
    }

    /// <summary>Gives a terminal the number under which it is watched.</summary>
    public long Register(Pty pty)
    {
        long number = Interlocked.Increment(ref _lastNumber);
        _watched[number] = pty;
        return number;
    }

    /// <summary>Forgets a terminal, before its descriptor is closed.</summary>
    public void Unregister(long number) => _watched.TryRemove(number, out _);

    /// <summary>Changes what a terminal's descriptor is watched for.</summary>
    public void Change(int fd, long number, uint before, uint after)
    {
        byte* change = stackalloc byte[16];
        var bytes = new Span<byte>(change, 16);
        MemoryMarshal.Write(bytes, after);
        MemoryMarshal.Write(bytes[DataOffset..], number);
        int operation = before == 0 ? Libc.EPOLL_CTL_ADD : after == 0 ? Libc.EPOLL_CTL_DEL : Libc.EPOLL_CTL_MOD;
        if (Libc.epoll_ctl(_epoll, operation, fd, change) != 0)
            throw new IOException($"The terminal cannot be watched: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    private void Run()
    {
        var (woken, held) = (t_woken = [], t_held = []);
        byte* events = stackalloc byte[EventsPerWait * 16];
        long since = 0;
        while (true)
        {
            int count = Libc.epoll_wait(_epoll, events, EventsPerWait, held.Count == 0 ? -1 : HoldTime); // -1 with EINTR: nothing to do
            for (int i = 0; i < count; i++)
            {
                var one = new ReadOnlySpan<byte>(events + i * EventSize, EventSize);
                if (held.Count == 0) since = Environment.TickCount64;
                if (_watched.TryGetValue(MemoryMarshal.Read<long>(one[DataOffset..]), out var pty)) Serve(pty, MemoryMarshal.Read<uint>(one));
                Continue(woken);
            }
            if (held.Count == 0 || count > 0 && Environment.TickCount64 - since <= HoldTime) continue;
            foreach (var log in held) log.Publish();
            held.Clear();
            Continue(woken);
        }
    }

    // One terminal that cannot be served any more must not take the others' loop with it.
    private static void Serve(Pty pty, uint events)
    {
        try
        {
            pty.Ready(events);
        }
        catch (IOException)
        {
            pty.Kill();
        }
    }

    private static void Continue(List<LogReader> woken)
    {
        for (int i = 0; i < woken.Count; i++) woken[i].Continue(); // which may wake others
        woken.Clear();
    }
}
