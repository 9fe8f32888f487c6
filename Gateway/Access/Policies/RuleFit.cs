using System.Collections.Immutable;
using Gateway.Methods;

namespace Gateway.Access.Policies;

/// <summary>The condition of a rule that is not met, the first in this order.</summary>
public enum RuleMisfit
{
    /// <summary>All are met: the rule decides.</summary>
    None,

    /// <summary>It is for other people.</summary>
    Person,

    /// <summary>It is for other ports.</summary>
    Port,

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
    public static RuleMisfit Of(PolicyRule rule, Person person, RemoteRequest remote) =>
        !(rule.Groups.IsEmpty && rule.People.IsEmpty) && !Names(rule.Groups, rule.People, person) ? RuleMisfit.Person
        : rule.Ports is { } ports && !ports.Contains(remote.Port) ? RuleMisfit.Port
        : !rule.Methods.IsEmpty && !rule.Methods.Contains(remote.Method.Name) ? RuleMisfit.Method
        : !rule.Users.IsEmpty && !rule.Users.Any(pattern => IsUser(pattern, person, remote.User)) ? RuleMisfit.User
        : RuleMisfit.None;

    /// <summary>Whether somebody is among these groups and people.</summary>
    public static bool Names(ImmutableArray<string> groups, ImmutableArray<string> people, Person person) =>
        groups.Any(group => person.Groups.Contains(group, StringComparer.Ordinal)) || people.Any(entry => IsPerson(entry, person));

    // "local:alice" is one person only. Somebody whose name in another way is just that must not become her.
    private static bool IsPerson(string entry, Person person) =>
        entry == person.Id || entry == person.Name && !Ways.Any(way => entry.StartsWith(way, StringComparison.Ordinal));

    private static bool IsUser(string pattern, Person person, string user) =>
        pattern == "{me}" ? user == person.Name
        : pattern.EndsWith('*') ? user.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : user == pattern;
}
