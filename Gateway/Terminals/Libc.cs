using System.Runtime.InteropServices;

namespace Gateway.Terminals;

/// <summary>
/// The calls into the C library that .NET has no word for: a pseudo-terminal and a child on it (pty(7),
/// posix_spawn(3)). The only file with P/Invoke declarations. The layouts hold for glibc on 64-bit Linux.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc";

    public const int O_RDWR = 2;
    public const int O_NOCTTY = 0x100;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;
    public const uint EPOLLIN = 1;
    public const uint EPOLLOUT = 4;
    public const int ECHILD = 10;
    public const int WNOHANG = 1;
    public const int SIGHUP = 1;
    public const int SIGKILL = 9;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;
    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_SEQPACKET = 5;
    public const int SOCK_CLOEXEC = 0x80000;
    public const uint IUTF8 = 0x4000;
    public const uint ICANON = 2;
    public const uint ECHO = 8;
    public const int TCSAFLUSH = 2;
    public const int VSTART = 8;
    public const int VSTOP = 9;
    public const byte _POSIX_VDISABLE = 0;
    public const nuint TIOCSWINSZ = 0x5414;
    public const short POSIX_SPAWN_SETSIGDEF = 0x04;
    public const short POSIX_SPAWN_SETSIGMASK = 0x08;
    public const short POSIX_SPAWN_SETSID = 0x80;

    /// <summary>Room for posix_spawn_file_actions_t (80 bytes), in 8-byte words.</summary>
    public const int FileActionsWords = 16;

    /// <summary>Room for posix_spawnattr_t (336 bytes), in 8-byte words.</summary>
    public const int SpawnAttributesWords = 64;

    /// <summary>Room for sigset_t (128 bytes), in 8-byte words.</summary>
    public const int SignalSetWords = 16;

    [StructLayout(LayoutKind.Sequential)]
    public struct Termios
    {
        public uint Input, Output, Control, Local;
        public byte Line;
        public fixed byte Characters[32];
        public uint InputSpeed, OutputSpeed;
    }

    [LibraryImport(Name, SetLastError = true)] public static partial int posix_openpt(int flags);
    [LibraryImport(Name, SetLastError = true)] public static partial int grantpt(int fd);
    [LibraryImport(Name, SetLastError = true)] public static partial int unlockpt(int fd);
    [LibraryImport(Name)] public static partial int ptsname_r(int fd, byte* buffer, nuint length);
    [LibraryImport(Name, SetLastError = true)] public static partial int ioctl(int fd, nuint request, void* argument);
    [LibraryImport(Name, SetLastError = true)] public static partial int tcgetattr(int fd, Termios* termios);
    [LibraryImport(Name, SetLastError = true)] public static partial int tcsetattr(int fd, int actions, Termios* termios);
    [LibraryImport(Name, SetLastError = true)] public static partial int close(int fd);
    [LibraryImport(Name, SetLastError = true)] public static partial nint read(int fd, byte* buffer, nuint length);
    [LibraryImport(Name, SetLastError = true)] public static partial nint write(int fd, byte* buffer, nuint length);
    [LibraryImport(Name, SetLastError = true)] public static partial int epoll_create1(int flags);
    [LibraryImport(Name, SetLastError = true)] public static partial int epoll_ctl(int epoll, int operation, int fd, byte* change);
    [LibraryImport(Name, SetLastError = true)] public static partial int epoll_wait(int epoll, byte* events, int count, int milliseconds);
    [LibraryImport(Name, SetLastError = true)] public static partial int waitpid(int pid, out int status, int options);
    [LibraryImport(Name, SetLastError = true)] public static partial int kill(int pid, int signal);
    [LibraryImport(Name, SetLastError = true)] public static partial int socketpair(int domain, int type, int protocol, int* pair);
    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)] public static partial byte* getenv(string name);
    [LibraryImport(Name)] public static partial nint signal(int signal, nint handler);
    [LibraryImport(Name)] public static partial int sigemptyset(void* set);
    [LibraryImport(Name)] public static partial int sigfillset(void* set);
    [LibraryImport(Name)] public static partial int posix_spawn(out int pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);
    [LibraryImport(Name)] public static partial int posix_spawn_file_actions_init(void* actions);
    [LibraryImport(Name)] public static partial int posix_spawn_file_actions_destroy(void* actions);
    [LibraryImport(Name)] public static partial int posix_spawn_file_actions_addopen(void* actions, int fd, byte* path, int flags, uint mode);
    [LibraryImport(Name)] public static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int newFd);
    [LibraryImport(Name)] public static partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int from);
    [LibraryImport(Name)] public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);
    [LibraryImport(Name)] public static partial int posix_spawnattr_init(void* attributes);
    [LibraryImport(Name)] public static partial int posix_spawnattr_destroy(void* attributes);
    [LibraryImport(Name)] public static partial int posix_spawnattr_setflags(void* attributes, short flags);
    [LibraryImport(Name)] public static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);
    [LibraryImport(Name)] public static partial int posix_spawnattr_setsigmask(void* attributes, void* set);
    [LibraryImport(Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] public static partial int chown(string path, uint owner, uint group);
    [LibraryImport(Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int statx(int folder, string path, int flags, uint mask, uint* buffer);

    /// <summary>Whom a file belongs to; null if it cannot be asked. By statx(2), whose record is the same on every processor.</summary>
    public static (uint User, uint Group)? OwnerOf(string path)
    {
        const int AT_FDCWD = -100, Words = 64, User = 5, Group = 6;
        const uint STATX_UID_GID = 0x18;
        uint* record = stackalloc uint[Words];
        return statx(AT_FDCWD, path, 0, STATX_UID_GID, record) == 0 ? (record[User], record[Group]) : null;
    }
}
