using System.Runtime.InteropServices;
using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>
/// A client process in a pseudo-terminal, in the shape of Pty.Net (spawn, read, write, resize, kill, exit code),
/// which it stands in for: posix_spawn(3) instead of fork(2), which managed code must not call. Its descriptor is read
/// and written under one lock, so that it cannot be closed, and its number given to another file, in between.
/// </summary>
public sealed class Pty : IDisposable
{
    private readonly Lock _lock = new();
    private readonly int _master;
    private readonly int _pid;
    private readonly PtyLoop _loop = PtyLoop.Next();
    private readonly long _watch;
    private Func<bool>? _readable;
    private TaskCompletionSource? _writable;
    private uint _interest;
    private bool _closed;

    private Pty(int master, int pid)
    {
        (_master, _pid) = (master, pid);
        _watch = _loop.Register(this);
        Exited = ChildReaper.WatchAsync(pid);
    }

    /// <summary>The process id of the client.</summary>
    public int Pid => _pid;

    /// <summary>How the client ended. The last output may still have to be read.</summary>
    public Task<ExitStatus> Exited { get; }

    /// <summary>Starts a client as the leader of a new session with the terminal as its controlling one.</summary>
    /// <exception cref="IOException">The program cannot be run, or the system has no terminal or process left.</exception>
    public static unsafe Pty Spawn(CommandLine command, TerminalSize size)
    {
        int master = Libc.posix_openpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC | Libc.O_NONBLOCK);
        if (master < 0) throw Failure("No pseudo-terminal could be opened");
        int pid;
        try
        {
            byte* slave = stackalloc byte[64];
            if (Libc.grantpt(master) != 0 || Libc.unlockpt(master) != 0) throw Failure("No pseudo-terminal could be unlocked");
            if (Libc.ptsname_r(master, slave, 64) != 0) throw new IOException("The pseudo-terminal has no name.");
            Libc.Termios modes;
            // A fresh terminal erases bytes, not UTF-8 characters, and ssh forwards the modes to the far end.
            if (Libc.tcgetattr(master, &modes) == 0)
            {
                if (command.IsUtf8) modes.Input |= Libc.IUTF8;
                if (!command.FlowCharacters) modes.Characters[Libc.VSTART] = modes.Characters[Libc.VSTOP] = Libc._POSIX_VDISABLE;
                _ = Libc.tcsetattr(master, 0, &modes);
            }
            SetSize(master, size); // before the spawn, so that it is right from the first byte
            pid = Spawn(command, slave);
        }
        catch
        {
            _ = Libc.close(master);
            throw;
        }
        return new Pty(master, pid);
    }

    /// <summary>
    /// Calls <paramref name="readable"/> on the loop's thread whenever there is output or the end of it, for as long as
    /// it answers true. It must not wait.
    /// </summary>
    public void Watch(Func<bool> readable)
    {
        lock (_lock)
        {
            _readable = readable;
            Want(Libc.EPOLLIN, true);
        }
    }

    /// <summary>Goes on after <see cref="Watch"/>'s function answered false.</summary>
    public void Resume()
    {
        lock (_lock)
            if (_readable is not null) Want(Libc.EPOLLIN, true);
    }

    /// <summary>Reads what there is into <paramref name="buffer"/>: the number of bytes, 0 at the end, -1 if there is nothing now.</summary>
    public unsafe int Read(Span<byte> buffer)
    {
        lock (_lock)
        {
            if (_closed) return 0;
            while (true)
            {
                nint count;
                fixed (byte* pointer = buffer) count = Libc.read(_master, pointer, (nuint)buffer.Length);
                if (count >= 0) return (int)count;
                int error = Marshal.GetLastPInvokeError();
                if (error == Libc.EINTR) continue;
                return error == Libc.EAGAIN ? -1 : 0; // EIO once the last process has closed it: Linux' end of file, pty(7)
            }
        }
    }

    /// <summary>Writes all of the bytes, waiting while the client does not read. False once it is gone. One call at a time.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Write(bytes.Span, out var writable);
            if (count < 0) return false;
            bytes = bytes[count..];
            if (writable is not null) await writable;
        }
        return true;
    }

    /// <summary>Sets the size and sends SIGWINCH to the client (tty_ioctl(4)). Nothing happens once it is closed.</summary>
    public void Resize(TerminalSize size)
    {
        lock (_lock)
            if (!_closed) SetSize(_master, size);
    }

    /// <summary>Whether the terminal itself shows what is typed, and whether the client has put it into raw mode (termios(3)); null once it is closed.</summary>
    public unsafe (bool Echoes, bool IsRaw)? Modes()
    {
        Libc.Termios modes; // of the slave: Linux keeps one for both ends
        lock (_lock)
            return !_closed && Libc.tcgetattr(_master, &modes) == 0 ? ((modes.Local & Libc.ECHO) != 0, (modes.Local & Libc.ICANON) == 0) : null;
    }

    /// <summary>Asks the client to end, as a closed window does.</summary>
    public void HangUp() => ChildReaper.Signal(_pid, Libc.SIGHUP);

    /// <summary>Ends the client without asking.</summary>
    public void Kill() => ChildReaper.Signal(_pid, Libc.SIGKILL);

    /// <summary>Closes the terminal, which hangs up a client that is still there.</summary>
    public void Dispose()
    {
        TaskCompletionSource? writer;
        lock (_lock)
        {
            if (_closed) return;
            _loop.Unregister(_watch);
            _closed = true;
            _readable = null;
            (writer, _writable) = (_writable, null);
            _ = Libc.close(_master); // takes it out of the epoll set too, epoll(7)
        }
        writer?.SetResult();
    }

    /// <summary>The loop's word that something can be done.</summary>
    internal void Ready(uint events)
    {
        TaskCompletionSource? writer = null;
        lock (_lock)
        {
            // A hang-up shows to the reader as the end of the output and to the writer as an error.
            if ((events & ~Libc.EPOLLIN) != 0 && _writable is not null)
            {
                (writer, _writable) = (_writable, null);
                Want(Libc.EPOLLOUT, false);
            }
            if ((events & ~Libc.EPOLLOUT) != 0 && _readable is not null && !_readable()) Want(Libc.EPOLLIN, false);
        }
        writer?.SetResult();
    }

    private unsafe int Write(ReadOnlySpan<byte> bytes, out Task? writable)
    {
        writable = null;
        lock (_lock)
        {
            while (!_closed)
            {
                nint count;
                fixed (byte* pointer = bytes) count = Libc.write(_master, pointer, (nuint)bytes.Length);
                if (count == bytes.Length) return (int)count;
                int error = count < 0 ? Marshal.GetLastPInvokeError() : Libc.EAGAIN;
                if (error == Libc.EINTR) continue;
                if (error != Libc.EAGAIN) return -1;
                _writable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                writable = _writable.Task;
                Want(Libc.EPOLLOUT, true);
                return (int)Math.Max(0, count);
            }
            return -1;
        }
    }

    // Nothing wanted means out of the set: a hang-up would otherwise be reported without end.
    private void Want(uint interest, bool wanted)
    {
        uint before = _interest;
        _interest = wanted ? before | interest : before & ~interest;
        if (_closed || before == _interest) return;
        _loop.Change(_master, _watch, before, _interest);
    }

    private static unsafe int Spawn(CommandLine command, byte* slave)
    {
        ulong* actions = stackalloc ulong[Libc.FileActionsWords];
        ulong* attributes = stackalloc ulong[Libc.SpawnAttributesWords];
        ulong* signals = stackalloc ulong[Libc.SignalSetWords];
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        using var words = new NativeStrings();
        try
        {
            _ = Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
            _ = Libc.sigfillset(signals);
            _ = Libc.posix_spawnattr_setsigdefault(attributes, signals); // .NET ignores SIGPIPE, a child would inherit that
            _ = Libc.sigemptyset(signals);
            _ = Libc.posix_spawnattr_setsigmask(attributes, signals);
            // Opened after setsid(2) and without O_NOCTTY, so it becomes the controlling terminal.
            _ = Libc.posix_spawn_file_actions_addopen(actions, 0, slave, Libc.O_RDWR, 0);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, 0, 1);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, 0, 2);
            _ = Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
            _ = Libc.posix_spawn_file_actions_addchdir_np(actions, words.Add(command.Folder));
            byte* program = words.Add(command.Program);
            byte** arguments = words.AddList([command.Program, .. command.Arguments]);
            byte** environment = words.AddList([.. command.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
            int error = Libc.posix_spawn(out int pid, program, actions, attributes, arguments, environment);
            if (error != 0) throw new IOException($"{command.Program} could not be started: {Marshal.GetPInvokeErrorMessage(error)}.");
            return pid;
        }
        finally
        {
            _ = Libc.posix_spawnattr_destroy(attributes);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    private static unsafe void SetSize(int master, TerminalSize size)
    {
        ushort* window = stackalloc ushort[4]; // struct winsize: rows, columns, two unused
        (window[0], window[1], window[2], window[3]) = ((ushort)size.Rows, (ushort)size.Columns, 0, 0);
        _ = Libc.ioctl(master, Libc.TIOCSWINSZ, window);
    }

    private static IOException Failure(string what) => new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}.");
}
