using System.Net.Sockets;
using System.Text;
using Gateway.Terminals;

namespace Gateway.Tunnels.Sshd;

/// <summary>The files of the gateway's sshd, in a folder for the gateway's account alone.</summary>
internal sealed class SshdFiles(TunnelOptions options)
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Path of the configuration.</summary>
    public string Configuration => Path.Combine(options.Folder, "sshd_config");

    /// <summary>Path of the keys that may dial in.</summary>
    public string AuthorizedKeys => Path.Combine(options.Folder, "authorized_keys");

    /// <summary>Folder of the marks of processes that run (<see cref="SshdMarks"/>).</summary>
    public string Running => Path.Combine(options.Folder, "running");

    /// <summary>Makes what sshd needs to be started: the folder, the configuration, the host key if there is none.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        foreach (string folder in (string[])[options.Folder, Running]) Directory.CreateDirectory(folder, Ours | UnixFileMode.UserExecute);
        File.SetUnixFileMode(options.Folder, Ours | UnixFileMode.UserExecute);
        // sshd(8) insists on it when privileged, and nobody else can make it.
        if (Environment.IsPrivilegedProcess) Directory.CreateDirectory("/run/sshd");
        if (!File.Exists(options.SshHostKey)) await MakeHostKeyAsync(cancellation);
        Write(Configuration, SshdText.Configuration(options, SshAccount.Name, SshAccount.IsLocked, AuthorizedKeys));
    }

    /// <summary>Writes the keys that may dial in, in place of those before; sshd reads them at each sign-in.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void WriteKeys(DialIns devices) => Write(AuthorizedKeys, SshdText.AuthorizedKeys(devices, options.Ourselves));

    private async Task MakeHostKeyAsync(CancellationToken cancellation)
    {
        var (ours, childs) = ChildProcess.Pair();
        using (ours)
        {
            ChildProcess making;
            using (childs) making = ChildProcess.Start("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "gateway", "-f", options.SshHostKey], [], "/", childs.SafeHandle, childs.SafeHandle, childs.SafeHandle);
            using var reader = new StreamReader(new NetworkStream(ours, ownsSocket: false), Encoding.UTF8);
            string said = await reader.ReadToEndAsync(cancellation);
            if (await making.Exited is not { Code: 0 }) throw new IOException($"ssh-keygen made no host key in {options.SshHostKey}: {said.Trim()}");
        }
    }

    private static void Write(string path, string text)
    {
        string next = $"{path}.new";
        using (var stream = new FileStream(next, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Ours })) stream.Write(Encoding.UTF8.GetBytes(text));
        File.Move(next, path, overwrite: true);
    }
}
