using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Gateway.Web;

/// <summary>The operator's socket in the data folder, held for as long as this object lives.</summary>
public sealed class OperationsSocket : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;

    private OperationsSocket(FileStream held) => _lock = held;

    /// <summary>
    /// Makes the path free for this process. A socket that a killed gateway left is removed; whether its gateway lives
    /// is told by a lock on a file beside it, which the kernel takes back from the dead.
    /// </summary>
    /// <exception cref="IOException">Another gateway holds it, or this account may not.</exception>
    public static OperationsSocket Claim(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        try
        {
            // FileShare.None is flock(2) on Linux.
            var held = new FileStream(Path.ChangeExtension(path, ".lock"), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
            File.Delete(path);
            return new OperationsSocket(held);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"the files operations.* in {folder} belong to another account. Remove them, or start the gateway as that account.", exception);
        }
        catch (IOException exception)
        {
            throw new IOException($"the data folder {folder} is in use by another gateway that runs. Stop that one, or name another folder in the setting data.", exception);
        }
    }

    /// <summary>Opens a listening socket; one of the file system for the gateway's own account alone, before anybody can connect to it.</summary>
    public static Socket Bind(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (endpoint is UnixDomainSocketEndPoint) File.SetUnixFileMode(endpoint.ToString()!, OwnerOnly);
        return socket;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
