using System.Text.Encodings.Web;

namespace Gateway.Access.Identity;

/// <summary>The groups that somebody else says a person is in.</summary>
internal static class GroupNames
{
    /// <summary>All names together, in bytes as they are stored: a sign-in has to fit into a record, with all else that is in it.</summary>
    public const int Longest = 10_000;

    private const int Around = 3; // two quotes and a comma

    /// <summary>Takes all of them, or none: a policy may forbid something to a group, so leaving one out would be a right won.</summary>
    public static IReadOnlyList<string>? Of(IEnumerable<string> said)
    {
        List<string> groups = [.. said.Distinct(StringComparer.Ordinal)];
        return groups.All(Person.IsName) && groups.Sum(Stored) <= Longest ? groups : null;
    }

    // A letter beyond ASCII is written in six.
    private static int Stored(string group) => JavaScriptEncoder.Default.Encode(group).Length + Around;
}
