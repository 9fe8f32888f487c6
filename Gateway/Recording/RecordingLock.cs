namespace Gateway.Recording;

/// <summary>Sees to it that one process records for a node in a folder. The lock is the system's (flock(2)) and goes with the process.</summary>
internal static class RecordingLock
{
    // Whoever only looks whether it is taken holds it for a moment.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes it.</summary>
    /// <exception cref="IOException">Another process has it, or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static IDisposable Take(string folder, string node)
    {
        Directory.CreateDirectory(folder, RecordingPath.Folder);
        IDisposable? taken = null;
        IOException? held = null;
        SpinWait.SpinUntil(() => (taken = TryOpen(RecordingPath.Lock(folder, node), out held)) is not null, Moment);
        return taken ?? throw new IOException($"Another process records for the node {node} in {folder}.", held);
    }

    /// <summary>Takes the lock of a recording that begins; its writer has it until it lets go of the result.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static IDisposable Write(string recording) => Open(Path.Combine(recording, RecordingPath.Writing), FileMode.CreateNew);

    /// <summary>Removes the file of a recording that has ended. That it stays is no fault: nobody holds it.</summary>
    public static void Forget(string recording)
    {
        try
        {
            File.Delete(Path.Combine(recording, RecordingPath.Writing));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It goes with the recording.
        }
    }

    /// <summary>Whether some process, this one as well, writes a recording.</summary>
    public static bool IsWritten(string recording)
    {
        try
        {
            // A shared lock: two that look do not take each other for the writer.
            new FileStream(Path.Combine(recording, RecordingPath.Writing), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or lies in a bucket, or is nothing that this account could be told of
        }
    }

    /// <summary>Takes the lock of a file, which is made if there is none; null if another has it.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static IDisposable? TryTake(string path) => TryOpen(path, out _);

    private static FileStream? TryOpen(string path, out IOException? held)
    {
        held = null;
        try
        {
            return Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            held = exception;
            return null;
        }
    }

    private static FileStream Open(string path, FileMode mode) =>
        new(path, new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = mode == FileMode.Open ? null : RecordingPath.File });

    // EWOULDBLOCK of flock(2) comes as a plain IOException with that number.
    private static bool IsTaken(IOException exception) => exception.GetType() == typeof(IOException) && exception.HResult == 11;
}
