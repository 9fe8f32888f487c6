using System.Globalization;
using System.Text;

namespace Gateway.Tunnels;

/// <summary>What is run on a device so that it dials in. Pure; every value in it was checked, or needs no quoting.</summary>
public static class DialInCommands
{
    /// <summary>The command line of plain OpenSSH; null where the gateway has no sshd for devices.</summary>
    public static string? Ssh(DialIn device, Member member, TunnelOptions options)
    {
        if (device.Of(member) is not { } one || options.SshListen is null && !options.UsesSystemSshd) return null;
        int seconds = Math.Max(1, (int)options.KeepAlive.TotalSeconds);
        var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"ssh -N -T -o ExitOnForwardFailure=yes -o ServerAliveInterval={seconds} -o ServerAliveCountMax=3"));
        foreach (var (service, port) in one.Ports()) line.Append(CultureInfo.InvariantCulture, $" -R {port}:localhost:{Local(service)}");
        int at = options.SshListen?.Port ?? 22;
        if (at != 22) line.Append(CultureInfo.InvariantCulture, $" -p {at}");
        return line.Append(CultureInfo.InvariantCulture, $" {options.SshUser}@{options.SshHost}").ToString();
    }

    /// <summary>What enrols the agent on a device: with a code behind it at once, without one it shows its key.</summary>
    public static string Enrol(DialIn device, Member member, string url)
    {
        var line = new StringBuilder($"gateway-agent enrol {url} {device.Name}");
        if (member == Member.Clone) line.Append(" --clone");
        if (device.Of(member) is not { } one) return line.ToString();
        foreach (var (service, _) in one.Ports().Where(port => port.Service != Service.Ssh)) line.Append(CultureInfo.InvariantCulture, $" --{(service == Service.Http ? "http" : "app")} 127.0.0.1:{Local(service)}");
        return line.Append(one is { Key: null, TokenHash: not null } ? " --token-file FILE" : "").ToString();
    }

    // Usual ports on the device itself; who has others changes the line.
    private static int Local(Service service) => service switch { Service.Ssh => 22, Service.Http => 80, _ => 8080 };
}
