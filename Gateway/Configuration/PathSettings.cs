using System.Text.Json;

namespace Gateway.Configuration;

/// <summary>Reads settings that are paths. A relative path starts at the configuration file's folder, wherever the gateway is started from.</summary>
internal sealed class PathSettings(string folder)
{
    /// <summary>The absolute path; null if it was left out, is null or is wrong.</summary>
    public string? Read(Section section, string key) => section.Find(key) is { IsNull: false } value ? Resolve(section, key, value) : null;

    /// <summary>The absolute path, the fallback for null, or null for false.</summary>
    public string? ReadOrOff(Section section, string key, string fallback)
    {
        var value = section.Find(key);
        if (value is null or { IsNull: true })
            return fallback;
        var isOff = value.Kind == JsonValueKind.False || value.IsVariable && value.Text.Equals("false", StringComparison.OrdinalIgnoreCase);
        return isOff ? null : Resolve(section, key, value) ?? fallback;
    }

    /// <summary>The absolute path of a program, the fallback if it was left out, or null for null.</summary>
    public static string? Program(Section section, string key, string fallback)
    {
        if (section.Find(key) is not { } value)
            return fallback;
        if (value.IsNull)
            return null;
        if (value.IsText && value.Text.StartsWith('/') && IsPlain(value.Text))
            return value.Text;
        section.Fault(key, value, "is not the absolute path of a program", $"Write a path such as \"{fallback}\", or null to switch the method off.");
        return fallback;
    }

    private string? Resolve(Section section, string key, SourceValue value)
    {
        const string repair = "Write a path; a relative one starts at the configuration file's folder.";
        if (!value.IsText)
            section.Fault(key, value, "is not text", repair);
        else if (value.Text.Contains("-----BEGIN", StringComparison.Ordinal))
            section.Fault(key, value, "is the content of a file, not its path", "Save it as a file that only the gateway's account can read, and write that file's path.");
        else if (value.Text.Trim().Length == 0 || !IsPlain(value.Text))
            section.Fault(key, value, "is not a path", repair);
        else if (value.Text[0] is '~' or '$')
            section.Fault(key, value, "starts with something only a shell would replace", "Write the path in full.");
        else
            return Path.GetFullPath(value.Text, folder);
        return null;
    }

    private static bool IsPlain(string path) => path.Length <= 4096 && !path.Any(char.IsControl);
}
