using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Gateway.Terminals;

/// <summary>
/// One thread that waits for all pseudo-terminals at once (epoll(7)) and reads each where it stands. .NET's socket
/// engine can drive a terminal too, but it is told of every four KiB that a client writes and hands each to another
/// thread: that took twice the processor time.
/// </summary>
internal static unsafe class PtyLoop
{
    private const int EventsPerWait = 64;

    // struct epoll_event is packed on x86-64 only (epoll_event(3type)).
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - sizeof(long);

    // Numbers are not used twice: an event that comes late, after its descriptor was closed, finds nobody.
    private static readonly ConcurrentDictionary<long, Pty> Watched = new();
    private static readonly int Epoll = Start();
    private static long s_lastNumber;

    /// <summary>Gives a terminal the number under which it is watched.</summary>
    public static long Register(Pty pty)
    {
        long number = Interlocked.Increment(ref s_lastNumber);
        Watched[number] = pty;
        return number;
    }

    /// <summary>Forgets a terminal, before its descriptor is closed.</summary>
    public static void Unregister(long number) => Watched.TryRemove(number, out _);

    /// <summary>Changes what a terminal's descriptor is watched for.</summary>
    public static void Change(int fd, long number, uint before, uint after)
    {
        byte* change = stackalloc byte[16];
        var bytes = new Span<byte>(change, 16);
        MemoryMarshal.Write(bytes, after);
        MemoryMarshal.Write(bytes[DataOffset..], number);
        int operation = before == 0 ? Libc.EPOLL_CTL_ADD : after == 0 ? Libc.EPOLL_CTL_DEL : Libc.EPOLL_CTL_MOD;
        if (Libc.epoll_ctl(Epoll, operation, fd, change) != 0)
            throw new IOException($"The terminal cannot be watched: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    private static int Start()
    {
        int epoll = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (epoll < 0) throw new IOException($"epoll is not to be had: {Marshal.GetLastPInvokeErrorMessage()}.");
        new Thread(() => Run(epoll)) { IsBackground = true, Name = "Terminals" }.Start();
        return epoll;
    }

    private static void Run(int epoll)
    {
        byte* events = stackalloc byte[EventsPerWait * 16];
        while (true)
        {
            int count = Libc.epoll_wait(epoll, events, EventsPerWait, -1); // -1 with EINTR: nothing to do
            for (int i = 0; i < count; i++)
            {
                var one = new ReadOnlySpan<byte>(events + i * EventSize, EventSize);
                if (Watched.TryGetValue(MemoryMarshal.Read<long>(one[DataOffset..]), out var pty)) pty.Ready(MemoryMarshal.Read<uint>(one));
            }
        }
    }
}
