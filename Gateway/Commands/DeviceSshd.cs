using System.CommandLine;
using System.Text;
using Gateway.Tunnels;
using Gateway.Tunnels.Sshd;

namespace Gateway.Commands;

/// <summary>What sshd runs of <c>gateway device</c>, and what makes a key for ssh-copy-id.</summary>
internal static class DeviceSshd
{
    private const int Longest = 8 * 1024;

    /// <summary><c>authorized-keys TYPE KEY</c>: AuthorizedKeysCommand of the system's sshd (sshd_config(5)).</summary>
    public static Command AuthorizedKeys()
    {
        var (kind, key) = (new Argument<string>("TYPE"), new Argument<string>("KEY"));
        return DeviceActing.Set(new Command("authorized-keys", "Print the line of a key for the system's sshd, see config/sshd_gateway.conf.example.") { kind, key }, async (parsed, parts, console) =>
        {
            string line = $"{parsed.GetRequiredValue(kind)} {parsed.GetRequiredValue(key)}";
            if (parts.Book.Current.FindByKey(line) is { Device.Stopped: false } found) await console.Output.WriteLineAsync(SshdText.Line(found.Device.Of(found.Member)!, line));
        });
    }

    /// <summary><c>take-key NAME FINGERPRINT</c>: what the gateway's sshd runs for a key that <see cref="CopyAsync"/> made.</summary>
    public static Command TakeKey()
    {
        var (name, by) = (new Argument<string>("NAME"), new Argument<string>("FINGERPRINT"));
        var clone = new Option<bool>("--clone");
        return DeviceActing.Set(new Command("take-key", "Take the key that ssh-copy-id leaves.") { Hidden = true, Arguments = { name, by }, Options = { clone } }, async (parsed, parts, console) =>
        {
            string device = parsed.GetRequiredValue(name);
            string fingerprint = await parts.Keeping.TakeKeyAsync(device, MemberOf(parsed.GetValue(clone)), parsed.GetRequiredValue(by), await ReadAsync());
            await console.Output.WriteLineAsync($"{device} is enrolled: {fingerprint}");
        });
    }

    /// <summary>Makes a key for ssh-copy-id: itself on standard output, what to do with it beside.</summary>
    /// <exception cref="DialInException">Nobody can leave a key with it.</exception>
    public static async Task CopyAsync(DeviceParts parts, string name, Member member, InvocationConfiguration console)
    {
        if (parts.Options.SshListen is not { } place || parts.Options.UsesSystemSshd) throw new DialInException("ssh-copy-id needs the gateway's own sshd: set tunnels.ssh.listen. Or give the key itself: --key.");
        if (SshAccount.NoShell is { } shell) throw new DialInException($"The account {SshAccount.Name} has the login shell {shell}, through which sshd can run nothing, so ssh-copy-id can leave no key. Give the key itself: gateway device enrol {name} --key 'LINE'.");
        var (secret, until) = await parts.Keeping.NewEnrolKeyAsync(null, name, member);
        await console.Output.WriteLineAsync(secret);
        await console.Error.WriteLineAsync($"""
            Keep this key in a file of mode 600, enrol.key. It leaves one key for {name}, once, until {DeviceTable.Time(until)}. On the device:
              ssh-copy-id -f -i ~/.ssh/id_ed25519.pub -p {place.Port} -o IdentityFile=enrol.key -o IdentitiesOnly=yes {parts.Options.SshUser}@{parts.Options.SshHost}
            """);
    }

    private static Member MemberOf(bool clone) => clone ? Member.Clone : Member.Master;

    private static async Task<string> ReadAsync()
    {
        byte[] text = new byte[Longest];
        await using var input = Console.OpenStandardInput();
        return Encoding.UTF8.GetString(text, 0, await input.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false));
    }
}
