namespace Gateway.Recording;

/// <summary>Opens files of recordings beside those who write, read and remove them.</summary>
internal static class RecordingFile
{
    /// <summary>Makes a new file for this account alone.</summary>
    public static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0, UnixCreateMode = RecordingPath.File,
    });

    /// <summary>Opens a file to read; null if there is none.</summary>
    public static FileStream? Read(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
