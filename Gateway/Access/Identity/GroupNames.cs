namespace Gateway.Access.Identity;

/// <summary>The groups that somebody else says a person is in.</summary>
internal static class GroupNames
{
    /// <summary>All names together, in characters: a sign-in has to fit into a record.</summary>
    private const int Longest = 10_000;

    /// <summary>Takes all of them, or none: a policy may forbid something to a group, so leaving one out would be a right won.</summary>
    public static IReadOnlyList<string>? Of(IEnumerable<string> said)
    {
        List<string> groups = [.. said.Distinct(StringComparer.Ordinal)];
        return groups.All(Person.IsName) && groups.Sum(group => group.Length + 3) <= Longest ? groups : null;
    }
}
