namespace Gateway.Configuration;

/// <summary>Finds, reads and checks <c>gateway.json</c>.</summary>
public static class ConfigurationLoader
{
    /// <summary>The environment variable that names the file where <c>--config</c> does not.</summary>
    public const string FileVariable = "GATEWAY_CONFIG";

    /// <summary>Where the file is looked for last.</summary>
    public const string SystemFile = "/etc/gateway/gateway.json";

    private const int LargestFile = 1024 * 1024;

    /// <summary>Loads the file that a command line or the environment names, or else the first of the usual places.</summary>
    /// <param name="option">The value of <c>--config</c>, if given; relative to the current folder.</param>
    /// <param name="environment">Environment variables: <c>GATEWAY_CONFIG</c>, and <c>GATEWAY__…</c> in place of settings.</param>
    /// <param name="prepare">Whether to create the data folder; false changes nothing.</param>
    /// <param name="systemFile">The last place to look.</param>
    /// <param name="checkFiles">Whether the files that the configuration names have to be good for this account too.</param>
    public static ConfigurationResult Load(string? option, IReadOnlyDictionary<string, string> environment, bool prepare, string systemFile = SystemFile, bool checkFiles = true)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var variable = environment.GetValueOrDefault(FileVariable) is { Length: > 0 } path ? path : null;
        var named = option ?? variable;
        var places = named is not null ? [Path.GetFullPath(named)] : new[] { Path.GetFullPath("gateway.json"), systemFile };
        if (places.FirstOrDefault(File.Exists) is { } file)
            return LoadFile(file, environment, prepare, checkFiles);
        if (named is not null)
        {
            var by = option is null ? $", which {FileVariable} names" : "";
            return new ConfigurationResult { File = places[0], Unread = $"{places[0]}: there is no such file{by}." };
        }
        return new ConfigurationResult
        {
            Unread = $"""
                No configuration was found. Looked for
                  --config FILE             (not given)
                  {FileVariable}            (not set)
                {string.Join(Environment.NewLine, places.Select(place => "  " + place))}
                To begin, copy gateway.json.sample to gateway.json and set the domain,
                or run "gateway demo" to try the gateway without a configuration.
                """,
        };
    }

    /// <summary>Checks text as if it were the file's, without asking the file system.</summary>
    /// <param name="file">Absolute path of the file; relative paths in it start at its folder.</param>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <param name="environment">Variables <c>GATEWAY__…</c> in place of settings; others are ignored.</param>
    public static ConfigurationResult Parse(string file, ReadOnlySpan<byte> utf8, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(environment);
        return Parse(file, utf8, environment, _ => []);
    }

    /// <summary>The process's environment variables, for <see cref="Load"/>.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);

    private static ConfigurationResult LoadFile(string file, IReadOnlyDictionary<string, string> environment, bool prepare, bool checkFiles)
    {
        byte[] utf8;
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > LargestFile)
                return new ConfigurationResult { File = file, Unread = $"{file}: is larger than 1 MiB, which no configuration is." };
            utf8 = new byte[stream.Length];
            stream.ReadExactly(utf8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ConfigurationResult { File = file, Unread = $"{file}: cannot be read by {Environment.UserName}: {exception.Message}" };
        }
        var result = Parse(file, utf8, environment, checkFiles ? FileChecks.Faults : _ => []);
        return prepare && result.IsGood ? Prepare(result) : result;
    }

    private static ConfigurationResult Parse(
        string file, ReadOnlySpan<byte> utf8, IReadOnlyDictionary<string, string> environment, Func<GatewayConfiguration, IEnumerable<ConfigurationFault>> checkFiles)
    {
        if (SourceParser.Parse(utf8, out var unreadable) is not { } source)
            return new ConfigurationResult { File = file, Faults = [unreadable!] };
        var reading = new Reading(environment);
        var configuration = ConfigurationReader.Read(reading, source, Path.GetDirectoryName(file)!) with { SourceFile = file, Origins = reading.Origins() };
        Rules.Check(configuration, reading);
        reading.Faults.AddRange(checkFiles(configuration)
            .Where(fault => !reading.IsFaulty(fault.Key))
            .Select(fault => fault with { Value = reading.ShownOf(fault.Key), Origin = reading.OriginOf(fault.Key) })
            .ToList());
        return reading.Faults.Count > 0
            ? new ConfigurationResult { File = file, Data = reading.IsFaulty("data") ? null : configuration.Data, Faults = reading.Faults }
            : new ConfigurationResult { File = file, Data = configuration.Data, Configuration = configuration, Warnings = Posture.Warnings(configuration) };
    }

    private static ConfigurationResult Prepare(ConfigurationResult result)
    {
        var data = result.Configuration!.Data;
        try
        {
            DataFolder.Create(data);
            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var fault = new ConfigurationFault("data", null, $"cannot be created: {data}", $"Create it for {Environment.UserName} with mode 700, or name another folder.");
            return result with { Configuration = null, Faults = [fault] };
        }
    }
}
