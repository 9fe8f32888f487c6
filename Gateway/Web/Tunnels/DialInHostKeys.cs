using Gateway.Access;
using Gateway.Access.Records;
using Gateway.HostKeys;
using Gateway.Methods;
using Gateway.Tunnels;

namespace Gateway.Web.Tunnels;

/// <summary>Puts the host keys of devices that dial in on record, as they themselves have said them when they proved who they are.</summary>
internal sealed partial class DialInHostKeys(HostKeyBook book, MethodCatalog methods, ILogger<DialInHostKeys> logger)
{
    /// <summary>Puts them on record for the device's ssh port, where there are none. Fails for no reason.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="member">Which of a pair.</param>
    /// <param name="keys">Public keys in OpenSSH's form; what is none is left out.</param>
    /// <param name="from">The address it comes from.</param>
    public async Task PinAsync(string device, DialInMember member, IEnumerable<string> keys, string from)
    {
        await Task.Yield(); // the file is read meanwhile
        string place = SshMethod.HostKeyName(methods.Options.Domain, member.Ssh);
        try
        {
            List<HostKey> read = [];
            foreach (string line in keys)
                if (HostKey.TryRead($"{place} {line}", out var key)) read.Add(key);
            if (read.Count == 0 || book.Known().Any(key => key.Name == place)) return;
            await book.ImportAsync(new Caller($"device {device}", from, null), read);
        }
        catch (Exception exception) when (exception is RecordsUnavailableException or IOException or UnauthorizedAccessException)
        {
            NotPinned(device, exception.Message); // then they are learnt as any other's
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The host keys of {Device} could not be put on record: {Error}")]
    private partial void NotPinned(string device, string error);
}
