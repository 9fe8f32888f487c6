using System.Globalization;
using Gateway.Access.Identity;

namespace Gateway.Commands;

/// <summary>One person of the file of people, and all of them as a table.</summary>
internal static class PeopleChanges
{
    /// <exception cref="PeopleFileException">There is nobody of that name.</exception>
    public static LocalPerson Find(PeopleWriter people, string name) => Find(people.Read(), name);

    /// <summary>Changes one person, and gives what he is now.</summary>
    /// <exception cref="PeopleFileException">There is nobody of that name.</exception>
    public static async Task<LocalPerson> OneAsync(PeopleWriter people, string name, Func<LocalPerson, LocalPerson> change, CancellationToken cancellation)
    {
        LocalPerson? after = null;
        await people.ChangeAsync(all =>
        {
            var before = Find(all, name);
            after = change(before);
            return [.. all.Where(person => person != before), after];
        }, cancellation);
        return after!;
    }

    /// <summary>Everybody as lines.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<LocalPerson> people)
    {
        List<string[]> rows = [["NAME", "STATE", "CODES", "CHANGED", "GROUPS", "DISPLAY NAME"]];
        rows.AddRange(people.Select(person => (string[])
        [
            person.Name, person.Disabled ? "disabled" : "enabled", person.Totp is null ? "no" : "yes",
            person.Changed.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture), person.Groups.Count > 0 ? string.Join(',', person.Groups) : "-", person.DisplayName,
        ]));
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static LocalPerson Find(IReadOnlyList<LocalPerson> all, string name) =>
        all.FirstOrDefault(person => string.Equals(person.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw new PeopleFileException($"there is no {name}");
}
