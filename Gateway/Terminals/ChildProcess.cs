using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gateway.Terminals;

/// <summary>
/// A program without a terminal, with three descriptors of the caller's choice and nothing else that is open here: by
/// posix_spawn(3), as the leader of a session of its own, with default signals and the environment it is given.
/// </summary>
public sealed class ChildProcess
{
    private ChildProcess(int pid)
    {
        Pid = pid;
        Exited = ChildReaper.WatchAsync(pid);
    }

    /// <summary>Its process id, which is that of its session and group too.</summary>
    public int Pid { get; }

    /// <summary>How it ended.</summary>
    public Task<ExitStatus> Exited { get; }

    /// <summary>Starts a program with its standard descriptors; the caller closes his own copies.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Its arguments, without its own name.</param>
    /// <param name="environment">Its whole environment, "NAME=value".</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="input">Descriptor 0.</param>
    /// <param name="output">Descriptor 1.</param>
    /// <param name="error">Descriptor 2.</param>
    /// <exception cref="IOException">It cannot be run.</exception>
    public static unsafe ChildProcess Start(string program, IReadOnlyCollection<string> arguments, IReadOnlyCollection<string> environment, string folder, SafeHandle input, SafeHandle output, SafeHandle error)
    {
        ulong* actions = stackalloc ulong[Libc.FileActionsWords];
        ulong* attributes = stackalloc ulong[Libc.SpawnAttributesWords];
        ulong* signals = stackalloc ulong[Libc.SignalSetWords];
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        using var words = new NativeStrings();
        SafeHandle[] descriptors = [input, output, error];
        int held = 0;
        bool taken = false;
        try
        {
            _ = Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
            _ = Libc.sigfillset(signals);
            _ = Libc.posix_spawnattr_setsigdefault(attributes, signals);
            _ = Libc.sigemptyset(signals);
            _ = Libc.posix_spawnattr_setsigmask(attributes, signals);
            for (; held < descriptors.Length; held++)
            {
                descriptors[held].DangerousAddRef(ref taken);
                // The copy has no close-on-exec: no descriptor of a running gateway is below three.
                _ = Libc.posix_spawn_file_actions_adddup2(actions, (int)descriptors[held].DangerousGetHandle(), held);
            }
            _ = Libc.posix_spawn_file_actions_addclosefrom_np(actions, descriptors.Length);
            _ = Libc.posix_spawn_file_actions_addchdir_np(actions, words.Add(folder));
            int failed = Libc.posix_spawn(out int pid, words.Add(program), actions, attributes, words.AddList([program, .. arguments]), words.AddList([.. environment]));
            if (failed != 0) throw new IOException($"{program} could not be started: {Marshal.GetPInvokeErrorMessage(failed)}.");
            return new ChildProcess(pid);
        }
        finally
        {
            while (held > 0) descriptors[--held].DangerousRelease();
            _ = Libc.posix_spawnattr_destroy(attributes);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    /// <summary>Two ends of a connection within the machine, one of which a child is given: read and written here without a thread that waits.</summary>
    /// <param name="records">Whether each write is to arrive as one record, which no content can look like two of (unix(7), SOCK_SEQPACKET).</param>
    /// <exception cref="IOException">No descriptor is left.</exception>
    public static unsafe (Socket Ours, Socket Childs) Pair(bool records = false)
    {
        int* pair = stackalloc int[2];
        if (Libc.socketpair(Libc.AF_UNIX, (records ? Libc.SOCK_SEQPACKET : Libc.SOCK_STREAM) | Libc.SOCK_CLOEXEC, 0, pair) != 0) throw new IOException($"No pair of sockets: {Marshal.GetLastPInvokeErrorMessage()}.");
        return (new Socket(new SafeSocketHandle(pair[0], ownsHandle: true)), new Socket(new SafeSocketHandle(pair[1], ownsHandle: true)));
    }

    /// <summary>Ends it, and all in its group, without asking. Nothing happens once it has ended.</summary>
    public void Kill() => ChildReaper.SignalGroup(Pid, Libc.SIGKILL);

    /// <summary>Has it stand still until <see cref="Continue"/>; its children go on.</summary>
    public void Halt() => ChildReaper.Signal(Pid, Libc.SIGSTOP);

    /// <summary>Has it go on.</summary>
    public void Continue() => ChildReaper.Signal(Pid, Libc.SIGCONT);

    /// <summary>Ends processes that were once started here by a gateway that is gone. Who asks has made sure whose they are.</summary>
    internal static void EndForeign(int pid) => _ = Libc.kill(pid, Libc.SIGKILL);
}
