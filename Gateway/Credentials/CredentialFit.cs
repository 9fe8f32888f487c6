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
        Counts(one, caller, choice) && IsFor(one, device, choice);

    /// <summary>Whether a text with <c>*</c> for any number of characters is a name.</summary>
    public static bool Matches(string pattern, string name)
    {
        // Goes back to the last * where it does not go on, and lets that stand for one more.
        int inPattern = 0, inName = 0, star = -1, from = 0;
        while (inName < name.Length)
        {
            if (inPattern < pattern.Length && pattern[inPattern] == '*') (star, from) = (inPattern++, inName);
            else if (inPattern < pattern.Length && pattern[inPattern] == name[inName]) (inPattern, inName) = (inPattern + 1, inName + 1);
            else if (star >= 0) (inPattern, inName) = (star + 1, ++from);
            else return false;
        }
        return pattern.AsSpan(inPattern).TrimStart('*').IsEmpty;
    }

    /// <summary>Whether one is for a caller at all, at some device.</summary>
    public static bool Counts(Credential one, Caller caller, CredentialChoice choice) => one.Kind != CredentialKind.Authority && choice switch
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
