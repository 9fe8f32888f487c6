using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Gateway.Tests.Bench;

/// <summary>
/// The physical limit: a program on a pseudo-terminal read by one thread with read(2) and nothing else. It shares no
/// code with the gateway, so that the gateway is not measured against itself.
/// </summary>
internal sealed unsafe partial class RawPty : IDisposable
{
    private readonly int _master;
    private readonly Process _process;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public RawPty(string program, IEnumerable<string> arguments)
    {
        _master = posix_openpt(2 /* O_RDWR */ | 0x100 /* O_NOCTTY */ | 0x80000 /* O_CLOEXEC */);
        byte* name = stackalloc byte[64];
        if (_master < 0 || grantpt(_master) != 0 || unlockpt(_master) != 0 || ptsname_r(_master, name, 64) != 0) throw new IOException("No pseudo-terminal.");
        string slave = Marshal.PtrToStringUTF8((nint)name)!;
        // Its own session with the terminal as the controlling one, like the gateway's clients.
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec setsid -c \"$@\" <\"$0\" >\"$0\" 2>&1", slave, program, .. arguments])
        {
            Environment = { ["TERM"] = "xterm-256color" },
        })!;
    }

    public void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* pointer = bytes)
            if (write(_master, pointer, (nuint)bytes.Length) != bytes.Length) throw new IOException("A short write.");
    }

    /// <summary>Reads what there is; blocks until there is something. 0 at the end.</summary>
    public ReadOnlySpan<byte> Read()
    {
        fixed (byte* pointer = _buffer)
        {
            nint count = read(_master, pointer, (nuint)_buffer.Length);
            return count <= 0 ? default : _buffer.AsSpan(0, (int)count);
        }
    }

    /// <summary>Reads until the marker has come; returns the number of bytes.</summary>
    public long ReadTo(string marker)
    {
        var search = new MarkerSearch(marker);
        long total = 0;
        while (true)
        {
            var bytes = Read();
            if (bytes.IsEmpty) throw new IOException($"The terminal ended before \"{marker}\".");
            total += bytes.Length;
            if (search.Found(bytes)) return total;
        }
    }

    public void Dispose()
    {
        _ = close(_master); // hangs the program up
        _process.WaitForExit(5000);
        if (!_process.HasExited) _process.Kill(true);
        _process.Dispose();
    }

    [LibraryImport("libc")] private static partial int posix_openpt(int flags);
    [LibraryImport("libc")] private static partial int grantpt(int fd);
    [LibraryImport("libc")] private static partial int unlockpt(int fd);
    [LibraryImport("libc")] private static partial int ptsname_r(int fd, byte* buffer, nuint length);
    [LibraryImport("libc")] private static partial nint read(int fd, byte* buffer, nuint length);
    [LibraryImport("libc")] private static partial nint write(int fd, byte* buffer, nuint length);
    [LibraryImport("libc")] private static partial int close(int fd);
}
