using System.Collections.Immutable;
using Gateway.Inventory;
using Gateway.Methods;

namespace Gateway.Access.Policies;

/// <summary>The condition of a rule that is not met, the first in this order.</summary>
public enum RuleMisfit
{
    /// <summary>All are met: the rule decides.</summary>
    None,

    /// <summary>It is for other people.</summary>
    Person,

    /// <summary>It is for other ports, or for ports and this is a device's own address.</summary>
    Port,

    /// <summary>It is for other devices.</summary>
    Device,

    /// <summary>It is for other methods.</summary>
    Method,

    /// <summary>It is for other remote users.</summary>
    User,
}

/// <summary>Whether a rule is about somebody and a terminal. Its hours do not matter here: a rule that fits decides at any hour.</summary>
public static class RuleFit
{
    private static readonly string[] Ways = [.. Enum.GetValues<SignInWay>().Select(way => Person.WayName(way) + ":")];

    /// <summary>What does not fit, or <see cref="RuleMisfit.None"/>.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="person">Who.</param>
    /// <param name="remote">What he wants to open.</param>
    /// <param name="device">The device that it is, as the inventory knows it now; null for none.</param>
    public static RuleMisfit Of(PolicyRule rule, Person person, RemoteRequest remote, Device? device = null) =>
        OfPlace(rule, person, remote.Method.Name, remote.Target.IsOfDomain ? remote.Port : null, device) is var misfit and not RuleMisfit.None ? misfit
        : !rule.Users.IsEmpty && !rule.Users.Any(pattern => IsUser(pattern, person, remote.User)) ? RuleMisfit.User
        : RuleMisfit.None;

    /// <summary>What does not fit for the web pages of a device that dials in. Nobody knows as whom somebody signs in there, so a rule for some users is for none of them.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="person">Who.</param>
    /// <param name="port">The port of the domain that leads to them.</param>
    /// <param name="device">The device.</param>
    public static RuleMisfit OfWeb(PolicyRule rule, Person person, int port, Device? device) =>
        OfPlace(rule, person, WebPlace.Method, port, device) is var misfit and not RuleMisfit.None ? misfit
        : !rule.Users.IsEmpty && !rule.Users.Contains("*") ? RuleMisfit.User
        : RuleMisfit.None;

    /// <summary>What does not fit, whatever the remote user.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="person">Who.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="port">The port of the domain; null for a device's own address, whose port is nothing to rules.</param>
    /// <param name="device">The device that it is; null for none.</param>
    public static RuleMisfit OfPlace(PolicyRule rule, Person person, string method, int? port, Device? device) =>
        !(rule.Groups.IsEmpty && rule.People.IsEmpty) && !Names(rule.Groups, rule.People, person) ? RuleMisfit.Person
        : rule.Ports is { } ports && !(port is { } number && ports.Contains(number)) ? RuleMisfit.Port
        : !(rule.Devices.IsEmpty && rule.DeviceGroups.IsEmpty) && !IsAmong(rule, device) ? RuleMisfit.Device
        : !rule.Methods.IsEmpty && !rule.Methods.Contains(method) ? RuleMisfit.Method
        : RuleMisfit.None;

    /// <summary>Whether somebody is among these groups and people.</summary>
    public static bool Names(ImmutableArray<string> groups, ImmutableArray<string> people, Person person) =>
        groups.Any(group => person.Groups.Contains(group, StringComparer.Ordinal)) || people.Any(entry => IsPerson(entry, person));

    // "local:alice" is one person only. Somebody whose name in another way is just that must not become her.
    private static bool IsPerson(string entry, Person person) =>
        entry == person.Id || entry == person.Name && !Ways.Any(way => entry.StartsWith(way, StringComparison.Ordinal));

    private static bool IsAmong(PolicyRule rule, Device? device) => device is not null
        && (rule.Devices.Any(pattern => pattern.EndsWith('*') ? device.Name.StartsWith(pattern[..^1], StringComparison.Ordinal) : device.Name == pattern)
            || rule.DeviceGroups.Any(group => device.Groups.Contains(group, StringComparer.Ordinal)));

    private static bool IsUser(string pattern, Person person, string user) =>
        pattern == "{me}" ? user == person.Name
        : pattern.EndsWith('*') ? user.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : user == pattern;
}
