using Gateway.Access;
using Gateway.Inventory;

namespace Gateway.Credentials;

/// <summary>Which credential counts for whom, and where.</summary>
internal static class CredentialFit
{
    /// <summary>Those that may sign a caller in to a device, the one that does first.</summary>
    /// <param name="all">What is kept, of the caller and of the gateway.</param>
    /// <param name="caller">Who.</param>
    /// <param name="device">Where; null for a port that no device has, which only a person's own for all devices is for.</param>
    /// <param name="choice">Whose.</param>
    /// <param name="user">The user on the device; null where it is the credential's to say.</param>
    public static IEnumerable<Credential> Fitting(IEnumerable<Credential> all, Caller caller, Device? device, CredentialChoice choice, string? user) => all
        .Where(one => Fits(one, caller, device, choice) && (user is null || one.User.Length == 0 || one.User == user))
        .OrderByDescending(one => one.Priority).ThenBy(one => one.Name, StringComparer.Ordinal);

    /// <summary>Whether one may sign a caller in to a device as some user.</summary>
    public static bool Fits(Credential one, Caller caller, Device? device, CredentialChoice choice) =>
        one.Kind != CredentialKind.Authority && Counts(one, caller, choice) && IsFor(one, device, choice);

    /// <summary>Whether a text with <c>*</c> for any number of characters is a name.</summary>
    public static bool Matches(string pattern, string name)
    {
        string[] parts = pattern.Split('*');
        if (parts.Length == 1) return pattern == name;
        if (!name.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        int at = parts[0].Length;
        foreach (string part in parts[1..^1])
        {
            at = name.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0) return false;
            at += part.Length;
        }
        return name.Length - at >= parts[^1].Length && name.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    private static bool Counts(Credential one, Caller caller, CredentialChoice choice) => choice switch
    {
        // Where nobody signs in nobody has anything of his own.
        CredentialChoice.Mine => caller.Person is { } person && one.Owner == person.Id,
        CredentialChoice.Device => one.Owner.Length == 0 && (one.People.IsEmpty || caller.Person is { } person && one.People.Any(group => person.Groups.Contains(group))),
        _ => false,
    };

    private static bool IsFor(Credential one, Device? device, CredentialChoice choice)
    {
        if (device is null) return choice == CredentialChoice.Mine && one.Devices.Contains("*");
        return one.Devices.Any(pattern => Matches(pattern, device.Name)) || one.Groups.Any(pattern => device.Groups.Any(group => Matches(pattern, group)));
    }
}
