using System.Runtime.InteropServices;

namespace Gateway.Terminals;

/// <summary>
/// Waits for our own children and for no others: the runtime reaps those of <see cref="System.Diagnostics.Process"/>
/// itself. One SIGCHLD may stand for several exits (signal(7)), so every notice sweeps all that are still alive.
/// </summary>
internal static class ChildReaper
{
    private static readonly Lock Sync = new();
    private static readonly Dictionary<int, TaskCompletionSource<ExitStatus>> Alive = [];
    private static PosixSignalRegistration? s_registration;

    /// <summary>
    /// Undoes an inherited <c>SIGCHLD = SIG_IGN</c>, with which the kernel would throw every exit status away
    /// (waitpid(2), NOTES). Call it first thing in the program, before the runtime
    /// installs a handler of its own.
    /// </summary>
    public static void RestoreChildSignal() => Libc.signal(17, 0);

    /// <summary>The exit of a child that was just spawned, once.</summary>
    public static Task<ExitStatus> WatchAsync(int pid)
    {
        var exited = new TaskCompletionSource<ExitStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Sync)
        {
            s_registration ??= PosixSignalRegistration.Create(PosixSignal.SIGCHLD, static _ => Sweep());
            Alive.Add(pid, exited);
        }
        Sweep(); // it may have ended before it was registered
        return exited.Task;
    }

    /// <summary>
    /// Signals a child that has not been reaped. Under the same lock as reaping, so the number cannot have gone to
    /// somebody else in between.
    /// </summary>
    public static void Signal(int pid, int signal)
    {
        lock (Sync)
            if (Alive.ContainsKey(pid)) _ = Libc.kill(pid, signal);
    }

    /// <summary>Signals a child that leads a process group and has not been reaped, with all that are in the group.</summary>
    public static void SignalGroup(int pid, int signal)
    {
        lock (Sync)
            if (Alive.ContainsKey(pid)) _ = Libc.kill(-pid, signal);
    }

    private static void Sweep()
    {
        lock (Sync)
        {
            foreach (var (pid, exited) in Alive)
            {
                if (TryReap(pid) is not { } status) continue;
                Alive.Remove(pid); // allowed while enumerating, since .NET Core 3
                exited.SetResult(status);
            }
        }
    }

    private static ExitStatus? TryReap(int pid)
    {
        int result, status;
        do result = Libc.waitpid(pid, out status, Libc.WNOHANG);
        while (result < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        return result == pid ? ExitStatus.FromWait(status) : result == 0 ? null : ExitStatus.Unknown;
    }
}
