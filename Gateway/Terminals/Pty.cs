using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>
/// A client process in a pseudo-terminal, in the shape of Pty.Net (spawn, read, write, resize, kill, exit code),
/// which it stands in for: posix_spawn(3) instead of fork(2), which managed code must not call.
/// </summary>
public sealed class Pty : IDisposable
{
    // .NET's socket engine (epoll) drives any descriptor that can be polled, and uses read(2) and write(2) on those
    // that are no sockets (dotnet/runtime PR 44647): no thread per terminal.
    private readonly Socket _master;
    private readonly int _pid;

    private Pty(Socket master, int pid)
    {
        (_master, _pid) = (master, pid);
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
                modes.Input |= Libc.IUTF8;
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
        return new Pty(new Socket(new SafeSocketHandle(master, ownsHandle: true)), pid);
    }

    /// <summary>Reads what there is, waiting for at least one byte; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        try
        {
            return await _master.ReceiveAsync(buffer, cancellation);
        }
        catch (SocketException)
        {
            return 0; // EIO once the last process has closed the terminal: Linux' end of file, pty(7)
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>Writes all of the bytes, waiting while the client does not read. False once it is gone.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[await _master.SendAsync(bytes, cancellation)..];
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Sets the size and sends SIGWINCH to the client (tty_ioctl(4)). Nothing happens once it is gone.</summary>
    public void Resize(TerminalSize size)
    {
        var handle = _master.SafeHandle;
        bool held = false;
        try
        {
            handle.DangerousAddRef(ref held); // so that the number cannot go to another file meanwhile
            SetSize((int)handle.DangerousGetHandle(), size);
        }
        catch (ObjectDisposedException)
        {
        }
        finally
        {
            if (held) handle.DangerousRelease();
        }
    }

    /// <summary>Asks the client to end, as a closed window does.</summary>
    public void HangUp() => ChildReaper.Signal(_pid, Libc.SIGHUP);

    /// <summary>Ends the client without asking.</summary>
    public void Kill() => ChildReaper.Signal(_pid, Libc.SIGKILL);

    /// <summary>Closes the terminal, which hangs up a client that is still there.</summary>
    public void Dispose() => _master.Dispose();

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

    /// <summary>Null-terminated strings for the length of one call.</summary>
    private sealed unsafe class NativeStrings : IDisposable
    {
        private readonly List<nint> _blocks = [];

        public byte* Add(string text)
        {
            // A NUL would cut an argument short unseen.
            if (text.Contains('\0')) throw new IOException("A NUL character cannot be handed to a program.");
            nint block = Marshal.StringToCoTaskMemUTF8(text);
            _blocks.Add(block);
            return (byte*)block;
        }

        public byte** AddList(ReadOnlySpan<string> texts)
        {
            nint* list = (nint*)Marshal.AllocCoTaskMem((texts.Length + 1) * sizeof(nint));
            _blocks.Add((nint)list);
            for (int i = 0; i < texts.Length; i++) list[i] = (nint)Add(texts[i]);
            list[texts.Length] = 0;
            return (byte**)list;
        }

        public void Dispose()
        {
            foreach (nint block in _blocks) Marshal.FreeCoTaskMem(block);
        }
    }
}
