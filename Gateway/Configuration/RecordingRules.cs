namespace Gateway.Configuration;

/// <summary>What the settings for recordings have to be to each other, and what an operator should know of them.</summary>
internal static class RecordingRules
{
    /// <summary>Adds a fault for every rule that is broken.</summary>
    public static void Check(GatewayConfiguration configuration, Reading reading)
    {
        var (s3, auditors) = (configuration.Recording.S3, configuration.Recording.Auditors);
        if (s3.Bucket is not null)
        {
            Needed("recording.s3.accessKeyFile", s3.AccessKeyFile);
            Needed("recording.s3.secretKeyFile", s3.SecretKeyFile);
        }
        else if (s3 != new S3Settings())
        {
            Rules.Broken(reading, "recording.s3.bucket", "is missing, but other settings of recording.s3 are there", "Write the bucket's name, or leave all of recording.s3 out.");
        }
        if (configuration.SignIn.IsOn)
            return;
        const string repair = "Say in signIn how people sign in, or remove it: where nobody signs in it means nothing.";
        if (auditors.Groups.Count > 0)
            Rules.Broken(reading, "recording.auditors.groups", "is set, but nobody has to sign in", repair);
        if (auditors.People.Count > 0)
            Rules.Broken(reading, "recording.auditors.people", "is set, but nobody has to sign in", repair);

        void Needed(string key, string? file)
        {
            if (file is null)
                Rules.Broken(reading, key, "is missing, but recording.s3.bucket is set", "Name the file whose one line it is.", "recording.s3.bucket");
        }
    }

    /// <summary>The faults of files and folders, without values and origins.</summary>
    public static IEnumerable<ConfigurationFault?> Files(GatewayConfiguration configuration)
    {
        var recording = configuration.Recording;
        if (recording is { Terminals: not RecordedTerminals.None, Folder: { } folder })
        {
            var problem = Directory.Exists(folder) ? DataFolder.ProblemOf(folder) : File.Exists(folder) ? ("is a file", "Write the path of a folder.") : DataFolder.WritingProblemOf(folder);
            if (problem is var (what, repair))
                yield return new ConfigurationFault("recording.folder", null, what == DataFolder.OthersLook ? "is a folder that others can look into, but it holds what terminals showed" : what, repair);
        }
        if (recording.S3.Bucket is null)
            yield break;
        yield return SecretChecks.Password("recording.s3.accessKeyFile", recording.S3.AccessKeyFile);
        yield return SecretChecks.Password("recording.s3.secretKeyFile", recording.S3.SecretKeyFile);
    }

    /// <summary>The warnings, as sentences.</summary>
    public static IEnumerable<string> Warnings(GatewayConfiguration configuration)
    {
        var (recording, administrators) = (configuration.Recording, configuration.Administrators);
        if (recording.Terminals == RecordedTerminals.None)
            yield break;
        if (recording.S3 is { Bucket: not null, Endpoint: { Scheme: "http", IsLoopback: false } store })
            yield return $"Recordings are sent to {store.Host} by http (recording.s3.endpoint): what terminals showed can be read on the way.";
        if (!recording.OwnersMayReplay && recording.Auditors.Groups.Count + recording.Auditors.People.Count + administrators.Groups.Count + administrators.People.Count == 0)
            yield return "Nobody can replay a recording in the browser (recording.ownersMayReplay is false, recording.auditors and administrators are empty).";
    }
}
