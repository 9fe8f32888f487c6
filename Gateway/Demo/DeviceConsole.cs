using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Demo;

/// <summary>
/// The terminal a demo device speaks to: keys in, bytes out, Ctrl-C and the window size.
/// </summary>
internal sealed class DeviceConsole : IDisposable
{
    // More type-ahead than this waits in the tty, which is what slows a paste down.
    private const int TypeAhead = 4096;

    /// <summary>Stands for Ctrl-C among the keys.</summary>
    public static readonly ConsoleKeyInfo Interrupt = new('\x03', ConsoleKey.C, shift: false, alt: false, control: true);

    /// <summary>Stands for a changed window size among the keys.</summary>
    public static readonly ConsoleKeyInfo Resized = new('\0', ConsoleKey.NoName, shift: false, alt: false, control: false);

    private readonly BlockingCollection<ConsoleKeyInfo> _keys = new(TypeAhead);
    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration[] _signals;

    // Not Console.Out: a FileStream has no lock and no encoder, and unlike the console's own stream it reports a reader
    // that has gone away, so that an endless command ends.
    private readonly FileStream _output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    private CancellationTokenSource? _command;

    public DeviceConsole()
    {
        // Asking for a key switches echo and line mode off; before the first prompt, or an early Ctrl-D would be the tty's.
        if (!Console.IsInputRedirected)
            _ = Console.KeyAvailable;
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Post(Resized)),
        ];
        new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <summary>Columns and rows of the window now; 80 × 24 where the far side has not named a size.</summary>
    public static (int Columns, int Rows) Size
    {
        get
        {
            if (Console.IsOutputRedirected)
                return (80, 24);
            var (columns, rows) = (Console.WindowWidth, Console.WindowHeight);
            return (columns > 0 ? columns : 80, rows > 0 ? rows : 24);
        }
    }

    /// <summary>True when keys are waiting, so that drawing can wait for the last of them.</summary>
    public bool KeysWaiting => _keys.Count > 0;

    /// <summary>Waits for a key; false when the person is gone.</summary>
    public bool TryRead(out ConsoleKeyInfo key) => _keys.TryTake(out key, Timeout.Infinite);

    /// <summary>Waits for a key at most so long; false when none came.</summary>
    public bool TryRead(TimeSpan wait, CancellationToken cancel, out ConsoleKeyInfo key) =>
        _keys.TryTake(out key, (int)wait.TotalMilliseconds, cancel)
        || (_keys.IsCompleted ? throw new EndOfStreamException() : false);

    public void Write(string text) => _output.Write(Encoding.UTF8.GetBytes(text));

    public void Write(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <summary>Runs a command that Ctrl-C stops; what was typed ahead of the Ctrl-C is dropped, as a tty does.</summary>
    public void Run(Action<CancellationToken> command)
    {
        using var source = new CancellationTokenSource();
        lock (_gate)
            _command = source;
        try
        {
            command(source.Token);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            Write("^C\n");
        }
        finally
        {
            lock (_gate)
                _command = null;
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _output.Dispose();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        while (_keys.TryTake(out _))
        {
        }
        lock (_gate)
        {
            if (_command is null)
                Post(Interrupt);
            else
                _command.Cancel();
        }
    }

    private void Post(ConsoleKeyInfo key)
    {
        try
        {
            _keys.TryAdd(key);
        }
        catch (InvalidOperationException)
        {
            // The person left in this very moment.
        }
    }

    private void ReadKeys()
    {
        try
        {
            while (Next() is { } key)
                _keys.Add(key);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The terminal was hung up.
        }
        _keys.CompleteAdding();
    }

    private static ConsoleKeyInfo? Next()
    {
        if (Console.IsInputRedirected)
        {
            var read = Console.In.Read();
            return read < 0 ? null : new ConsoleKeyInfo((char)read, ConsoleKey.None, false, false, false);
        }
        var key = Console.ReadKey(intercept: true);
        return key == default ? null : key;
    }
}
