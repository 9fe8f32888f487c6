using System.Text.RegularExpressions;

namespace Gateway.Methods;

/// <summary>
/// Reads ssh's last words. ssh exits with the remote command's status, or with 255 if an error occurred (ssh(1),
/// EXIT STATUS), so its words count only with 255.
/// </summary>
internal static partial class SshOutcome
{
    public static Outcome From(string domain, RemoteTarget target, int? exitCode, string? signal, string tail)
    {
        if (exitCode != 255) return Outcome.Plain(exitCode, signal);
        int port = target.Port;
        string where = target.IsOfDomain ? $"port {port}" : target.Place;
        if (target.Jump is { } jump && AtJumpHost(domain, jump, where, tail) is { } there) return there;
        if (Has("REMOTE HOST IDENTIFICATION HAS CHANGED"))
            return new(EndReason.HostKey, $"Host key changed: {where} now shows {Fingerprint(tail)}.",
                $"If the device was replaced or set up anew, an administrator can accept the new key of {SshMethod.HostKeyName(domain, target)} (Administration, Host keys; or gateway hostkey). If not, somebody may be listening in.");
        if (Has("you have requested strict checking"))
            return new(EndReason.HostKey, $"The key of {where} is not known here.", "An administrator can accept it (Administration, Host keys; or gateway hostkey).");
        if (Has("Host key verification failed"))
            return new(EndReason.HostKey, $"The key of {where} was not accepted.", "");
        if (Has("Unable to negotiate"))
            return new(EndReason.Failed, $"The device behind {where} offers no algorithm that ssh accepts.", target.LegacyEnded is { } ended
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Until {ended:yyyy-MM-dd} it was allowed old ones; the operator can allow them anew in the inventory.")
                : LegacyAlgorithms.Helpful(Offer(tail)) is { } helpful
                ? $"Ask the operator to allow {helpful} for this device (inventory, legacy). It is old and no longer safe."
                : "Old devices need legacy algorithms; the operator can allow them for one device in the inventory, or for all in the ssh_config of the gateway.");
        if (Has("Permission denied (") || Has("Too many authentication failures"))
            return target.KeysOnly
                ? new(EndReason.Authentication, "This device takes keys only, and did not accept this user with the gateway's.", "Store a key for it among your credentials, or ask an administrator to let people sign in there with a password.")
                : new(EndReason.Authentication, "The device did not accept the user or the password.", "Check the user in the link and try again.");
        // The most specific line wins: what follows is also printed in passing when a session breaks.
        if (tail.Contains("ssh: connect to host", StringComparison.Ordinal) || Has("Could not resolve hostname"))
            if (Outcome.Network(target.Address ?? domain, port, tail) is { } network) return network;
        if (Has("not responding"))
            return new(EndReason.Disconnected, "The device stopped answering.", "Reconnect when it is back.");
        if (Has("kex_exchange_identification") || Has("banner exchange"))
            return new(EndReason.Disconnected, $"{char.ToUpperInvariant(where[0])}{where[1..]} answered, but not with ssh.", "The device may be starting, may refuse more sessions, or may speak telnet.");
        if (Has("closed by remote host") || Has("Connection closed by") || Has("Connection reset") || Has("Broken pipe"))
            return new(EndReason.Disconnected, "The device closed the connection.", "");
        return Outcome.Network(target.Address ?? domain, port, tail) ?? new(EndReason.Failed, "ssh ended with an error (exit status 255).", "Its last lines say more.");

        bool Has(string words) => tail.Contains(words, StringComparison.Ordinal);
    }

    // What the second ssh says, which only goes as far as the jump host. What a device says looks the same only if it means to.
    private static Outcome? AtJumpHost(string domain, JumpHost jump, string where, string tail)
    {
        const string operators = "This is for the operator: look at inventory.jump and at the jump host's log.";
        if (Has($"{jump.User}@{domain}: Permission denied ("))
            return new(EndReason.Failed, "The jump host did not accept the gateway.", operators);
        if (Has($"connect to host {domain} port {jump.Port}: "))
            return new(EndReason.Unreachable, "The jump host did not answer.", operators);
        if (Has("administratively prohibited"))
            return new(EndReason.Refused, $"The jump host does not let the gateway go on to {where}.", operators);
        if (!Has("stdio forwarding failed")) return null;
        return Has("Connection refused") ? new(EndReason.Refused, $"Connection refused by {where}.", "Nothing listens there now. Check that the device is on and connected.")
            : new(EndReason.Unreachable, $"The jump host cannot reach {where}.", "Check that the device is on, and the network between the jump host and the device.");

        bool Has(string words) => tail.Contains(words, StringComparison.Ordinal);
    }

    // The device's own words: they only choose among names that are known here.
    private static string[] Offer(string tail) => OfferPattern().Match(tail).Groups["names"].Value.Split(',');

    [GeneratedRegex("Their offer: (?<names>[A-Za-z0-9@.,_+-]{1,2000})", RegexOptions.CultureInvariant)]
    private static partial Regex OfferPattern();

    private static string Fingerprint(string tail) => FingerprintPattern().Match(tail) is { Success: true } match ? match.Value : "another key";

    [GeneratedRegex("SHA256:[A-Za-z0-9+/]{43}", RegexOptions.CultureInvariant)]
    private static partial Regex FingerprintPattern();
}
