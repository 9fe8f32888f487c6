using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Access.Identity;

/// <summary>Reads and writes the text of the file of local people.</summary>
public static partial class PeopleText
{
    /// <summary>Largest file, in bytes; a person takes some 400.</summary>
    public const int Largest = 4 * 1024 * 1024;

    private const int LongestText = 128;
    private const int MostGroups = 100;

    /// <summary>Whether something is a name that a local person may have: up to 64 of <c>a-z 0-9 . _ @ -</c>, with a letter or digit first.</summary>
    public static bool IsName(string? name) => name is not null && Name().IsMatch(name);

    /// <summary>Whether something can be a group or a name to be shown.</summary>
    public static bool IsText(string text) => text.Length <= LongestText && text.Trim() == text && !text.Any(char.IsControl);

    /// <summary>The people of a file.</summary>
    /// <exception cref="PeopleFileException">It is not as it should be; the message names the place and no secret.</exception>
    public static IReadOnlyList<LocalPerson> Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var people = JsonSerializer.Deserialize(utf8, PeopleJson.Default.PeopleDocument)?.People ?? throw new PeopleFileException("the file says null");
            var names = new HashSet<string>();
            foreach (var person in people)
                if (FaultOf(person, names) is { } fault) throw new PeopleFileException(fault);
            return people;
        }
        catch (JsonException exception)
        {
            throw new PeopleFileException($"it is not the JSON that is expected at line {exception.LineNumber + 1}, {exception.Path ?? "$"}", exception);
        }
    }

    /// <summary>The text of a file.</summary>
    public static byte[] Write(IReadOnlyList<LocalPerson> people) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new PeopleDocument(people), PeopleJson.Default.PeopleDocument), (byte)'\n'];

    private static string? FaultOf(LocalPerson? person, HashSet<string> names)
    {
        if (person is null || !IsName(person.Name)) return "a person's name is missing or none (a-z, 0-9, . _ @ -, in small letters)";
        if (!names.Add(person.Name)) return $"{person.Name} is there twice";
        if (!IsText(person.DisplayName)) return $"{person.Name} has a displayName that cannot be shown";
        if (person.Groups.Count > MostGroups || person.Groups.Any(group => group is not { Length: > 0 } || !IsText(group))) return $"{person.Name} has groups that are none, or more than {MostGroups}";
        if (!PasswordHashing.IsHash(person.Password)) return $"{person.Name} has a password that is no hash of \"gateway user passwd\"";
        return person.Totp is { } secret && !OneTimeCodes.IsSecret(secret) ? $"{person.Name} has a totp that is no base32" : null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{0,63}\z")]
    private static partial Regex Name();
}

/// <summary>The file of local people cannot be used as it is.</summary>
public sealed class PeopleFileException(string message, Exception? inner = null) : Exception(message, inner);
